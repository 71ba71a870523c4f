"""Partnerships over time and between two: as they stood on a day, who came late, who left early, who led."""

import pytest

from missions import partnerships
from missions.models import Participation
from tests import records

pytestmark = pytest.mark.django_db


def took_part(agency="", **values):
    return records.participation(agency=records.agency(agency), **values)


@pytest.mark.parametrize(
    ("launched", "status", "joined", "late"),
    [
        ("2001-02-03", "operational", "2001-02-04", True),
        ("2001-02-03", "operational", "2001-02-03", False),
        ("2001-02-03", "operational", "2001", False),
        ("2001", "operational", "2001-12-31", False),
        ("2001", "operational", "2002", True),
        ("2001", "in-development", "2002", False),
        ("", "operational", "2002", False),
        ("2001-02-03", "operational", "", False),
    ],
)
def test_who_joined_after_the_launch_joined_late(launched, status, joined, late):
    mission = records.mission(launched=launched, status=status)
    part = took_part(mission=mission, joined=joined)

    assert list(Participation.objects.joined_late()) == ([part] if late else [])


@pytest.mark.parametrize(("joined", "late"), [("1984", False), ("1989", False), ("1990", True)])
def test_who_joined_more_than_five_years_after_the_first_partner_joined_late(joined, late):
    mission = records.mission(launched="1998-11-20")
    took_part(mission=mission, joined="1984-06")
    took_part(mission=mission)
    part = took_part(mission=mission, joined=joined)

    assert list(Participation.objects.joined_late()) == ([part] if late else [])


def test_a_hidden_agency_is_no_first_partner():
    mission = records.mission(launched="1998-11-20")
    took_part(mission=mission, joined="1990")
    records.participation(mission=mission, joined="1970", agency=records.agency(state="unpublished"))

    assert not Participation.objects.public().joined_late().exists()


@pytest.mark.parametrize(
    ("status", "ended", "left", "early"),
    [
        ("completed", "2010-05-06", "2010-05-05", True),
        ("completed", "2010-05-06", "2010-05-06", False),
        ("completed", "2010-05-06", "2010", False),
        ("completed", "2010-05", "2009", True),
        ("completed", "2010", "2010-01-31", False),
        ("operational", "", "2009", True),
        ("in-development", "", "2009", True),
    ],
)
def test_who_left_before_the_end_left_early(status, ended, left, early):
    part = took_part(mission=records.mission(status=status, ended=ended), left=left)

    assert list(Participation.objects.left_early()) == ([part] if early else [])


def test_who_never_left_did_not_leave_early():
    took_part()

    assert not Participation.objects.left_early().exists()


def test_of_a_mission_called_off_at_no_known_date_those_left_early_whom_others_outstayed():
    over = records.mission("called-off", status="cancelled", launched="")
    first = took_part(mission=over, left="2021")
    took_part(mission=over, left="2026")
    together = records.mission("ended-together", status="cancelled", launched="")
    for _number in range(2):
        took_part(mission=together, left="2026")

    assert list(Participation.objects.left_early()) == [first]


@pytest.fixture
def changes():
    """ExoMars: Roscosmos joined late and left; Tiangong: SUPARCO joined after launch."""
    rover = records.mission("rover", launched="2028", status="in-development")
    took_part("esa", mission=rover, role="lead", joined="2005")
    took_part("roscosmos", mission=rover, joined="2013", left="2022-07-12", reason_left="ESA ended it.")
    took_part("suparco", mission=records.mission("station", launched="2021"), joined="2025")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (
            "",
            [("suparco", "joined", "2025"), ("roscosmos", "left", "2022"), ("roscosmos", "joined", "2013")],
        ),
        ("?change=left", [("roscosmos", "left", "2022")]),
        ("?change=joined&year_max=2020", [("roscosmos", "joined", "2013")]),
        ("?partner=suparco", [("suparco", "joined", "2025")]),
        ("?year_min=2020&year_max=2024", [("roscosmos", "left", "2022")]),
        ("?partner=nobody&change=left", [("roscosmos", "left", "2022")]),
        ("?partner=esa", []),
    ],
)
def test_changes_of_partners_stand_newest_first_and_can_be_narrowed(client, changes, query, found):
    response = client.get(f"/missions/changes-of-partners/{query}")

    rows = [(p.agency.slug, p.change, str(p.day.year)) for p in response.context["listing"].page]
    assert rows == found
    assert ("ESA ended it." in response.content.decode()) == (("roscosmos", "left", "2022") in found)


def test_a_missions_page_shows_its_partners_as_they_stood(client, changes):
    pages = {
        day: client.get(f"/missions/rover/?as_of={day}") for day in ("2010-01-01", "2015-01-01", "2023-01-01")
    }

    partners = {day: [p.agency.slug for p in page.context["mission"].partners] for day, page in pages.items()}
    assert partners == {
        "2010-01-01": ["esa"],
        "2015-01-01": ["esa", "roscosmos"],
        "2023-01-01": ["esa"],
    }
    assert "ESA ended it." not in pages["2015-01-01"].content.decode()


