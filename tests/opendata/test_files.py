"""A list as a file: the same rows as on its page, in three forms."""

import csv
import io
import json
from itertools import chain
from math import ceil
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from editorial.imports.cells import escaped
from opendata import forms, lines, tables
from opendata.catalogue import TABLES
from opendata.columns import Column
from opendata.expressions import plain
from opendata.formats import MOST_ROWS, as_csv
from tests import records


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


def test_a_list_is_taken_as_csv_with_its_filters_on(client, db):
    esa, jaxa = records.agency("esa"), records.agency("jaxa")
    both = records.mission("both", launched="2001-02", alternative_names="One; Two")
    alone = records.mission("alone")
    for mission, agency in ((both, esa), (both, jaxa), (alone, esa)):
        records.participation(mission=mission, agency=agency)

    response = client.get("/missions/?partner=esa&partner=jaxa&match=all&format=csv")

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.endswith(b"\r\n")
    assert rows_of(response) == [
        {
            "id": str(both.pk),
            "slug": "both",
            "name": "Mission both",
            "alternative_names": "One; Two",
            "summary": "A flight.",
            "programme": "",
            "category": "astronomy",
            "destination": "leo",
            "status": "operational",
            "launched": "2001-02",
            "launched_precision": "month",
            "ended": "",
            "ended_precision": "none",
            "cospar_id": "",
            "norad_id": "",
            "launch_vehicle": "",
            "launch_site": "",
            "website": "",
            "partners": "esa; jaxa",
            "verified_on": "",
            "page": "http://testserver/missions/both/",
            "sources": "",
        }
    ]


def test_the_json_says_what_it_is_and_the_lines_hold_the_same_records(client, db):
    records.programme("artemis", name="Artemis")

    whole = json.loads(client.get("/programmes/?format=json").content)
    lines = client.get("/programmes/?format=ndjson").content.decode().splitlines()

    assert whole["count"] == 1
    assert whole["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert whole["address"] == "http://testserver/programmes/?format=json"
    assert [json.loads(line) for line in lines] == whole["records"]
    assert whole["records"][0]["name"] == "Artemis"


@pytest.mark.parametrize("risky", ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "'=1"])
def test_nothing_in_a_csv_is_run_by_a_spreadsheet(client, db, risky):
    records.programme("p", name=risky)

    (row,) = rows_of(client.get("/programmes/?format=csv"))

    assert row["name"] == f"'{risky}"


@given(st.lists(st.tuples(st.text(), st.text(alphabet="=',\"\r\n a"), st.none() | st.integers()), max_size=5))
def test_a_csv_is_what_the_module_csv_would_write(rows):
    columns = [Column("one", "", None), Column("two", "", None), Column("three", "", None, "integer")]
    expected = io.StringIO(newline="")
    table = csv.writer(expected)
    table.writerow(["one", "two", "three"])
    table.writerows([escaped(one), escaped(two), three] for one, two, three in rows)

    whole, count = as_csv(columns, [rows[:2], rows[2:]])

    assert (whole, count) == (expected.getvalue().encode(errors="surrogatepass"), len(rows))


def test_rows_are_read_some_at_a_time_and_stay_in_their_order(client, db, monkeypatch):
    for number in range(5):
        mission = records.mission(f"m{number}", launched=str(2005 - number))
        records.participation(mission=mission, agency=records.agency(f"a{number}"))
    whole = client.get("/missions/?format=csv").content

    monkeypatch.setattr(tables, "AT_ONCE", 2)

    assert client.get("/missions/?format=csv").content == whole
    assert [row["partners"] for row in rows_of(client.get("/missions/?format=csv"))] == [
        f"a{number}" for number in range(5)
    ]


