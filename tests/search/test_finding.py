"""What is found, in which order: the same on every database, which the tokens alone decide."""

import random

import pytest

from search import analysis, engines, index
from search.models import Document
from tests import records

pytestmark = pytest.mark.django_db

QUERIES = [
    *("hubble", "jwst", "James Webb", "esa", "ESA JAXA", "fra", "France", "1998-067A", "25544", "a", "space"),
    *("rescue astron", "Outer Space Treaty", "roscosm", "космос", "宇宙", "宇", "A/RES/2222", "610 UNTS 205"),
    *("which missions did ESA and JAXA fly together?", '"moon" AND (mars', "naïve", "traité", "nothingsuch"),
    *("Mission", "Agência Espacial", "the", "co-operation"),
]


def holds(document, term, fields=("title_tokens", "text_tokens")):
    tokens = [token for name in fields for token in getattr(document, name).split()]
    return any(token == term.token or (term.prefix and token.startswith(term.prefix)) for token in tokens)


def times(document, term):
    sought = f" {term.prefix}" if term.prefix else f" {term.token} "
    return document.text_tokens.count(sought)


def reckoned(query, documents):
    """The keys that a search has to find, in their order, reckoned without a database."""
    terms, whole = analysis.terms(query), analysis.folded(query)
    found = {document.pk: sum(holds(document, term) for term in terms) for document in documents}
    least = len(terms) if len(terms) in found.values() else 1

    def rank(document):
        in_title = all(holds(document, term, ["title_tokens"]) for term in terms)
        called = f"|{whole}|" in document.exact, f"|{whole}" in document.exact, in_title
        tier = called.index(True) if any(called) else 3
        number = sum(times(document, term) for term in terms)
        density = number * 1000 // (len(document.text_tokens) + index.COMMON)
        return (tier, -found[document.pk], -density, -document.weight, document.title, document.record)

    return [d.record for d in sorted((d for d in documents if terms and found[d.pk] >= least), key=rank)]


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_what_the_tokens_say_in_the_order_they_say(catalogue, query):
    documents = list(Document.objects.all())

    found = index.search(query, Document.objects.public())

    assert [document.record for document in found] == reckoned(query, documents)


def test_the_database_knows_each_token_as_it_is_and_no_other(catalogue):
    documents = list(Document.objects.all())
    holding = {}
    for document in documents:
        for token in f"{document.title_tokens} {document.text_tokens}".split():
            holding.setdefault(token, set()).add(document.pk)
    strange = sorted(token for token in holding if not token.isascii())
    plain = sorted(token for token in holding if token.isascii())
    some = [*random.Random(7).sample(strange, 60), *random.Random(7).sample(plain, 120)]

    found = {token: exactly(token) for token in some}

    assert found == {token: holding[token] for token in some}


def exactly(token):
    condition = engines.condition([analysis.Term(token)], every=True)
    return set(Document.objects.filter(condition).values_list("pk", flat=True))


FIRST = [
    *(("jwst", "James Webb Space Telescope"), ("webb", "James Webb Space Telescope")),
    *(("1998-067A", "International Space Station"), ("25544", "International Space Station")),
    *(("esa", "European Space Agency"), ("FRA", "France"), ("fr", "France"), ("OST", "Outer Space Treaty")),
    *(("hubble", "Hubble Space Telescope"), ("rescue agreement", "Rescue Agreement")),
]


@pytest.mark.parametrize(("query", "title"), FIRST)
def test_what_is_called_so_comes_first(catalogue, query, title):
    assert index.search(query, Document.objects.public()).first().title == title


def test_a_title_comes_before_a_text_and_a_denser_text_before_a_thinner():
    thin = records.mission("thin", summary="Aurora " + "and other words " * 20)
    dense = records.mission("dense", summary="Aurora, aurora, aurora.")
    called = records.mission("called", name="Study of the aurora")
    exact = records.mission("exact", name="Aurora")
    index.follow()

    found = index.search("aurora", Document.objects.public())

    assert [document.record for document in found] == [exact.pk, called.pk, dense.pk, thin.pk]


def test_a_record_is_found_by_the_words_of_what_is_part_of_it():
    programme = records.programme(name="Heliosphere")
    mission = records.mission(alternative_names="Zubenelgenubi; Sadalmelik", programme=programme)
    agency = records.agency("qqsa", name="Quixotic Space Authority")
    records.participation(mission=mission, agency=agency, contribution="A magnetometer.")
    index.follow()

    found = {
        query: [d.record for d in index.search(query, Document.objects.public().filter(kind="mission"))]
        for query in ("heliosphere", "sadalmelik", "quixotic", "QQSA", "magnetometers", "hydrophone")
    }

    assert found == {query: [mission.pk] for query in found} | {"hydrophone": []}


def test_where_no_page_holds_all_words_those_come_first_that_hold_most():
    one, two = records.mission(name="Auriga"), records.mission(name="Auriga Bellatrix")
    index.follow()

    found = index.search("bellatrix capella auriga", Document.objects.public())

    assert [document.record for document in found] == [two.pk, one.pk]


def test_kinds_are_counted():
    records.mission(name="Aurora"), records.mission(name="Aurora 2"), records.programme(name="Aurora")
    index.follow()

    found = index.search("aurora", Document.objects.public())

    assert index.count(found) == {"mission": 2, "programme": 1}
