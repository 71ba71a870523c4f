"""Numbers of partnership."""

import pytest

from missions import figures, partnerships, totals
from missions.models import Mission
from missions.tally.present import present
from partners.lineage import Lineage
from tests import records

pytestmark = pytest.mark.django_db


def fly(slug, *agencies, **values):
    mission = records.mission(slug, **values)
    for agency in agencies:
        records.participation(mission=mission, agency=agency)
    return mission


@pytest.fixture
def agencies():
    esa = records.agency("esa")
    return {
        "esa": esa,
        "esro": records.agency("esro", successor=esa),
        "nasa": records.agency("nasa"),
        "jaxa": records.agency("jaxa"),
    }


def test_pairs_count_missions_and_a_predecessor_counts_for_its_successor(agencies):
    esa, esro, nasa, jaxa = agencies.values()
    fly("xmm", esa, nasa)
    fly("heos", esro, nasa)
    fly("hinode", jaxa, nasa, esa)
    fly("hidden", jaxa, esa, state="unpublished")

    assert figures.pairs(Lineage(), limit=10) == [(esa, nasa, 3), (esa, jaxa, 1), (jaxa, nasa, 1)]


def test_a_predecessor_is_no_partner_of_its_successor(agencies):
    esa, esro, nasa, _jaxa = agencies.values()
    fly("handover", esa, esro, nasa)
    lineage = Lineage()

    assert figures.frequent_partners(lineage.ids("esa"), lineage) == [(nasa, 1)]
    assert figures.pairs(lineage, limit=10) == [(esa, nasa, 1)]


def test_frequent_partners_stand_most_first(agencies):
    esa, esro, nasa, jaxa = agencies.values()
    fly("xmm", esa, nasa)
    fly("heos", esro, nasa)
    fly("bepicolombo", esa, jaxa)
    lineage = Lineage()

    assert figures.frequent_partners(lineage.ids("esa"), lineage) == [(nasa, 2), (jaxa, 1)]
    assert figures.frequent_partners(lineage.ids("nasa"), lineage) == [(esa, 2)]


def test_missions_by_decade_stand_earliest_first_and_undated_last():
    for slug, launched in (("c", ""), ("b", "1979-12-31"), ("d", "1980"), ("a", "1970")):
        records.mission(slug, launched=launched)

    decades = figures.by_decade(Mission.objects.published())

    assert [(decade, [mission.slug for mission in found]) for decade, found in decades] == [
        (1970, ["a", "b"]),
        (1980, ["d"]),
        (None, ["c"]),
    ]


def test_partners_of_some_missions(agencies):
    esa, _esro, nasa, jaxa = agencies.values()
    missions = fly("xmm", esa, nasa), fly("hinode", esa, jaxa)
    fly("other", nasa)

    counted = totals.of_missions(present().tally.set_of(mission.pk.hex for mission in missions))

    assert [(agency.slug, agency.mission_count) for agency in counted] == [
        ("esa", 2),
        ("jaxa", 1),
        ("nasa", 1),
    ]


def test_roles_count_missions(agencies):
    nasa, mission = agencies["nasa"], records.mission()
    for role in ("lead", "ground"):
        records.participation(mission=mission, agency=nasa, role=role)
    records.participation(agency=nasa, role="lead")

    assert figures.roles({nasa.pk}, present().parts) == [
        ("lead", "lead", 2),
        ("ground", "data or ground segment", 1),
    ]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("category=lunar", [(1960, 1969, 2), (1970, 1979, 1), (1990, 1999, 1)]),
        ("category=lunar&year_min=1962&year_max=1970", [(1962, 1962, 1), (1968, 1968, 1), (1970, 1970, 1)]),
    ],
    ids=["decades", "years"],
)
def test_more_missions_than_can_be_drawn_are_told_by_their_launch(client, monkeypatch, query, shown):
    monkeypatch.setattr(figures, "MOST_IN_TIME", 2)
    for year in (1962, 1968, 1970, 1991):
        records.mission(f"m{year}", category="lunar", launched=f"{year}-01-01")
    records.mission("other", category="navigation", launched="1962-01-01")

    stretches = client.get(f"/missions/timeline/?{query}").context["stretches"]

    assert [stretch[:3] for stretch in stretches] == shown
    for _first, _last, number, address in stretches:
        assert len(client.get(f"/missions/{address}").context["missions"]) == number


def test_the_page_of_an_agency_shows_the_latest_of_many_parts(client, monkeypatch, agencies):
    monkeypatch.setattr(partnerships, "MOST", 2)
    for number in range(3):
        fly(f"m{number}", agencies["esa"])

    page = client.get("/agencies/esa/")

    assert (len(page.context["participations"]), page.context["number_of_parts"]) == (2, 3)
    assert "The latest 2 of 3 parts; the list has all." in page.content.decode()
