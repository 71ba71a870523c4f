"""The words in which lists of missions are spoken of."""

import datetime

import pytest

from missions import totals
from missions.models import Mission, Participation
from tests import records

pytestmark = pytest.mark.django_db


def slugs(missions):
    return sorted(missions.values_list("slug", flat=True))


@pytest.fixture
def fleet():
    """Webb flies with three agencies; ExoMars lost one; Hubble is of two; Sputnik of one."""
    lands = {code: records.country(iso3=code, name=code) for code in ("USA", "RUS", "CAN")}
    agencies = {
        "nasa": records.agency("nasa", country=lands["USA"]),
        "csa": records.agency("csa", country=lands["CAN"]),
        "roscosmos": records.agency("roscosmos", country=lands["RUS"]),
        "esa": records.agency("esa", kind="intergovernmental"),
    }
    for slug, launched, partners in (
        ("webb", "2021-12-25", {"nasa": "lead", "esa": "partner", "csa": "contributor"}),
        ("hubble", "1990-04-24", {"nasa": "lead", "esa": "partner"}),
        ("exomars", "2028", {"esa": "lead"}),
        ("sputnik", "1957-10-04", {"roscosmos": "lead"}),
    ):
        mission = records.mission(slug, name=slug.title(), launched=launched)
        for agency, role in partners.items():
            records.participation(mission=mission, agency=agencies[agency], role=role)
    records.participation(
        mission=Mission.objects.get(slug="exomars"),
        agency=agencies["roscosmos"],
        role="partner",
        joined="2013-03-14",
        left="2022-07-12",
        reason_left="ESA ended the cooperation.",
    )
    return agencies


def test_missions_with_any_of_some_partners(fleet):
    missions = Mission.objects.with_partner([fleet["csa"], fleet["roscosmos"]])

    assert slugs(missions) == ["exomars", "sputnik", "webb"]


def test_missions_with_all_of_some_partners(fleet):
    missions = Mission.objects.with_partner([fleet["esa"]]).with_partner([fleet["nasa"]])

    assert slugs(missions) == ["hubble", "webb"]


def test_missions_with_a_partner_in_a_role(fleet):
    assert slugs(Mission.objects.with_partner([fleet["esa"]], "lead")) == ["exomars"]
    assert slugs(Mission.objects.with_partner([fleet["esa"]], "partner")) == ["hubble", "webb"]


@pytest.mark.parametrize(
    ("day", "missions"),
    [
        ("2013-03-13", ["sputnik"]),
        ("2013-03-14", ["exomars", "sputnik"]),
        ("2022-07-11", ["exomars", "sputnik"]),
        ("2022-07-12", ["sputnik"]),
    ],
)
def test_missions_with_a_partner_as_it_stood_on_a_day(fleet, day, missions):
    found = Mission.objects.with_partner([fleet["roscosmos"]], as_of=datetime.date.fromisoformat(day))

    assert slugs(found) == missions


def test_missions_with_anybody_in_a_role(fleet):
    day = datetime.date(2013, 3, 13)

    assert slugs(Mission.objects.with_role("contributor")) == ["webb"]
    assert slugs(Mission.objects.with_role("partner")) == ["exomars", "hubble", "webb"]
    assert slugs(Mission.objects.with_role("partner", day)) == ["hubble"]  # Webb was not launched yet


def test_missions_of_a_country(fleet):
    russia, america = fleet["roscosmos"].country, fleet["nasa"].country

    assert slugs(Mission.objects.of_country(america)) == ["hubble", "webb"]
    assert slugs(Mission.objects.of_country(russia)) == ["exomars", "sputnik"]
    assert slugs(Mission.objects.of_country(russia, datetime.date(2023, 1, 1))) == ["sputnik"]


def test_a_mission_is_found_once_however_often_a_partner_takes_part(fleet):
    webb = Mission.objects.get(slug="webb")
    records.participation(mission=webb, agency=fleet["nasa"], role="ground")

    assert slugs(Mission.objects.with_partner([fleet["nasa"]])) == ["hubble", "webb"]


