"""What is found, in which order: the same on every database, which the tokens alone decide."""

import random
from math import comb
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import analysis, engines, finding, index
from search.engines import engine
from search.finding import Finds
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
    held = {document.pk: sum(holds(document, term) for term in terms) for document in documents}
    least = len(terms) if len(terms) in held.values() else 1
    found = [document for document in documents if terms and held[document.pk] >= least]

    def tier(document):
        in_title = all(holds(document, term, ["title_tokens"]) for term in terms)
        called = f"|{whole}|" in document.exact, f"|{whole}" in document.exact, in_title
        return called.index(True) if any(called) else 3

    def first(document):
        number = held[document.pk]
        return tier(document), -number if comb(len(terms), number) <= finding.MOST_CHOICES else 0, document.pk

    def rank(document):
        number = sum(times(document, term) for term in terms)
        density = number * 1000 // (len(document.text_tokens) + finding.COMMON)
        worth = -held[document.pk], -density, -document.weight, document.title, document.record
        return tier(document), *worth

    best = sorted(found, key=first)[: finding.WEIGHED]
    rest = {document.pk: document for document in found if document not in best}
    return [d.record for d in [*sorted(best, key=rank), *(rest[number] for number in sorted(rest))]]


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_finds_what_the_tokens_say_in_the_order_they_say(catalogue, query):
    documents = list(Document.objects.all())

    found = Finds(query)

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
    return set(engine().first([engine().is_word(token)], most=100_000))


FIRST = [
    *(("jwst", "James Webb Space Telescope"), ("webb", "James Webb Space Telescope")),
    *(("1998-067A", "International Space Station"), ("25544", "International Space Station")),
    *(("esa", "European Space Agency"), ("FRA", "France"), ("fr", "France"), ("OST", "Outer Space Treaty")),
    *(("hubble", "Hubble Space Telescope"), ("rescue agreement", "Rescue Agreement")),
]


@pytest.mark.parametrize(("query", "title"), FIRST)
def test_what_is_called_so_comes_first(catalogue, query, title):
    assert [document.title for document in Finds(query)[:1]] == [title]


def test_a_title_comes_before_a_text_and_a_denser_text_before_a_thinner():
    thin = records.mission("thin", summary="Aurora " + "and other words " * 20)
    dense = records.mission("dense", summary="Aurora, aurora, aurora.")
    called = records.mission("called", name="Study of the aurora")
    exact = records.mission("exact", name="Aurora")
    index.follow()

    found = Finds("aurora")

    assert [document.record for document in found] == [exact.pk, called.pk, dense.pk, thin.pk]


def test_a_record_is_found_by_the_words_of_what_is_part_of_it():
    programme = records.programme(name="Heliosphere")
    mission = records.mission(alternative_names="Zubenelgenubi; Sadalmelik", programme=programme)
    agency = records.agency("qqsa", name="Quixotic Space Authority")
    records.participation(mission=mission, agency=agency, contribution="A magnetometer.")
    index.follow()

    found = {
        query: [d.record for d in Finds(query, "mission")]
        for query in ("heliosphere", "sadalmelik", "quixotic", "QQSA", "magnetometers", "hydrophone")
    }

    assert found == {query: [mission.pk] for query in found} | {"hydrophone": []}


def test_where_no_page_holds_all_words_those_come_first_that_hold_most():
    one, two = records.mission(name="Auriga"), records.mission(name="Auriga Bellatrix")
    index.follow()

    found = Finds("bellatrix capella auriga")

    assert [document.record for document in found] == [two.pk, one.pk]


def test_kinds_are_counted():
    records.mission(name="Aurora"), records.mission(name="Aurora 2"), records.programme(name="Aurora")
    index.follow()

    found = Finds("aurora")

    assert found.counts == {"mission": 2, "programme": 1}


def test_the_index_is_asked_for_numbers_and_no_document_is_read_for_it():
    records.mission(name="Aurora", summary="Light of the night.")
    index.follow()
    with CaptureQueriesContext(connection) as asked:
        Finds("aurora light").count(), Finds("aurora light").best

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a table of one row is read whole otherwise
        plans = [plan_of(cursor, query["sql"]) for query in asked if "found" in query["sql"]]

    assert len(plans) == 3
    for plan in plans:
        assert INDEX[connection.vendor] in plan
        assert READ_WHOLE[connection.vendor] not in plan


INDEX = {"sqlite": "SCAN search_words VIRTUAL TABLE INDEX", "postgresql": "search_document_vector"}
READ_WHOLE = {"sqlite": "SCAN search_document", "postgresql": "Seq Scan on search_document"}


def plan_of(cursor, query):
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[connection.vendor]
    cursor.execute(f"{explain} {query}")
    return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_beyond_the_weighed_the_shorter_text_comes_first_and_every_find_once(monkeypatch):
    monkeypatch.setattr(finding, "WEIGHED", 3)
    for number in range(8):
        records.mission(f"m{number}", name=f"Study {number}", summary="Aurora. " + "More words. " * number)
    index.follow()

    found, parts = Finds("aurora"), Finds("aurora")

    assert [document.title for document in found] == [f"Study {number}" for number in range(8)]
    assert [d.title for part in (parts[0:2], parts[2:5], parts[5:8]) for d in part] == [
        d.title for d in found
    ]
    assert found.count() == 8


def test_two_documents_never_have_one_number():
    key = "12345678-0000-4000-8000-00000000000"
    missions = [records.mission(pk=UUID(f"{key}{number}"), name=f"Aurora {number}") for number in range(3)]
    index.follow()
    fourth = records.mission(pk=UUID(f"{key}9"), name="Aurora 9")
    index.follow()

    assert {document.record for document in Finds("aurora")} == {m.pk for m in [*missions, fourth]}


@pytest.mark.parametrize("known", [0, 1, 40], ids=["none", "few", "many"])
def test_however_many_words_go_on_from_what_is_typed_all_of_them_are_found(monkeypatch, known):
    monkeypatch.setattr(engines, "MOST_GOING_ON", known)
    for number, word in enumerate(("aurora", "auroral", "auroras", "aurorá", "auror", "austral", "aurorz")):
        records.mission(f"m{number}", name=f"{word.title()} {number}")
    index.follow()

    found = {document.title for document in Finds("aurora")}

    assert found == {"Aurora 0", "Auroral 1", "Auroras 2", "Aurorá 3"}
