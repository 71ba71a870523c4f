"""What links to a page stands at its end: all of it that is public, found from the data."""

import pytest
from django.apps import apps

from editorial.links import links_to, ways_to
from editorial.models import Publishable
from missions.models import Mission
from tests import records

pytestmark = pytest.mark.django_db

PUBLISHABLE = [model for model in apps.get_models() if issubclass(model, Publishable)]


def linked(client, address):
    """{kind: names} of what the page says links to it."""
    return {
        str(kind): [str(record) for record in found] for kind, found in client.get(address).context["links"]
    }


def test_a_mission_names_its_questions_consortia_programme_treaties_and_sets(client):
    mission = records.mission("webb", programme=records.programme(name="Great Observatories"))
    records.agreement(mission=mission, treaty=records.treaty(short_name="Webb MoU"))
    records.question(question="Who built it?").missions.add(mission)
    records.consortium(name="MIRI").missions.add(mission)
    records.mission_set(name="Near")
    records.mission_set(name="Far", selection="beyond=yes")

    assert linked(client, "/missions/webb/") == {
        "consortia": ["MIRI"],
        "questions": ["Who built it?"],
        "programmes": ["Great Observatories"],
        "treaties": ["Webb MoU"],
        "sets of missions": ["Near"],
    }


def test_an_agency_names_its_parts_archives_programmes_and_the_sets_of_it(client):
    nasa, old = records.agency("nasa"), records.agency("naca")
    records.agency("apl", parent=nasa)
    old.successor = nasa
    old.save()
    flown = records.mission(programme=records.programme(name="Early"))
    records.participation(mission=flown, agency=old)
    records.archive("mast", operator=nasa)
    records.mission_set(name="With NASA", selection="partner=nasa&partner=apl&match=all")

    assert linked(client, "/agencies/nasa/") == {
        "agencies": ["APL", "NACA"],
        "archives": ["MAST"],
        "programmes": ["Early"],
        "sets of missions": ["With NASA"],
    }


def test_a_programme_a_treaty_and_a_country_name_what_refers_to_them(client):
    programme, treaty = records.programme("artemis"), records.treaty("accords", short_name="Accords")
    france = records.country(iso3="FRA")
    flown = records.mission("moon", programme=programme)
    records.participation(mission=flown, agency=records.agency(country=france))
    records.agreement(mission=flown, treaty=treaty)
    records.consortium(name="Team").countries.add(france)
    records.mission_set(name="Artemis", selection="programme=artemis")
    records.mission_set(name="French", selection="country=fra")

    found = [linked(client, at) for at in ("/programmes/artemis/", "/treaties/accords/", "/countries/FRA/")]

    assert found == [
        {"treaties": ["Accords"], "sets of missions": ["Artemis"]},
        {"missions": ["Mission moon"]},
        {"consortia": ["Team"], "programmes": ["Programme artemis"], "sets of missions": ["French"]},
    ]


def test_an_archive_and_a_consortium_name_what_their_missions_share(client):
    flown = records.mission(programme=records.programme(name="Horizon"))
    records.data_access(mission=flown, archive=records.archive("esac"))
    records.consortium("team", name="Team").missions.add(flown)
    records.question(question="Why?").missions.add(flown)

    archive, consortium = (
        client.get(at).content.decode().partition('id="links-here"')[2].partition("</section>")[0]
        for at in ("/research/data/esac/", "/research/consortia/team/")
    )

    assert [name in archive for name in ("Horizon", "Team", "Why?", "ESAC")] == [True, True, True, False]
    assert [name in consortium for name in ("Horizon", "Team", "Why?", "ESAC")] == [True, False, True, True]


def test_a_page_to_which_nothing_links_says_nothing_of_it(client):
    assert "What links here" not in client.get(records.mission().get_absolute_url()).content.decode()


@pytest.mark.parametrize("state", ["unpublished", "withdrawn"])
def test_what_is_hidden_links_to_nothing(state):
    mission = records.mission()
    records.question(state=state).missions.add(mission)
    records.data_access(mission=mission, archive=records.archive(state=state))

    assert links_to(mission) == []


@pytest.mark.parametrize("model", PUBLISHABLE, ids=lambda model: model.__name__)
def test_every_relation_to_a_kind_of_page_is_a_way_to_it(model):
    """A relation that is declared one day is found without a word here."""
    direct = {
        (relation.related_model, relation.field.name)
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, Publishable)
    }

    assert direct <= set(ways_to(model))
    for kind, path in ways_to(model):
        assert list(kind.objects.filter(**{path: records.MAKERS[model]()})) == []


def test_a_row_counts_for_the_record_on_whose_page_it_stands():
    assert (Mission, "participations__agency") in set(ways_to(type(records.agency())))