@pytest.mark.parametrize(
    ("first", "last", "missions"),
    [
        (None, None, ["exomars", "hubble", "sputnik", "webb"]),
        (1990, None, ["exomars", "hubble", "webb"]),
        (None, 1990, ["hubble", "sputnik"]),
        (1990, 2021, ["hubble", "webb"]),
        (1991, 2020, []),
        (2028, 2028, ["exomars"]),
    ],
)
def test_missions_launched_between_two_years(fleet, first, last, missions):
    assert slugs(Mission.objects.launched_between(first, last)) == missions


def test_a_mission_without_a_launch_date_was_launched_in_no_years(fleet):
    records.mission("planned", launched="", status="proposed")

    assert "planned" not in slugs(Mission.objects.launched_between(1957, 2100))
    assert "planned" in slugs(Mission.objects.launched_between())


def test_flown_missions_were_launched_and_not_called_off(fleet):
    records.mission("cancelled", status="cancelled")
    records.mission("planned", status="in-development", launched="2030")
    records.mission("undated", launched="")

    assert slugs(Mission.objects.flown()) == ["exomars", "hubble", "sputnik", "webb"]


@pytest.mark.parametrize(
    "text",
    [
        "James Webb",
        "webb james",
        "JWST",
        "infrared",
        "2021-130a",
        "50463",
        "great observatories",
        "  webb  ",
        "observatories infrared jwst",
    ],
)
def test_words_are_found_wherever_they_stand(text):
    programme = records.programme(name="Great Observatories")
    records.mission(
        "jwst",
        name="James Webb Space Telescope",
        alternative_names="JWST; NGST",
        summary="An infrared observatory.",
        cospar_id="2021-130A",
        norad_id=50463,
        programme=programme,
    )
    records.mission("other")

    assert slugs(Mission.objects.containing(text)) == ["jwst"]


@pytest.mark.parametrize("text", ["james hubble", "5046", "'", '"', "%", "_", "\\", "9" * 40, "٣", "²"])
def test_words_that_stand_nowhere_find_nothing(text):
    records.mission("jwst", name="James Webb", norad_id=50463)

    assert slugs(Mission.objects.containing(text)) == []


def test_no_words_find_everything(fleet):
    assert slugs(Mission.objects.containing("  ")) == slugs(Mission.objects.all())


def test_the_name_of_a_hidden_programme_finds_nothing():
    records.mission(programme=records.programme(name="Secret", state="unpublished"))

    assert slugs(Mission.objects.containing("secret")) == []


def test_public_participations_are_of_public_missions_and_agencies():
    public = records.participation()
    records.participation(mission=records.mission(state="unpublished"))
    records.participation(agency=records.agency(state="withdrawn"))

    assert list(Participation.objects.public()) == [public]


def test_a_hidden_agency_leads_to_no_mission():
    hidden = records.agency(state="unpublished", country=records.country())
    records.participation(agency=hidden, role="host")

    assert slugs(Mission.objects.with_partner([hidden])) == []
    assert slugs(Mission.objects.with_role("host")) == []
    assert slugs(Mission.objects.of_country(hidden.country)) == []


@pytest.mark.parametrize(
    ("joined", "left", "there"),
    [
        ("", "", True),
        ("2010-06-15", "", True),
        ("2010-06-16", "", False),
        ("", "2010-06-15", False),
        ("", "2010-06-16", True),
        ("2010", "2011", True),
        ("2010-06", "", True),
        ("2011", "", False),
    ],
)
def test_who_took_part_on_15_june_2010(joined, left, there):
    participation = records.participation(joined=joined, left=left)

    found = Participation.objects.on(datetime.date(2010, 6, 15))

    assert list(found) == ([participation] if there else [])