@pytest.mark.parametrize("address", ["/missions/rover/", "/agencies/esa/"])
def test_a_day_that_is_none_gets_a_message_and_everything_that_ever_was(client, changes, address):
    response = client.get(f"{address}?as_of=2022-02-30")

    assert response.context["as_of"] is None
    assert "Write a date as 1998-11-20. All" in response.content.decode()
    assert "ROSCOSMOS" in response.content.decode()


def test_an_agencys_page_is_of_one_day_throughout(client, changes):
    eumetsat = records.agency("eumetsat")
    records.membership(organisation=eumetsat, since="1986", until="2000")
    records.action(organisation=eumetsat, date="2013-05-01", treaty=records.treaty("late"))
    part = records.participation(agency=eumetsat, role="lead", joined="1990", left="2005")
    records.participation(agency=records.agency("noaa"), mission=part.mission, joined="1999", left="2003")

    def on(day):
        context = client.get(f"/agencies/eumetsat/?as_of={day}").context
        bars = [(bar.name, bar.number) for bar in context["partners_chart"].bars]
        sizes = [len(context[name]) for name in ("participations", "memberships", "treaty_actions")]
        return bars, sizes, [bar.name for bar in context["roles_chart"].bars]

    assert on("1995-01-01") == ([], [1, 1, 0], ["lead"])
    assert on("2002-01-01") == ([("NOAA", 1)], [1, 0, 0], ["lead"])
    assert on("2014-01-01") == ([], [0, 0, 1], [])


@pytest.fixture
def led():
    """NASA leads two missions with ESA, ESA one; one they lead together, one is led by another."""
    nasa, esa, jaxa = (records.agency(slug) for slug in ("nasa", "esa", "jaxa"))
    for slug, leads in (("a", [nasa]), ("b", [nasa]), ("c", [esa]), ("d", [nasa, esa]), ("e", [jaxa])):
        mission = records.mission(slug, launched=f"199{ord(slug) - 97}")
        for agency in (nasa, esa, *leads[:1]):
            role = "lead" if agency in leads else "contributor"
            Participation.objects.get_or_create(mission=mission, agency=agency, role=role)


def test_a_pair_tells_who_led_and_each_number_leads_to_its_missions(client, led):
    response = client.get("/agencies/esa/with/nasa/")

    leads = {words: (address, number) for address, words, number in response.context["leads"]}
    shown = {
        words: len(client.get(f"/agencies/esa/with/nasa/{address}").context["rows"])
        for words, (address, _number) in leads.items()
    }
    assert shown == {"ESA": 1, "NASA": 2, "both": 1, "neither": 1}
    assert shown == {words: number for words, (_address, number) in leads.items()}


def test_an_agency_tells_who_leads_where_it_does_not(client, led):
    chart = client.get("/agencies/esa/").context["leads_chart"]

    assert [(bar.name, bar.number) for bar in chart.bars] == [("NASA", 2), ("JAXA", 1)]


def test_a_pair_holds_only_the_missions_that_its_filters_leave(client, led):
    records.participation(mission=records.mission("m", category="lunar"), agency=records.agency("x"))

    def slugs(query):
        rows = client.get(f"/agencies/esa/with/nasa/?{query}").context["rows"]
        return [row["mission"].slug for row in rows]

    assert slugs("year_min=1992") == ["c", "d", "e"]
    assert slugs("role=contributor") == ["e"]
    assert slugs("category=lunar") == []
    assert slugs("role=flying&year_max=1991&led_by=nobody") == ["a", "b"]


def test_agreements_of_the_missions_together_are_shown_or_said_to_be_missing(client, led):
    page = client.get("/agencies/esa/with/nasa/")
    assert "None held here." in page.content.decode()

    mission = Participation.objects.get(mission__slug="a", agency__slug="esa").mission
    records.agreement(mission=mission, title="Memorandum of 1990")
    records.agreement(title="Of others")

    titles = [agreement.title for agreement in client.get("/agencies/esa/with/nasa/").context["agreements"]]
    assert titles == ["Memorandum of 1990"]


def test_treaties_upon_which_both_acted_are_named(client, led):
    both, one = records.treaty("both"), records.treaty("one")
    esa, nasa = (records.Agency.objects.get(slug=slug) for slug in ("esa", "nasa"))
    for treaty, body in ((both, esa), (both, nasa), (one, esa)):
        records.action(treaty=treaty, organisation=body)
    records.action(treaty=one, organisation=nasa, disputed=True)

    assert list(client.get("/agencies/esa/with/nasa/").context["treaties"]) == [both]


def test_of_more_missions_together_than_a_page_can_show_the_latest_stand_there(client, led, monkeypatch):
    whole = client.get("/agencies/esa/with/nasa/").context["rows"]
    monkeypatch.setattr(partnerships, "MOST", 2)

    response = client.get("/agencies/esa/with/nasa/")

    assert [row["mission"] for row in response.context["rows"]] == [row["mission"] for row in whole[-2:]]
    assert f"the list has {len(whole) - 2} more" in response.content.decode()
