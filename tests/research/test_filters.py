"""Data access and instruments are narrowed by what readers ask, and each choice says how many it leaves."""

import re

import pytest
from django.http import QueryDict

from missions.models import Instrument
from research.filters import DataAccessFilter, InstrumentFilter
from research.models import DataAccess
from tests import records

pytestmark = pytest.mark.django_db


def access(query):
    return DataAccessFilter(QueryDict(query), DataAccess.objects.public().for_listing())


def instruments(query):
    return InstrumentFilter(QueryDict(query), Instrument.objects.public().for_listing())


def missions(filterset):
    return sorted(row.mission.slug for row in filterset.qs)


def acronyms(query):
    return sorted(instrument.acronym for instrument in instruments(query).qs)


@pytest.fixture
def holdings():
    """The data of three missions, of which ESRO, the predecessor of ESA, flew the first."""
    esa = records.agency("esa")
    esro = records.agency("esro", successor=esa)
    rows = [
        ("cos-b", esro, "1975-08-09", "astronomy", "open", "NASA rules", 0),
        ("mars-express", esa, "2003-06-02", "planetary", "open", "ESA rules", 6),
        ("terra", records.agency("nasa"), "1999-12-18", "earth-observation", "registration", "", 12),
    ]
    for slug, agency, day, category, kind, policy, months in rows:
        mission = records.mission(slug, launched=day, category=category)
        records.participation(mission=mission, agency=agency)
        archive = records.archive(f"of-{slug}", access=kind)
        records.data_access(
            mission=mission, archive=archive, policy=policy, period="stated", proprietary_months=months
        )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["cos-b", "mars-express", "terra"]),
        ("agency=esa", ["cos-b", "mars-express"]),
        ("agency=esro", ["cos-b"]),
        ("licence=ESA+rules", ["mars-express"]),
        ("licence=unstated", ["terra"]),
        ("archive=of-terra", ["terra"]),
        ("access=open", ["cos-b", "mars-express"]),
        ("category=planetary", ["mars-express"]),
        ("year_min=1999", ["mars-express", "terra"]),
        ("year_max=1999", ["cos-b", "terra"]),
        ("year_min=1999&year_max=1999", ["terra"]),
        ("q=rules+mars", ["mars-express"]),
        ("agency=esa&period=0", ["cos-b"]),
        ("agency=esa&category=earth-observation", []),
    ],
)
def test_data_access_is_narrowed_by(holdings, query, expected):
    found = access(query)

    assert (missions(found), found.form.errors) == (expected, {})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("agency", "starfleet", "“starfleet” is not one of the choices."),
        ("licence", "mine", "“mine” is not one of the choices."),
        ("archive", "attic", "“attic” is not one of the choices."),
        ("period", "none", "“none” is not one of the choices."),
        ("year_min", "soon", "Enter a whole number."),
    ],
)
def test_what_is_not_understood_has_a_message_and_the_rest_applies(client, holdings, name, value, message):
    response = client.get(f"/research/data/?access=open&{name}={value}")

    found = response.context["listing"].filter
    assert (missions(found), found.form.errors) == (["cos-b", "mars-express"], {name: [message]})
    assert message in response.content.decode()


def test_years_in_the_wrong_order_are_said_and_the_last_left_out(holdings):
    found = access("year_min=1999&year_max=1990")

    assert missions(found) == ["mars-express", "terra"]
    assert found.form.errors == {"year_max": ["The last year lies before the first. It is left out."]}


def test_an_agency_counts_once_for_a_record_however_often_it_takes_part(holdings):
    for role in ("launch", "ground"):
        mission = DataAccess.objects.get(mission__slug="terra").mission
        records.participation(mission=mission, agency=records.agency(f"nasa-{role}"), role=role)
        records.participation(mission=mission, agency=mission.participations.first().agency, role=role)

    assert access("").counts("agency") == {"esa": 2, "esro": 1, "nasa": 1, "nasa-launch": 1, "nasa-ground": 1}


