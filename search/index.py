"""The one index: what is put in and dropped, and how it follows what it speaks of."""

from collections import defaultdict

from django.db import connection, transaction
from django.db.models import Min

from editorial.models import Generation
from search import analysis, documents, marks, nearness, numbers, signs
from search.documents import BY_NAME
from search.models import Document, Mark

AT_ONCE = 200  # documents made from one reading
IN_A_WRITE = 500  # documents that a write makes anew before it ends; the worker takes the rest
GAP = "  "  # between tokens: each has a space of its own on either side


def document(kind, record):
    content = documents.content(kind, record)
    names = [content.title, content.acronym, *content.names, *content.identifiers]
    return Document(
        kind=kind.name,
        record=record.pk,
        title=content.title,
        acronym="" if content.acronym in content.title else content.acronym,  # it would be said twice
        address=record.get_absolute_url(),
        text="\n".join(content.text),
        weight=kind.weight,
        exact="|".join(["", *folded(names), ""]),
        title_tokens=spaced(*names),
        text_tokens=spaced(*content.text),
        signed_tokens=" ".join(signed(names)),
    )


def folded(names):
    return dict.fromkeys(filter(None, map(analysis.folded, names)))


def signed(names):
    yield from (signs.name(name) for name in folded(names))
    yield from (signs.TITLE + token for name in names for token in analysis.tokens(name))


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
        made = [document(kind, record) for record in kind.read(some)] if kind else []
        Document.objects.filter(kind=name, record__in=some).delete()
        Document.objects.bulk_create(numbers.give(made))
        nearness.learn(made)
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
