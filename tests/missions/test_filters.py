"""The missions' address: each parameter of the contract, and what is not understood."""

import pytest
from django.http import QueryDict

from missions.filters import MissionFilter
from missions.models import Mission
from tests import records

pytestmark = pytest.mark.django_db


def listed(query):
    """The missions that an address lists, in their order."""
    return [mission.slug for mission in MissionFilter(QueryDict(query), Mission.objects.published()).qs]


@pytest.fixture
def fleet():
    germany = records.country(iso3="DEU", name="Germany")
    esa, nasa = records.agency("esa", kind="intergovernmental"), records.agency("nasa")
    dlr = records.agency("dlr", country=germany)
    esro = records.agency("esro", successor=esa)
    apollo = records.programme("apollo")
    ulysses = records.mission("ulysses", launched="1990-10-06", destination="sun", category="heliophysics")
    heos = records.mission("heos", launched="1968-12-05", status="completed")
    moonshot = records.mission("moonshot", launched="1969-07-16", programme=apollo, destination="moon")
    for mission, agency, role in (
        (ulysses, esa, "lead"),
        (ulysses, nasa, "partner"),
        (heos, esro, "lead"),
        (heos, nasa, "launch"),
        (moonshot, nasa, "lead"),
        (moonshot, dlr, "contributor"),
    ):
        records.participation(mission=mission, agency=agency, role=role)
    records.mission("hidden", state="unpublished")


@pytest.mark.parametrize(
    ("query", "missions"),
    [
        ("", ["ulysses", "moonshot", "heos"]),
        ("sort=launched", ["heos", "moonshot", "ulysses"]),
        ("sort=name", ["heos", "moonshot", "ulysses"]),
        ("partner=esa", ["ulysses", "heos"]),
        ("partner=esa&predecessors=no", ["ulysses"]),
        ("partner=esa&partner=dlr", ["ulysses", "moonshot", "heos"]),
        ("partner=esa&partner=nasa&match=any", ["ulysses", "moonshot", "heos"]),
        ("partner=esa&partner=nasa&match=all", ["ulysses", "heos"]),
        ("partner=esa&partner=nasa&match=all&predecessors=no", ["ulysses"]),
        ("partner=esa&partner=dlr&match=all", []),
        ("partner=nasa&role=lead", ["moonshot"]),
        ("role=launch", ["heos"]),
        ("country=DEU", ["moonshot"]),
        ("country=deu", ["moonshot"]),
        ("status=completed", ["heos"]),
        ("category=heliophysics", ["ulysses"]),
        ("destination=moon", ["moonshot"]),
        ("programme=apollo", ["moonshot"]),
        ("year_min=1969", ["ulysses", "moonshot"]),
        ("year_max=1969", ["moonshot", "heos"]),
        ("year_min=1969&year_max=1969", ["moonshot"]),
        ("partners_min=2", ["ulysses", "moonshot", "heos"]),
        ("partners_min=3", []),
        ("region=europe", ["moonshot"]),
        ("region=asia&region=europe", ["moonshot"]),
        ("launcher=other", ["heos"]),
        ("beyond=yes", ["ulysses", "moonshot"]),
        ("beyond=no", ["heos"]),
        ("planned=no&beyond=no", ["heos"]),
        ("planned=yes", []),
        ("left=yes", []),
        ("access=open", []),
        ("q=moonshot", ["moonshot"]),
        ("q=mission+ulysses", ["ulysses"]),
    ],
)
def test_an_address_lists_these_missions(fleet, query, missions):
    assert listed(query) == missions


@pytest.mark.parametrize(
    ("query", "field", "missions"),
    [
        ("partner=nobody", "partner", ["ulysses", "moonshot", "heos"]),
        ("partner=dlr&partner=nobody", "partner", ["moonshot"]),
        ("status=flying&destination=moon", "status", ["moonshot"]),
        ("role=boss", "role", ["ulysses", "moonshot", "heos"]),
        ("country=XXX", "country", ["ulysses", "moonshot", "heos"]),
        ("programme=gemini", "programme", ["ulysses", "moonshot", "heos"]),
        ("match=some&partner=dlr", "match", ["moonshot"]),
        ("predecessors=maybe&partner=esa", "predecessors", ["ulysses", "heos"]),
        ("as_of=yesterday", "as_of", ["ulysses", "moonshot", "heos"]),
        ("year_min=1000", "year_min", ["ulysses", "moonshot", "heos"]),
        ("year_min=x", "year_min", ["ulysses", "moonshot", "heos"]),
        ("year_min=1970&year_max=1960", "year_max", ["ulysses"]),
        ("partners_min=1", "partners_min", ["ulysses", "moonshot", "heos"]),
        ("region=europe&region=mars", "region", ["moonshot"]),
        ("left=perhaps", "left", ["ulysses", "moonshot", "heos"]),
        ("launcher=nobody", "launcher", ["ulysses", "moonshot", "heos"]),
        ("access=never", "access", ["ulysses", "moonshot", "heos"]),
        ("sort=size", "sort", ["ulysses", "moonshot", "heos"]),
        ("q=" + "x" * 300, "q", ["ulysses", "moonshot", "heos"]),
    ],
)
def test_what_is_not_understood_is_named_and_the_rest_applies(fleet, query, field, missions):
    chosen = MissionFilter(QueryDict(query), Mission.objects.published())

    assert (list(chosen.errors), [mission.slug for mission in chosen.qs]) == ([field], missions)


def test_chips_say_what_is_on_and_lead_to_the_list_without_it(fleet):
    chosen = MissionFilter(
        QueryDict("partner=esa&partner=nasa&match=all&status=completed&page=2"), Mission.objects.published()
    )

    assert [(chip.label, chip.without) for chip in chosen.chips] == [
        ("ESA", "?partner=nasa&match=all&status=completed"),
        ("NASA", "?partner=esa&match=all&status=completed"),
        ("Status: completed", "?partner=esa&partner=nasa&match=all"),
    ]


def test_a_country_in_small_letters_has_a_chip_that_removes_it(fleet):
    chosen = MissionFilter(QueryDict("country=deu"), Mission.objects.published())

    assert [(chip.label, chip.without) for chip in chosen.chips] == [("Country of a partner: Germany", "?")]
