"""The interface for programs."""

import pytest
from django.core.cache import cache
from rest_framework.throttling import AnonRateThrottle

from opendata.catalogue import TABLES
from tests import records

REQUIRED = {
    "missions",
    "programmes",
    "agencies",
    "countries",
    "treaties",
    "actions",
    "instruments",
    "consortia",
    "archives",
    "data-access",
    "questions",
}


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def test_a_page_of_records_leads_to_those_beside_it(client, db):
    for number in range(5):
        records.programme(f"p{number}", name=f"P{number}")

    first = client.get("/api/v1/programmes/?page_size=2&fields=slug").json()
    middle = client.get(first["next"]).json()

    assert first == {
        "count": 5,
        "next": "http://testserver/api/v1/programmes/?page_size=2&fields=slug&page=2",
        "previous": None,
        "results": [{"slug": "p0"}, {"slug": "p1"}],
    }
    assert middle["results"] == [{"slug": "p2"}, {"slug": "p3"}]
    assert middle["previous"] == "http://testserver/api/v1/programmes/?page_size=2&fields=slug&page=1"


def test_missions_come_in_the_order_of_their_list(client, db):
    for slug, launched in (("a", "1998"), ("b", "2004"), ("c", "2001")):
        records.mission(slug, launched=launched)

    first = client.get("/api/v1/missions/?page_size=2&fields=slug").json()

    assert first["results"] == [{"slug": "b"}, {"slug": "c"}]
    assert client.get(first["next"]).json()["results"] == [{"slug": "a"}]


def test_rows_of_many_come_by_their_keys_and_narrowed_ones_by_name(client, db):
    hidden = records.mission("hidden", state="withdrawn")
    parts = [records.participation(mission=records.mission(f"m{n}"), role="lead") for n in range(4)]
    records.participation(mission=hidden)

    every = client.get("/api/v1/participations/?fields=id,mission").json()
    leads = client.get("/api/v1/participations/?fields=mission&role=lead").json()

    assert [row["id"] for row in every["results"]] == sorted(str(part.pk) for part in parts)
    assert (every["count"], leads["count"]) == (4, 4)
    assert [row["mission"] for row in leads["results"]] == ["m0", "m1", "m2", "m3"]


def test_one_record_comes_with_all_that_belongs_to_it(client, db):
    nasa = records.agency("nasa")
    mission = records.mission("jwst")
    part = records.participation(mission=mission, agency=nasa, role="lead")
    records.cite(part, source=records.source("press"))

    answer = client.get("/api/v1/missions/jwst/").json()

    assert answer["slug"] == "jwst"
    assert [(p["agency"], p["role"], p["sources"]) for p in answer["participations"]] == [
        ("nasa", "lead", ["https://www.nasa.gov/press"])
    ]
    assert (answer["instruments"], answer["agreements"], answer["milestones"]) == ([], [], [])


@pytest.mark.parametrize("name", sorted(REQUIRED | set(TABLES)))
def test_every_table_can_be_read(client, catalogue, name):
    answer = client.get(f"/api/v1/{name}/?page_size=1").json()
    key = answer["results"][0][TABLES[name].key]

    assert answer["count"] == TABLES[name].public().count()
    assert client.get(f"/api/v1/{name}/{key}/").json().items() >= answer["results"][0].items()


@pytest.mark.parametrize(
    ("address", "status", "parameter"),
    [
        ("/api/v1/missions/?status=gone", 400, "status"),
        ("/api/v1/missions/?colour=red", 400, "colour"),
        ("/api/v1/missions/?fields=colour", 400, "fields"),
        ("/api/v1/missions/?page=x", 400, "page"),
        ("/api/v1/missions/?page_size=501", 400, "page_size"),
        ("/api/v1/missions/?q=%00", 400, "q"),
        ("/api/v1/missions/?page=2", 404, None),
        ("/api/v1/missions/none/", 404, None),
        ("/api/v1/actions/none/", 404, None),
        ("/api/v1/nothing/", 404, None),
    ],
)
def test_what_goes_wrong_is_told_as_a_problem(client, db, address, status, parameter):
    response = client.get(address)
    body = response.json()

    assert (response.status_code, body["status"]) == (status, status)
    assert response["Content-Type"] == "application/problem+json"
    assert [error["parameter"] for error in body.get("errors", [])] == ([parameter] if parameter else [])


def test_it_can_only_be_read(client, db):
    response = client.post("/api/v1/missions/", {"name": "x"})

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"


def test_an_answer_that_still_holds_is_not_sent_again(client, db):
    records.programme("p")
    tag = client.get("/api/v1/programmes/")["ETag"]

    again = client.get("/api/v1/programmes/", headers={"If-None-Match": tag})
    records.programme("q")
    changed = client.get("/api/v1/programmes/", headers={"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")
    assert changed.json()["count"] == 2


def test_pages_of_other_sites_may_read_it(client, db):
    asked = client.options("/api/v1/missions/")
    answer = client.get("/api/v1/missions/")

    assert (asked.status_code, asked["Access-Control-Allow-Headers"]) == (204, "If-None-Match")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer["Access-Control-Expose-Headers"]


def test_a_flood_is_asked_to_wait(client, db, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/min"})

    answers = [client.get("/api/v1/programmes/") for _turn in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1].json()["status"] == 429


def test_an_address_written_by_the_visitor_counts_for_nothing(client, db, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/min"})

    answers = [
        client.get("/api/v1/programmes/", headers={"X-Forwarded-For": f"192.0.2.{turn}"}) for turn in range(3)
    ]

    assert answers[-1].status_code == 429


def test_the_description_names_every_table_parameter_and_error(client, db):
    description = client.get("/api/v1/schema/").json()
    missions = description["paths"]["/api/v1/missions/"]["get"]

    assert description["openapi"] == "3.1.0"
    assert {f"/api/v1/{name}/" for name in REQUIRED} <= set(description["paths"])
    assert {p["name"] for p in missions["parameters"]} == {
        *TABLES["missions"].filter.base_filters,
        *("fields", "page", "page_size"),
    }
    assert set(missions["responses"]) == {"200", "400", "404", "429"}


def test_the_documentation_comes_from_our_own_origin(client, db):
    page = client.get("/api/v1/docs/").content.decode()

    assert "//cdn" not in page
    assert "<style" not in page
