"""The search page, what it suggests, and what it makes of a query that nobody would expect."""

from urllib.parse import quote_from_bytes, urlencode
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import index
from search.analysis import terms
from search.excerpts import Sought, excerpt, highlighted
from tests import records
from tests.editorial.changing import update

STRANGE = [
    *('"', "'", '"hubble', "hubble AND", "OR", "NOT NEAR(a b)", "title_tokens: x", "a*", "^a", "-a", "a:*"),
    *("a & b", "!a", "a <-> b", "\\", "%", "_", "\0", "a\0b", "\u202ea", "\u200f", "٣", "💥", "ß", "İ", "ǆ"),
    *("\ufeff", "x" * 10_000, "x " * 5_000, "'; DROP TABLE search_document; --", "{{ 7 }}", "<script>"),
    *("空", "\u093c", "\u0301"),
]
MISSPELT = [("Hubbel", "Hubble"), ("JAXXA", "JAXA"), ("Rosetta Philea", "Rosetta Philae")]
BYTES = st.binary(max_size=60) | st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass"))
ASKED = ["/search/?q=aurora", "/search/?q=aurorra", "/search/?q=light+storm"]
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}Url"


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
@pytest.mark.parametrize("query", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_query_has_an_answer(client, catalogue, address, query):
    assert client.get(f"{address}?{urlencode({'q': query})}").status_code in {200, 400}


@pytest.mark.parametrize("address", ["/search/", "/search/suggest/"])
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=BYTES)
def test_any_bytes_have_an_answer(client, catalogue, address, query):
    assert client.get(f"{address}?q={quote_from_bytes(query)}").status_code in {200, 400}


@pytest.mark.parametrize(("typed", "meant"), MISSPELT)
def test_a_misspelt_name_is_answered_with_the_right_one(client, catalogue, typed, meant):
    page = client.get(f"/search/?{urlencode({'q': typed})}")

    assert page.context["listing"].filter.instead == meant
    assert "Did you mean" in page.content.decode()
    assert client.get(f"/search/?{urlencode({'q': meant})}").context["listing"].total > 0


@pytest.mark.parametrize("typed", ["Hubble", "astronauts", "zzzzqqqq", "25545", ""])
def test_nothing_is_meant_instead_of_what_is_found_or_like_nothing(client, catalogue, typed):
    assert client.get(f"/search/?q={typed}").context["listing"].filter.instead == ""


def test_a_name_that_was_hidden_since_is_not_meant(client, db):
    mission = records.mission(name="Borealis")
    index.follow()
    before = client.get("/search/?q=Borealiss").context["listing"].filter.instead

    update(mission, state="withdrawn")

    assert (before, client.get("/search/?q=Borealiss").context["listing"].filter.instead) == ("Borealis", "")


def test_the_kinds_are_counted_and_lead_to_themselves(client, db):
    records.mission(name="Aurora"), records.mission(name="Aurora 2"), records.programme(name="Aurora")
    index.follow()

    filters = client.get("/search/?q=aurora&kind=programme").context["listing"].filter

    assert [(str(label), number, address) for label, number, address in filters.facets] == [
        ("All", 3, "?q=aurora"),
        ("Missions", 2, "?q=aurora&kind=mission"),
        ("Programmes", 1, None),
    ]
    assert filters.qs.count() == 1


def test_an_unknown_kind_and_too_long_a_query_are_said(client, db):
    kind = client.get("/search/?q=aurora&kind=comet").content.decode()
    long = client.get(f"/search/?q={'x' * 201}").content.decode()

    assert "“comet” is not one of the choices." in kind
    assert "at most 200 characters" in long


def test_an_excerpt_marks_what_was_found_and_escapes_the_rest():
    text = "<b>Café & Rescue</b> of astronauts in 外层空间"

    assert highlighted(text, Sought(terms("cafe rescue 空间 astron"))) == (
        "&lt;b&gt;<mark>Café</mark> &amp; <mark>Rescue</mark>&lt;/b&gt; of <mark>astronauts</mark> "
        "in 外层<mark>空间</mark>"
    )


def test_an_excerpt_is_of_the_line_that_says_most_and_as_long_as_is_read():
    text = "\n".join(
        ["A telescope.", "Far " * 100 + "the aurora and the borealis " + "near " * 100, "Aurora"]
    )

    shown = excerpt(text, Sought(terms("aurora borealis")))

    assert "<mark>aurora</mark> and the <mark>borealis</mark>" in shown
    assert (shown[:2], shown[-2:], len(shown) < 300) == ("… ", " …", True)


def test_a_short_line_stands_after_the_first():
    assert (
        excerpt("A telescope.\nOf the aurora", Sought(terms("aurora ")))
        == "A telescope. · Of the <mark>aurora</mark>"
    )


def test_suggestions_are_titles_of_public_records_at_most_ten(client, db):
    agency = records.agency("afb", name="Aurora Flight Bureau")
    for number in range(12):
        records.mission(name=f"Study {number} of the aurora")
    records.mission(name="Other", summary="Aurora.")
    records.mission(name="Aurora hidden", state="withdrawn")
    index.follow()

    answer = client.get("/search/suggest/?q=auro").json()

    assert answer[0] == "auro"
    assert (answer[1][0], answer[2][0]) == ("Aurora Flight Bureau (AFB)", "Agency")
    assert answer[3][0] == f"http://testserver{agency.get_absolute_url()}"
    assert [len(part) for part in answer[1:]] == [10, 10, 10]
    assert not {"Other", "Aurora hidden"}.intersection(answer[1])


def test_nothing_typed_has_no_suggestion(client, catalogue):
    assert client.get("/search/suggest/").json() == ["", [], [], []]


def test_a_page_costs_the_same_whatever_it_finds_and_suggests(client, db):
    def queries(address):
        client.get(address)
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    records.mission(name="Aurora one", summary="Light of the night.")
    index.follow()
    few = [queries(address) for address in ASKED]
    for number in range(25):
        records.mission(name=f"Aurora {number}", summary="Light of the night.")
        records.agency(name=f"Bureau {number}", summary="Of light and aurora.")
    index.follow()

    many = [queries(address) for address in ASKED]

    assert many == few
    assert max(many) <= 9


def test_browsers_learn_how_to_search_here(client, db):
    page = client.get("/").content.decode()
    answer = client.get("/opensearch.xml")

    described = ElementTree.fromstring(answer.content)  # noqa: S314 (our own)
    addresses = {url.get("type"): url.get("template") for url in described.iter(OPENSEARCH)}
    assert 'type="application/opensearchdescription+xml"' in page
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    assert addresses["text/html"] == "http://testserver/search/?q={searchTerms}"
    assert addresses["application/x-suggestions+json"] == "http://testserver/search/suggest/?q={searchTerms}"