def test_without_a_day_everybody_who_ever_took_part_counts():
    gone = records.participation(joined="2010", left="2011")

    assert list(Participation.objects.on()) == [gone]


def test_partners_stand_leads_first_then_by_role_and_acronym():
    mission = records.mission()
    for slug, role in (("zzz", "lead"), ("bbb", "partner"), ("aaa", "partner"), ("ccc", "observer")):
        records.participation(mission=mission, agency=records.agency(slug), role=role)

    listed = Mission.objects.for_listing().get()

    assert [part.agency.slug for part in listed.partners] == ["zzz", "aaa", "bbb", "ccc"]


def test_a_page_of_missions_takes_the_same_queries_for_one_and_for_three(django_assert_max_num_queries):
    for _number in range(3):
        records.participation()

    for size in (1, 3):
        with django_assert_max_num_queries(2):
            page = list(Mission.objects.for_listing()[:size])
            assert [len(mission.partners) for mission in page] == [1] * size


def test_the_latest_launch_stands_first_and_unknown_launches_last():
    for slug, launched in (("old", "1962"), ("unknown", ""), ("new", "2024-10-07")):
        records.mission(slug, launched=launched)

    assert [mission.slug for mission in Mission.objects.all()] == ["new", "old", "unknown"]


def test_a_programme_is_listed_with_its_public_missions():
    programme = records.programme()
    records.mission(programme=programme, launched="1998-11-20")
    records.mission(programme=programme, launched="2008-02-11")
    records.mission(programme=programme, launched="1990", state="unpublished")

    records.programme("none flown")

    assert [(found.mission_count, found.first_year) for found in totals.programmes()] == [(0, 0), (2, 1998)]


def test_a_partner_that_left_before_the_end_has_left_and_one_that_stayed_to_the_end_has_not(db):
    for slug, ended, left in (
        ("early", "2023-08-19", "2022"),
        ("same year", "2022-12-11", "2022"),
        ("to the end", "2022-12-11", "2022-12-11"),
        ("goes on", None, "2022"),
    ):
        flown = records.mission(slug.replace(" ", "-"), **({"ended": ended} if ended else {}))
        records.participation(mission=flown, left=left)
        records.participation(mission=flown)

    assert slugs(Mission.objects.left_by_a_partner()) == ["early", "goes-on"]
    assert slugs(Mission.objects.left_by_a_partner(left=False)) == ["same-year", "to-the-end"]


def test_a_mission_is_launched_by_another_where_the_launcher_does_not_lead_it(db):
    own, given, unknown = (records.mission(slug) for slug in ("own", "given", "unknown"))
    nasa, asi = records.agency("nasa"), records.agency("asi")
    for mission, agency, role in (
        (own, nasa, "lead"),
        (own, nasa, "launch"),
        (given, asi, "lead"),
        (given, nasa, "launch"),
        (unknown, asi, "lead"),
        (unknown, nasa, "partner"),
    ):
        records.participation(mission=mission, agency=agency, role=role)

    assert slugs(Mission.objects.launched_by_another()) == ["given"]


def test_data_are_open_at_once_where_a_public_archive_reserves_no_months(db):
    for slug, months, state in (
        ("now", 0, "published"),
        ("later", 12, "published"),
        ("shut", 0, "withdrawn"),
    ):
        records.data_access(
            mission=records.mission(slug),
            archive=records.archive(state=state),
            period="stated",
            proprietary_months=months,
        )

    assert (slugs(Mission.objects.with_data("open")), slugs(Mission.objects.with_data("later"))) == (
        ["now"],
        ["later"],
    )


def test_an_agency_counts_once_among_the_partners_of_a_mission(db):
    flown, agency = records.mission("one"), records.agency()
    for role in ("lead", "launch"):
        records.participation(mission=flown, agency=agency, role=role)

    assert slugs(Mission.objects.with_partners(2)) == []
    assert slugs(Mission.objects.with_partners(1)) == ["one"]
