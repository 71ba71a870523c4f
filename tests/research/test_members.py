"""A consortium shows its members country by country, and what they built."""

import pytest

from research import figures
from research.models import Consortium
from tests import records

pytestmark = pytest.mark.django_db


def test_members_stand_under_their_countries_and_organisations_of_several_last():
    france, italy = records.country(name="France"), records.country(name="Italy")
    spain = records.country(name="Spain")
    consortium = records.consortium("euclid")
    consortium.countries.set([spain, france])
    cnes, cea, asi, esa = (
        records.agency(slug, country=country)
        for slug, country in (("cnes", france), ("cea", france), ("asi", italy), ("esa", None))
    )
    consortium.agencies.set([cnes, esa, asi, cea, records.agency(country=spain, state="withdrawn")])

    members = figures.members(Consortium.objects.for_page().get())

    assert members == [(france, [cea, cnes]), (italy, [asi]), (spain, []), (None, [esa])]


def test_its_page_counts_countries_and_shows_instruments_with_their_missions(client):
    consortium = records.consortium("euclid", guaranteed_time="Fifteen months of first use.")
    vis = records.instrument(acronym="VIS", mission=records.mission("euclid-mission"))
    hidden = records.instrument(acronym="HID", mission=records.mission(state="withdrawn"))
    consortium.instruments.set([vis, hidden])
    consortium.countries.set([records.country(), records.country()])
    consortium.agencies.set([records.agency()])

    response = client.get("/research/consortia/euclid/")

    page = response.content.decode()
    assert response.context["countries"] == 2
    assert "Fifteen months of first use." in page
    assert f"/missions/euclid-mission/#instrument-{vis.pk}" in page
    assert "HID" not in page


def test_the_way_in_names_real_numbers(client):
    first, second = records.country(), records.country()
    mission = records.mission()
    for acronym, countries in (("A", [first]), ("B", [first, second])):
        records.instrument(mission=mission, acronym=acronym).countries.set(countries)
    records.instrument(mission=records.mission(state="withdrawn")).countries.set([records.country()])
    records.data_access(period="stated", proprietary_months=0)
    records.data_access(archive=records.archive(operator=records.agency(state="withdrawn")))
    records.archive(operator=records.agency())

    context = client.get("/research/").context

    assert context["instruments"] == {"number": 2, "missions": 1, "countries": 2}
    assert context["access"] == {"number": 2, "at_once": 1}
    assert (len(context["archives"]), context["operators"]) == (3, 1)
