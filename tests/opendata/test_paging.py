"""The rows of a table too long to be counted through: each page is found from a key of the one beside it."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from missions.models import Participation
from tests import records

TABLE = "/api/v1/participations/"
SITE = "http://testserver"
NOBODY = "ffffffff-ffff-4fff-8fff-ffffffffffff"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def keys(db):
    """Those of seven rows, in order; an eighth is hidden."""
    records.participation(mission=records.mission("hidden", state="withdrawn"))
    return sorted(str(records.participation().pk) for _n in range(7))


def walked(client, address, way):
    """The keys of each page from an address on."""
    found = []
    while address:
        page = client.get(address).json()
        found.append([row["id"] for row in page["results"]])
        address = page[way]
    return found


def test_next_leads_through_all_rows_and_previous_back(client, keys):
    forth = walked(client, f"{TABLE}?page_size=3&fields=id", "next")
    back = walked(client, f"{TABLE}?page_size=3&fields=id&after={keys[5]}", "previous")

    assert forth == [keys[:3], keys[3:6], keys[6:]]
    assert back == [keys[6:], keys[3:6], keys[:3]]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_pages_by_their_numbers_are_the_same_rows(client, keys, size):
    numbers = range(1, -(-len(keys) // size) + 1)

    pages = [client.get(f"{TABLE}?page_size={size}&fields=id&page={number}").json() for number in numbers]

    assert [row["id"] for page in pages for row in page["results"]] == keys
    assert [len(page["results"]) for page in pages[:-1]] == [size] * (len(pages) - 1)


def test_a_page_in_the_middle_says_how_many_there_are_and_leads_to_both_sides(client, keys):
    page = client.get(f"{TABLE}?page_size=2&fields=id&page=2").json()

    assert page == {
        "count": 7,
        "next": f"{SITE}{TABLE}?page_size=2&fields=id&after={keys[3]}",
        "previous": f"{SITE}{TABLE}?page_size=2&fields=id&before={keys[2]}",
        "results": [{"id": keys[2]}, {"id": keys[3]}],
    }


def test_a_row_that_goes_meanwhile_makes_none_come_twice_or_be_left_out(client, keys):
    first = client.get(f"{TABLE}?page_size=3&fields=id").json()
    Participation.objects.filter(pk__in=keys[:3]).delete()

    assert walked(client, first["next"], "next") == [keys[3:6], keys[6:]]


def test_a_page_that_is_led_to_counts_through_no_rows_before_it(client, keys):
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{TABLE}?page_size=3&after={keys[2]}")

    assert [query["sql"] for query in asked if "OFFSET" in query["sql"]] == []


@pytest.mark.parametrize(
    ("address", "status", "parameters"),
    [
        (f"{TABLE}?after=x", 400, ["after"]),
        (f"{TABLE}?before=%00", 400, ["before"]),
        (f"{TABLE}?after={NOBODY}&page=2", 400, ["page", "after"]),
        (f"{TABLE}?after={NOBODY}&role=lead", 400, ["after"]),
        (f"/api/v1/missions/?after={NOBODY}", 400, ["after"]),
        (f"{TABLE}?after={NOBODY}", 404, []),
        (f"{TABLE}?before=00000000-0000-4000-8000-000000000000", 404, []),
        (f"{TABLE}?page=2", 404, []),
    ],
)
def test_what_leads_to_no_page_is_told(client, keys, address, status, parameters):
    answer = client.get(address)

    told = [error["parameter"] for error in answer.json().get("errors", [])]
    assert (answer.status_code, told) == (status, parameters)


def test_a_table_without_rows_has_one_empty_page(client, db):
    assert client.get(TABLE).json() == {"count": 0, "next": None, "previous": None, "results": []}
