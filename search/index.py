"""The one index: what is put in, dropped, searched and counted, whatever the database.

The databases find, by FTS5 on SQLite and by a tsvector on PostgreSQL (`search/engines.py`); how good
a find is they reckon from the same tokens in the same way, so that both give the same order.
"""

from collections import defaultdict
from functools import reduce
from operator import and_

from django.db import connection, transaction
from django.db.models import Case, Count, F, IntegerField, Min, Q, Value, When
from django.db.models.functions import Length, Replace

from editorial.models import Generation
from search import analysis, documents, engines, marks
from search.documents import BY_NAME
from search.models import Document, Mark

AT_ONCE = 200  # documents made from one reading
IN_A_WRITE = 500  # documents that a write makes anew before it ends; the worker takes the rest
GAP = "  "  # between tokens: each has a space of its own on either side
FIELDS = [f.name for f in Document._meta.concrete_fields if f.name not in {"id", "kind", "record"}]
UNSHOWN = ("exact", "title_tokens", "text_tokens")
COMMON = 500  # characters of a text that count as its least: a short one is not the best for that


def put(kind, records):
    """Put the records of one kind in; what was known of them before is replaced."""
    Document.objects.bulk_create(
        [document(kind, record) for record in records],
        update_conflicts=True,
        unique_fields=["kind", "record"],
        update_fields=FIELDS,
    )


def drop(name, keys):
    """Forget the records of the kind of that name with these keys."""
    Document.objects.filter(kind=name, record__in=keys).delete()


def document(kind, record):
    content = documents.content(kind, record)
    names = [content.title, content.acronym, *content.names]
    return Document(
        kind=kind.name,
        record=record.pk,
        title=content.title,
        acronym="" if content.acronym in content.title else content.acronym,  # it would be said twice
        address=record.get_absolute_url(),
        text="\n".join(content.text),
        weight=kind.weight,
        exact=between_bars(names, content.identifiers),
        title_tokens=spaced(*names, *content.identifiers),
        text_tokens=spaced(*content.text),
    )


def between_bars(names, identifiers):
    found = (analysis.folded(text) for text in [*names, *identifiers])
    return "|".join(["", *dict.fromkeys(filter(None, found)), ""])


def spaced(*texts):
    found = (token for text in texts for token in analysis.tokens(text))
    return f" {GAP.join(found)} "


# -- following


def follow(most=IN_A_WRITE):
    """Make at most so many of the marked documents anew; how many that were.

    What this writes is taken back with the transaction. Whoever writes content waits meanwhile, so
    that no document is made from what no longer holds.
    """
    if not Mark.objects.exists():
        return 0
    with transaction.atomic():
        if connection.features.has_select_for_update:
            list(Generation.objects.select_for_update())
        found = marked(most)
        for name, keys in found.items():
            renew(name, sorted(keys))
    return sum(map(len, found.values()))


def marked(most):
    """{kind: keys} of the longest marked, those first whose documents say what no longer holds."""
    found = defaultdict(set)
    for changed in (True, False):
        pairs = Mark.objects.filter(changed=changed).values_list("kind", "record").annotate(first=Min("pk"))
        for name, key, _first in pairs.order_by("first")[: most - sum(map(len, found.values()))]:
            found[name].add(key)
    return found


def renew(name, keys):
    """Make anew the documents of one kind with these keys, and take their marks away."""
    kind = BY_NAME.get(name)
    for some in chunks(keys):
        records = list(kind.read(some)) if kind else []
        put(kind, records)
        drop(name, set(some) - {record.pk for record in records})
        Mark.objects.filter(kind=name, record__in=some).delete()


def chunks(keys):
    return (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))


def left():
    """How many documents are to be made anew."""
    return Mark.objects.values("kind", "record").distinct().count()


def rebuild():
    """Make every document anew; yields how many are left, first of all and after each step.

    What is there stays until it is replaced. Broken off, it goes on where it was when called again.
    """
    if not Mark.objects.filter(changed=False).exists():
        marks.mark_all(changed=False)
    return catch_up()


def catch_up():
    """Follow until nothing is marked; yields how many are left, first of all and after each step."""
    yield left()
    while follow(AT_ONCE):
        yield left()


# -- searching


def search(query, documents):
    """Those of the documents that hold all words of the query, or some where none holds all, best first."""
    terms = analysis.terms(query)
    every = holding(terms, documents).exists()
    return ranked(holding(terms, documents, every=every), query)


def holding(terms, documents, *, every=True):
    """Those of the documents that hold every one of the terms, or any."""
    return documents.filter(engines.condition(terms, every=every)) if terms else documents.none()


def named(query, documents):
    """Those of the documents whose title or names hold all words of the query, best first."""
    terms = analysis.terms(query)
    found = holding(terms, documents).filter(*(has("title_tokens", term) for term in terms))
    return ranked(found, query).defer("text")


def count(found):
    """{kind: number} of the documents found."""
    return dict(found.order_by().values_list("kind").annotate(Count("pk")))


def ranked(found, query):
    """First what is called so or begins so, then by the words found, in a title first, then by density."""
    terms = analysis.terms(query)
    if not terms:
        return found
    whole = analysis.folded(query)
    words = (When(has("title_tokens", term) | has("text_tokens", term), then=1) for term in terms)
    found = found.annotate(
        tier=Case(
            When(exact__contains=f"|{whole}|", then=0),
            When(exact__contains=f"|{whole}", then=1),
            When(reduce(and_, (has("title_tokens", term) for term in terms)), then=2),
            default=3,
            output_field=IntegerField(),
        ),
        words=sum((Case(word, default=0, output_field=IntegerField()) for word in words), Value(0)),
        density=sum((times(term) for term in terms), Value(0)) * 1000 / (Length("text_tokens") + COMMON),
    )
    return found.order_by("tier", "-words", "-density", "-weight", "title", "record").defer(*UNSHOWN)


def has(field, term):
    """The condition that the tokens of the field hold the term, or a word that begins so."""
    found = Q(**{f"{field}__contains": f" {term.token} "})
    return found | Q(**{f"{field}__contains": f" {term.prefix}"}) if term.prefix else found


def times(term):
    """How often the text holds the term."""
    sought = f" {term.prefix}" if term.prefix else f" {term.token} "
    without = Replace(F("text_tokens"), Value(sought), Value(""))
    return (Length("text_tokens") - Length(without)) / len(sought)
