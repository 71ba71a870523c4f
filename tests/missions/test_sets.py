"""Sets of missions: what they hold is what the list of missions chooses, and nothing it does not know."""

import pytest
from django.core.exceptions import ValidationError

from editorial import addresses
from missions import sets
from missions.models import Mission, MissionSet
from tests import records
from tests.admin.editing import address, desk, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def moonshots():
    """Two missions to the Moon, one of them NASA's with ESA, and one that stays near."""
    nasa, esa = records.agency("nasa"), records.agency("esa")
    artemis = records.mission("artemis", destination="moon", launched="2022-11-16")
    for agency in (nasa, esa):
        records.participation(mission=artemis, agency=agency)
    records.mission("luna", destination="moon", launched="1959-09-12")
    records.participation(mission=records.mission("near"), agency=nasa)
    return records.mission_set("moon", name="To the Moon", selection="destination=moon")


def names(missions):
    return [mission.slug for mission in missions]


def test_a_set_holds_what_the_list_of_its_selection_holds(client, moonshots):
    page, there = client.get("/missions/sets/moon/"), client.get("/missions/?destination=moon")

    assert names(page.context["missions"]) == names(there.context["missions"]) == ["artemis", "luna"]
    assert page.context["listing"].total == there.context["listing"].total == 2


def test_its_page_leads_to_the_same_list_where_the_visitor_can_go_on(client, moonshots):
    page = client.get("/missions/sets/moon/").content.decode()

    assert 'href="/missions/?destination=moon"' in page


def test_the_pages_of_a_set_keep_its_address(client, moonshots):
    for number in range(20):
        records.mission(f"more-{number}", destination="moon")

    listing = client.get("/missions/sets/moon/").context["listing"]

    assert (listing.total, listing.next) == (22, "?page=2")
    assert len(client.get("/missions/sets/moon/?page=2").context["missions"]) == 2
    assert client.get("/missions/sets/moon/?page=3").status_code == 404


@pytest.mark.parametrize(
    ("selection", "said"),
    [
        ("destination=pluto", ["Destination: “pluto” is not one of the choices."]),
        ("partner=starfleet", ["Partner agencies: Not known here: starfleet. It is left out."]),
        ("colour=red&beyond=yes", ["The list has no filter “colour”."]),
        ("beyond=yes&page=2", ["The list has no filter “page”."]),
        ("partners_min=1", ["Agencies, at least: Ensure this value is greater than or equal to 2."]),
        ("sort=name", ["It chooses nothing: it would hold every mission."]),
        ("nonsense", ["The list has no filter “nonsense”."]),
    ],
)
def test_a_selection_that_the_list_does_not_understand_is_refused_in_words(selection, said):
    record = records.mission_set(selection=selection)

    with pytest.raises(ValidationError) as refusal:
        record.full_clean()

    assert refusal.value.message_dict == {"selection": said}


def test_an_editor_reads_the_refusal_beside_the_field():
    editor = desk("Editor")
    typed = {"name": "Far", "slug": "far", "summary": "Far.", "selection": "?destination=pluto"}

    response = editor.post(
        address(MissionSet, "add"), filled(editor, address(MissionSet, "add"), **typed), follow=True
    )

    assert response.context["adminform"].form.errors == {
        "selection": ["Destination: “pluto” is not one of the choices."]
    }


def test_the_question_mark_of_a_copied_address_is_dropped():
    record = records.mission_set(selection=" ?destination=moon ")

    record.full_clean()

    assert record.selection == "destination=moon"


def test_a_selection_that_is_no_longer_understood_lists_nothing_and_says_so(client, moonshots):
    MissionSet.objects.update(selection="destination=moon&partner=dissolved")

    page = client.get("/missions/sets/moon/")

    assert page.context["listing"].total == 0
    assert "cannot be made at present" in page.content.decode()


def test_a_selection_finds_an_agency_whose_short_name_has_changed(moonshots):
    record = records.mission_set(selection="partner=esa")
    esa = Mission.objects.get(slug="artemis").participations.get(agency__slug="esa").agency
    before = esa.get_absolute_url()
    esa.slug = "euspa"
    esa.save()

    addresses.follow(esa, before)

    record.full_clean()
    assert names(record.missions()) == ["artemis"]


def test_all_sets_are_shown_with_how_many_missions_each_holds(client, moonshots):
    records.mission_set("near", name="Near", selection="destination=leo")
    records.mission_set("none", name="None", selection="destination=saturn")

    found = client.get("/missions/sets/").context["sets"]

    assert [(record.slug, number) for record, number in found] == [("near", 1), ("none", 0), ("moon", 2)]


def test_the_sets_that_hold_a_mission(moonshots):
    records.mission_set("hidden", selection="destination=moon", state="unpublished")
    both = records.mission_set("both", name="Both", selection="partner=nasa&partner=esa&match=all")

    held = {mission.slug: sets.holding(mission) for mission in Mission.objects.all()}

    assert held == {"artemis": [both, moonshots], "luna": [moonshots], "near": []}


def test_every_shipped_set_is_understood_and_holds_some_missions_and_not_all(catalogue):
    for record in MissionSet.objects.all():
        record.full_clean()
    found = sets.sizes(MissionSet.objects.published())

    most = Mission.objects.published().count()
    assert len(found) >= 12
    assert {record.slug: number for record, number in found if not 5 <= number < most} == {}
    assert {record.slug: number for record, number in found} == {
        record.slug: record.missions().count() for record, _number in found
    }
    assert all(record.introduction for record, _number in found)