def offered(filterset):
    """{(filter, value): number beside it} of every choice offered; a chosen one may have none."""
    filterset.show_counts()
    found = {}
    for name in filterset.counted:
        for value, label in filterset.form.fields[name].choices:
            if value:
                number = re.search(r"\((\d+)\)$", label)
                found[name, value] = int(number[1]) if number else 0
    return found


@pytest.mark.parametrize("query", ["", "agency=esa", "period=0&year_min=1990", "category=astronomy"])
def test_the_number_beside_a_choice_of_data_access_is_that_of_its_list(catalogue, query):
    for (name, value), number in offered(access(query)).items():
        data = QueryDict(query, mutable=True)
        data[name] = value
        assert access(data.urlencode()).qs.count() == number, (name, value)


@pytest.mark.parametrize("query", ["", "country=FRA", "builder=CNES&kind=camera"])
def test_the_number_beside_a_choice_of_instruments_is_that_of_its_list(catalogue, query):
    for (name, value), number in offered(instruments(query)).items():
        data = QueryDict(query, mutable=True)
        data[name] = value
        assert instruments(data.urlencode()).qs.count() == number, (name, value)


@pytest.fixture
def built():
    """Four instruments of two missions; one was built in two countries."""
    france, japan = records.country(iso3="FRA"), records.country(iso3="JPN")
    jwst, mmx = records.mission("jwst"), records.mission("mmx")
    for mission, acronym, kind, builder, countries in (
        (jwst, "MIRI", "infrared camera", "CEA (Saclay) with JPL", [france]),
        (jwst, "NIRCam", "infrared camera", "University of Arizona", []),
        (mmx, "MIRS", "spectrometer", "LESIA / CNES and JAXA", [france, japan]),
        (mmx, "OROCHI", "camera", "JAXA", [japan]),
    ):
        one = records.instrument(mission=mission, acronym=acronym, kind=kind, builder=builder)
        one.countries.set(countries)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["MIRI", "MIRS", "NIRCam", "OROCHI"]),
        ("kind=infrared+camera", ["MIRI", "NIRCam"]),
        ("builder=jaxa", ["MIRS", "OROCHI"]),
        ("builder=saclay+cea", ["MIRI"]),
        ("builder=CNE", []),
        ("builder=CEA+(Saclay)", ["MIRI"]),
        ("builder=.*", ["MIRI", "MIRS", "NIRCam", "OROCHI"]),
        ("builder=c.a", []),
        ("country=FRA", ["MIRI", "MIRS"]),
        ("country=jpn", ["MIRS", "OROCHI"]),
        ("mission=jwst", ["MIRI", "NIRCam"]),
        ("q=camera+arizona", ["NIRCam"]),
        ("country=JPN&kind=camera", ["OROCHI"]),
        ("kind=telescope", ["MIRI", "MIRS", "NIRCam", "OROCHI"]),
    ],
)
def test_instruments_are_narrowed_by(built, query, expected):
    assert acronyms(query) == expected


def test_instruments_of_a_hidden_mission_are_not_listed(client):
    records.instrument(acronym="SHOWN")
    records.instrument(acronym="HIDDEN", kind="secret", mission=records.mission(state="withdrawn"))

    page = client.get("/research/instruments/")

    assert [one.acronym for one in page.context["listing"].page] == ["SHOWN"]
    assert "secret" not in page.content.decode()


def test_an_instrument_leads_to_its_row_on_the_page_of_its_mission(client):
    one = records.instrument(mission=records.mission("jwst"))

    assert (
        f'href="/missions/jwst/#instrument-{one.pk}"' in client.get("/research/instruments/").content.decode()
    )
    assert f'id="instrument-{one.pk}"' in client.get("/missions/jwst/").content.decode()


def test_a_country_says_how_many_instruments_were_built_there(client, built):
    records.instrument(acronym="HIDDEN", mission=records.mission(state="withdrawn"))

    page = client.get("/countries/FRA/").content.decode()

    assert '<a href="/research/instruments/?country=FRA">2 instruments built here</a>' in page


def test_a_mission_planned_for_a_year_is_found_by_it(holdings):
    records.data_access(mission=records.mission("plato", launched="2031", status="in-development"))

    assert missions(access("year_min=2031&year_max=2031")) == ["plato"]
