"""Nothing that a visitor can type gets a server error, and what is understood still applies."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import records

LISTS = [
    *("/missions/", "/missions/timeline/", "/agencies/", "/countries/", "/treaties/"),
    *("/missions/changes-of-partners/", "/agencies/network/"),
    *("/treaties/status/", "/research/data/", "/research/consortia/", "/programmes/", "/faq/"),
    *("/research/instruments/", "/agencies/a-z/", "/search/", "/search/suggest/"),
    *("/changes/", "/report/", "/report/thanks/", "/glossary/"),
    *("/missions/sets/", "/missions/sets/three-agencies-or-more/"),
]
PARAMETERS = [
    *("q", "partner", "match", "role", "status", "category", "destination", "programme", "country"),
    *("year_min", "year_max", "as_of", "sort", "page", "predecessors", "kind", "region", "un", "copuos"),
    *("archive", "access", "period", "format", "x", "agency", "licence", "builder", "mission", "compare"),
    *("change", "led_by", "operating", "partners_min", "left", "launcher", "beyond", "planned"),
]
VALUES = [
    *("", "0", "-1", "x", "99999", "99999999999999999999", "nasa", "esa", "all", "lead", "1969-07-20"),
    *(
        "0000-00-00",
        "9999-12-31",
        "\0",
        "a\0b",
        "%",
        "_",
        "'",
        '"',
        "<script>",
        "{{ 7 }}",
        "\u202e",
        "💥",
        "١٢",
    ),
    *("1e9", "NaN", "inf", "1957", "2101", "null", "../..", "fra", "FRA", "ı", "ß"),
]

UNKNOWN = [
    "/nowhere/",
    "/missions/nope/",
    "/missions/sets/nope/",
    "/missions/sets/%00/",
    "/missions/%00/",
    "/missions/%ff%fe/",
    "/programmes/nope/",
    "/agencies/nope/",
    "/agencies/nasa/with/nope/",
    "/countries/ZZZ/",
    "/treaties/nope/",
    "/research/data/nope/",
    "/research/consortia/nope/",
    "/faq/nope/",
    "/missions/changes-of-partners/?page=0",
    "/missions/changes-of-partners/?page=x",
    "/missions/?page=0",
    "/missions/?page=-1",
    "/missions/?page=x",
    "/missions/?page=",
    "/missions/?page=1.0",
    "/missions/?page=99999",
    "/missions/?page=" + "9" * 5000,
    "/missions/?page=%D9%A1",
    "/agencies/?page=0",
    "/research/data/?page=x",
    "/research/instruments/?page=x",
    "/research/instruments/nope/",
    "/changes/?page=x",
    "/search/?page=x",
    "/search/?q=nasa&page=2",
    "/changes/nowhere/",
    "/changes/%00/",
    "/preview/nothing/",
    "/preview/nothing/missions/",
    "/report/nowhere/",
]


@pytest.mark.parametrize("address", UNKNOWN)
def test_what_does_not_exist_is_404_with_a_page_that_helps(client, db, address):
    records.agency("nasa")

    response = client.get(address)

    assert response.status_code == 404
    assert "Find a mission" in response.content.decode()


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize(
    "query",
    [
        "q=" + "x" * 100_000,
        "q=%ff%fe%00&partner=%c3%28",
        "partner=nasa&partner=nasa&partner=nasa",
        "status=lost&status=operational",
        "year_min=0&year_max=99999999999999999999",
        "as_of=2022-02-30",
        "&".join(f"partner=a{number}" for number in range(900)),
        "&&&===&=&;",
        "%",
    ],
)
def test_a_strange_query_string_is_no_server_error(client, db, address, query):
    assert client.get(f"{address}?{query}").status_code in {200, 400, 404}


def test_more_parameters_than_any_form_sends_are_refused(client, db):
    assert client.get("/missions/?" + "a=1&" * 12_000).status_code == 400


@pytest.mark.slow
@pytest.mark.parametrize("address", LISTS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=st.lists(st.tuples(st.sampled_from(PARAMETERS), st.sampled_from(VALUES) | st.text(max_size=30))))
def test_no_query_string_is_a_server_error(client, catalogue, address, query):
    response = client.get(address, query_params=query)

    assert response.status_code in {200, 404}


def test_a_host_that_is_not_ours_is_refused(client, db):
    response = client.get("/missions/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "elsewhere" not in response.content.decode()


def test_an_unknown_value_has_a_message_and_the_other_filters_apply(client, db):
    wanted = records.mission("wanted", category="lunar", status="completed")
    records.mission("other", category="planetary", status="completed")

    response = client.get("/missions/?category=lunar&status=exploded&year_min=abc")

    filters = response.context["listing"].filter
    assert list(filters.qs) == [wanted]
    assert filters.form.errors == {
        "status": ["“exploded” is not one of the choices."],
        "year_min": ["Enter a whole number."],
    }
    assert "“exploded” is not one of the choices." in response.content.decode()


def test_an_unknown_partner_is_named_and_the_known_ones_count(client, db):
    esa = records.agency("esa")
    flown = records.participation(agency=esa).mission
    records.mission("other")

    response = client.get("/missions/?partner=esa&partner=starfleet")

    filters = response.context["listing"].filter
    assert list(filters.qs) == [flown]
    assert filters.form.errors == {"partner": ["Not known here: starfleet. It is left out."]}


def test_years_in_the_wrong_order_are_said_and_the_second_left_out(client, db):
    mission = records.mission("m", launched="2021-12-25")

    filters = client.get("/missions/?year_min=2000&year_max=1990").context["listing"].filter

    assert list(filters.qs) == [mission]
    assert "year_max" in filters.form.errors


def test_a_date_that_is_none_gets_a_message_and_today(client, db):
    treaty = records.treaty("t")

    response = client.get(f"{treaty.get_absolute_url()}?as_of=yesterday")

    assert response.context["as_of"] is None
    assert "Write a date as 1998-11-20." in response.content.decode()