def test_what_was_deleted_since_it_was_listed_is_left_out(db):
    there = records.programme("there")
    gone = uuid4()
    table = TABLES["programmes"]

    rows = table.of_keys(plain([gone, there.pk]), [table.by_name["slug"]], "")

    assert [list(rows), list(table.of_keys(plain([gone]), table.columns, ""))] == [[[("there",)]], []]


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ("format=csv&status=gone", [{"parameter": "status", "detail": "“gone” is not one of the choices."}]),
        ("format=csv&partner=x", [{"parameter": "partner", "detail": "Not known here: x. It is left out."}]),
    ],
)
def test_what_is_not_understood_is_no_file(client, db, query, errors):
    response = client.get(f"/missions/?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["errors"] == errors


@pytest.mark.parametrize("form", ["xml", "", "CSV"])
def test_a_form_that_is_none_gets_the_page(client, db, form):
    records.mission("m")

    pages = [client.get(f"{address}?format={form}") for address in ("/missions/", "/missions/m/")]

    assert [page["Content-Type"] for page in pages] == ["text/html; charset=utf-8"] * 2


def test_a_parameter_that_is_none_is_named_and_the_known_ones_told(client, db):
    (error,) = client.get("/missions/?format=csv&partnr=esa").json()["errors"]

    assert error["parameter"] == "partnr"
    assert "partner" in error["detail"]


def test_a_file_that_would_be_too_long_points_to_the_bundle(client, db, monkeypatch):
    monkeypatch.setattr(forms, "MOST_ROWS", 1)
    records.programme()
    records.programme()

    response = client.get("/programmes/?format=csv")

    assert (response.status_code, response.json()["status"]) == (413, 413)
    assert "/data/" in response.json()["detail"]
    assert MOST_ROWS == 100_000


@pytest.mark.parametrize(
    ("address", "form"),
    [("/programmes/", "csv"), ("/programmes/", "json"), ("/programmes/", "ndjson"), ("/missions/", "csv")],
)
def test_no_file_takes_more_memory_than_it_may(client, db, monkeypatch, address, form):
    for module in (forms, lines):
        monkeypatch.setattr(module, "MOST_BYTES", 1_000)
    for _number in range(3):
        records.mission(programme=records.programme(summary="x" * 400), summary="x" * 400)

    response = client.get(f"{address}?format={form}")

    assert response.status_code == 413
    assert response.json()["title"] == "Content Too Large"
    assert "/data/" in response.json()["detail"]


@pytest.mark.parametrize("view", forms.LISTS)
def test_each_list_is_taken_whole(client, catalogue, view):
    table = forms.LISTS[view]
    expected = chain.from_iterable(table.taken(QueryDict(), MOST_ROWS, "http://testserver"))

    header, *rows = csv.reader(
        io.StringIO(client.get(f"{reverse(view)}?format=csv").content.decode(), newline="")
    )

    assert header == [column.name for column in table.columns]
    assert [row[0] for row in rows] == [str(row[0]) for row in expected]
    assert len(rows) > 5


@pytest.mark.parametrize("view", forms.LISTS)
def test_each_list_offers_its_files(client, catalogue, view):
    page = client.get(reverse(view)).content.decode()

    assert [f'href="?format={form}"' in page for form in ("csv", "json", "ndjson")] == [True, True, True]


@pytest.mark.parametrize("name", TABLES)
def test_the_database_writes_dates_as_python_does(catalogue, name):
    from editorial import dates

    table = TABLES[name]
    partial = [column.name for column in table.columns if column.type == "partial date"]
    rows = table.records(table.public().order_by("pk"), [table.by_name[n] for n in ("id", *partial)])
    there = {str(record.pk): record for record in table.public()}

    for row in rows:
        record = there[str(row["id"])]
        assert [row[n] for n in partial] == [
            dates.machine(getattr(record, n), getattr(record, f"{n}_precision")) for n in partial
        ]


@pytest.mark.parametrize("name", TABLES)
def test_so_many_rows_are_read_in_a_constant_number_of_queries(
    catalogue, name, django_assert_max_num_queries
):
    table = TABLES[name]
    lists = sum(column.is_list for column in table.columns)
    public = table.public()  # that of agencies knows their numbers of missions, which are read once for all
    times = ceil(public.count() / tables.AT_ONCE)

    with django_assert_max_num_queries(2 + times * (1 + lists)):
        table.rows(public)


def test_a_record_that_the_public_cannot_see_is_not_named(client, db):
    hidden = records.programme("hidden", state="withdrawn")
    records.mission("m", programme=hidden)

    (row,) = rows_of(client.get("/missions/?format=csv"))

    assert row["programme"] == ""
