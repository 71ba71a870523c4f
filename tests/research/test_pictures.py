"""The picture of proprietary periods: each mark's number is that of the list that it leads to."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from research import pictures
from research.filters import DataAccessFilter
from research.models import Archive, DataAccess
from tests import records

SVG = "{http://www.w3.org/2000/svg}"
pytestmark = pytest.mark.django_db


def public():
    return DataAccess.objects.public()


def listed(address):
    """How many records the list at that address holds; none of its filters may be misunderstood."""
    found = DataAccessFilter(QueryDict(urlsplit(address).query), public())
    assert found.form.is_valid(), address
    return found.qs.count()


def assert_true(picture):
    """Every mark, number of the table and name of the legend counts the list that it leads to."""
    for mark in [*picture.marks, *picture.legend]:
        assert mark.part.number == listed(mark.part.address), mark.part.title
    for stretch in picture.stretches:
        assert stretch.number == listed(stretch.address), stretch.years
        assert stretch.number == sum(part.number for part in stretch.parts)


def rows(*pairs):
    """Records of data access by (launch, months or nothing where the period varies)."""
    for launched, months in pairs:
        period = "varies" if months is None else "stated"
        mission = records.mission(launched=launched)
        records.data_access(mission=mission, period=period, proprietary_months=months)


def test_every_number_of_the_catalogue_is_that_of_its_list(catalogue):
    picture = pictures.periods_by_launch(public())

    assert_true(picture)
    assert sum(one.number for one in picture.stretches) + picture.undated == public().count()
    assert sum(total.number for total in picture.totals) == public().count()


def test_every_number_on_the_page_of_an_archive_is_that_of_its_list(catalogue):
    for archive in Archive.objects.filter(slug__in=["pds", "darts", "mast"]):
        picture = pictures.periods_by_launch(archive.data_access.public(), [("archive", archive.slug)])
        assert_true(picture)


@pytest.mark.parametrize("query", ["agency=esa", "licence=NASA open data policy", "q=mars&period=6"])
def test_the_picture_of_a_narrowed_list_leads_to_lists_as_narrow(client, catalogue, query):
    page = client.get(f"/research/data/?{query}&year_min=1990")

    picture = page.context["periods"]
    assert_true(picture)
    whole = DataAccessFilter(QueryDict(query.replace("&period=6", "")), public()).qs.count()
    assert sum(one.number for one in picture.stretches) + picture.undated == whole


def test_columns_are_stacked_by_five_years_without_a_gap():
    rows(("1994", 0), ("1994-12-31", 0), ("1990", 12), ("1995", 3), ("2005", None), ("", 6))

    picture = pictures.periods_by_launch(public())

    assert [(one.years, [part.number for part in one.parts], one.number) for one in picture.stretches] == [
        ("1990–1994", [2, 0, 1, 0], 3),
        ("1995–1999", [0, 1, 0, 0], 1),
        ("2000–2004", [0, 0, 0, 0], 0),
        ("2005–2009", [0, 0, 0, 1], 1),
    ]
    assert [total.title for total in picture.totals] == [
        "open at once: 2 records",
        "up to 6 months: 2 records",
        "7 to 12 months: 1 record",
        "not a single figure: 1 record",
    ]
    assert picture.undated == 1
    assert [mark.part.title for mark in picture.marks] == [
        "1990–1994, open at once: 2 records",
        "1990–1994, 7 to 12 months: 1 record",
        "1995–1999, up to 6 months: 1 record",
        "2005–2009, not a single figure: 1 record",
    ]


def test_the_marks_of_a_column_stand_on_each_other():
    rows(("1990", 0), ("1991", 0), ("1992", 18))

    below, above = pictures.periods_by_launch(public()).marks

    assert float(above.y) + float(above.height) == float(below.y)
    assert float(below.height) == pytest.approx(2 * float(above.height), abs=0.2)


def test_there_is_no_picture_without_a_launch(client):
    rows(("", 6))

    assert pictures.periods_by_launch(public()) is None
    assert client.get("/research/data/").status_code == 200


def test_the_picture_is_sound_and_each_of_its_marks_a_link_with_a_title(catalogue):
    text = render_to_string("components/stacks.svg", {"picture": pictures.periods_by_launch(public())})

    root = ElementTree.fromstring(text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314 (our own)
    assert [root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")] == [
        "periods-title",
        "periods-desc",
    ]
    for rect in root.iter(f"{SVG}rect"):
        assert float(rect.get("height")) > 0
    links = list(root.iter(f"{SVG}a"))
    assert len(links) == len(list(root.iter(f"{SVG}rect")))
    assert all(link.get("href") and link[0].tag == f"{SVG}title" and link[0].text for link in links)
    assert not [e for e in root.iter() if "style" in e.attrib]


def test_an_archive_sums_up_its_periods(client):
    archive = records.archive("mast")
    for months in (0, 0, 12):
        records.data_access(archive=archive, period="stated", proprietary_months=months)
    records.data_access(period="stated", proprietary_months=6)

    totals = client.get("/research/data/mast/").context["totals"]

    assert [(total.name, total.number, total.address) for total in totals] == [
        ("open at once", 2, "/research/data/?archive=mast&period=0"),
        ("7 to 12 months", 1, "/research/data/?archive=mast&period=12"),
    ]
