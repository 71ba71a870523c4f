"""Who may do what on the editors' desk."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from editorial import drafts
from editorial.models import Draft
from missions.models import Mission, Participation
from tests import records
from tests.admin.editing import act, address, desk, digest, errors_of, filled, said, save

pytestmark = pytest.mark.django_db
HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}


def test_an_author_may_add_a_record_and_it_is_not_public():
    author = desk("Author")
    data = filled(author, address(Mission, "add"), name="Webb", slug="webb", summary="A telescope.")
    data |= {"category": "astronomy", "destination": "leo", "status": "proposed", "state": "published"}

    response = author.post(address(Mission, "add"), data, follow=True)

    assert response.status_code == 200
    assert Mission.objects.get(slug="webb").state == "unpublished"


def test_an_author_may_change_a_record_that_is_not_public():
    mission = records.mission(**HIDDEN)

    save(desk("Author"), mission, name="Webb")

    mission.refresh_from_db()
    assert mission.name == "Webb"


def test_what_an_author_changes_of_a_published_record_is_a_draft():
    mission, before = records.mission(), digest()

    response = save(desk("Author"), mission, "_save", name="Mine")

    assert "Draft saved. The live page is unchanged." in said(response)
    assert Draft.objects.get().data["fields"]["name"] == "Mine"
    assert digest() == before


def test_an_author_adds_and_changes_rows_and_sources_in_the_draft_and_deletes_none():
    mission = records.mission()

    response = desk("Author").get(address(mission))

    inlines = response.context["inline_admin_formsets"]
    allowed = [(i.has_add_permission, i.has_change_permission, i.has_delete_permission) for i in inlines]
    assert allowed == [(True, True, False)] * 5


def test_what_an_author_changes_of_a_row_on_its_own_page_is_in_the_draft_of_its_record():
    row = records.participation()
    before = digest()

    save(desk("Author"), row, "_save", contribution="The mirror.")

    kept = drafts.of(row.mission).data["rows"]["participations"][str(row.pk)]
    assert kept["fields"]["contribution"] == "The mirror."
    assert digest() == before


def test_a_row_that_an_author_adds_to_a_published_record_on_its_own_page_is_in_its_draft():
    author, mission, agency = desk("Author"), records.mission(), records.agency()
    data = filled(author, address(Participation, "add"), mission=mission.pk, agency=agency.pk, role="lead")
    before = digest()

    author.post(address(Participation, "add"), data)

    (kept,) = drafts.of(mission).data["rows"]["participations"].values()
    assert (kept["fields"]["agency"], kept["fields"]["role"]) == (str(agency.pk), "lead")
    assert digest() == before


def test_a_row_stays_on_its_page():
    row = records.participation(mission=records.mission(**HIDDEN))

    save(desk("Publisher"), row, mission=records.mission().pk, role="lead")

    before = row.mission
    row.refresh_from_db()
    assert (row.mission, row.role) == (before, "lead")


def test_an_author_may_prepare_the_data_of_a_published_mission_in_an_archive_not_public_yet():
    row = records.data_access(archive=records.archive(**HIDDEN))

    response = desk("Author").get(address(row))

    assert response.context["has_change_permission"]


@pytest.mark.parametrize("role", ["Author", "Editor"])
def test_only_a_publisher_is_offered_publishing(role):
    mission = records.mission(**HIDDEN)

    response = desk(role).get(address(mission))

    assert b'name="_publish"' not in response.content
    assert b'name="_publish"' in desk("Publisher").get(address(mission)).content


@pytest.mark.parametrize("role", ["Author", "Editor"])
def test_a_forged_button_does_not_publish(role):
    mission = records.mission(**HIDDEN)
    client = desk(role)

    response = client.post(
        address(mission), filled(client, address(mission), name="Other") | {"_publish": "1"}
    )

    mission.refresh_from_db()
    assert response.status_code == 403
    assert (mission.state, mission.name == "Other") == ("unpublished", False)


@pytest.mark.parametrize("role", ["Author", "Editor"])
def test_a_forged_action_does_not_publish(role):
    mission = records.mission(**HIDDEN)

    act(desk(role), [mission], "publish_selected")

    mission.refresh_from_db()
    assert mission.state == "unpublished"


def test_an_editor_changes_a_draft_and_what_is_public_stays():
    mission, before = records.mission(), digest()

    save(desk("Editor"), mission, "_save", name="Webb")

    assert Draft.objects.get().data["fields"]["name"] == "Webb"
    assert digest() == before


def test_an_editor_may_delete_a_row_and_not_a_page():
    row = records.participation(mission=records.mission(**HIDDEN))
    editor = desk("Editor")

    page = editor.post(address(row.mission, "delete"), {"post": "yes"})
    part = editor.post(address(row, "delete"), {"post": "yes"})

    assert (page.status_code, part.status_code) == (403, 302)
    assert not Participation.objects.exists()


def test_a_publisher_publishes_by_a_button_and_the_record_says_who_and_when():
    mission = records.mission(**HIDDEN)

    response = save(desk("Publisher"), mission, "_publish", name="Webb")

    mission.refresh_from_db()
    assert (mission.state, mission.published_by, mission.name) == ("published", "Publisher", "Webb")
    assert mission.published_at
    assert "“Webb” is published." in said(response)


def test_a_publisher_adds_and_publishes_in_one_step():
    publisher = desk("Publisher")
    data = filled(publisher, address(Mission, "add"), name="Webb", slug="webb", summary="A telescope.")
    data |= {"category": "astronomy", "destination": "leo", "status": "proposed", "_publish": "1"}

    publisher.post(address(Mission, "add"), data)

    assert Mission.objects.get(slug="webb").is_published


@pytest.mark.parametrize("role", ["Author", "Editor", "Publisher"])
def test_a_row_of_a_published_record_is_not_deleted_on_its_own_page(role):
    row = records.participation()
    before = digest()

    one = desk(role).post(address(row, "delete"), {"post": "yes"})
    act(desk(role), [row], "delete_selected", post="yes")

    assert one.status_code == 403
    assert digest() == before


def test_an_editor_deletes_a_row_of_a_published_record_in_its_draft():
    row = records.participation()
    before = digest()

    save(desk("Editor"), row.mission, "_save", participations__0__DELETE="on")

    assert drafts.of(row.mission).data["rows"]["participations"] == {}
    assert digest() == before


def test_a_publisher_withdraws_on_a_page_that_asks():
    mission = records.mission()

    desk("Publisher").post(address(mission, "withdraw"), {"comment": "Wrong."})

    mission.refresh_from_db()
    assert mission.state == "withdrawn"


def test_a_publisher_may_delete_a_published_record_with_its_sources():
    mission = records.mission()
    records.cite(mission)

    response = desk("Publisher").post(address(mission, "delete"), {"post": "yes"})

    assert response.status_code == 302
    assert not Mission.objects.exists()


@pytest.mark.parametrize("button", ["_publish", "_withdraw", "action=publish_selected"])
@pytest.mark.parametrize("state", ["unpublished", "published"])
def test_opening_an_address_never_changes_a_state(button, state):
    mission = records.mission(**(HIDDEN if state == "unpublished" else {}))
    publisher = desk("Publisher")

    publisher.get(f"{address(mission)}?{button}=1")
    publisher.get(f"{address(mission, 'changelist')}?{button}")
    for page in ("withdraw", "schedule", "history", "preview", "compare"):
        publisher.get(address(mission, page))

    mission.refresh_from_db()
    assert mission.state == state


def test_somebody_without_a_role_sees_no_list():
    assert desk().get(address(Mission, "changelist")).status_code == 403


def test_the_roles_can_be_taken_back_and_made_again():
    roles = import_module("spacecoop.migrations.0001_roles")
    editor = SimpleNamespace(connection=connection)

    roles.remove_roles(apps, editor)
    without = Group.objects.count()
    roles.make_roles(apps, editor)

    assert without == 0
    assert set(Group.objects.values_list("name", flat=True)) == {"Author", "Editor", "Publisher"}


def test_what_is_live_at_once_comes_back_to_authors_when_the_migration_is_undone():
    approval = import_module("spacecoop.migrations.0002_approval")
    editor = SimpleNamespace(connection=connection)
    author = Group.objects.get(name="Author").permissions
    live = ["add_country", "change_country", "change_source", "delete_country", "delete_source"]
    before = list(author.filter(codename__in=live))

    approval.take_back(apps, editor)
    undone = list(author.filter(codename__in=live).order_by("codename").values_list("codename", flat=True))
    approval.give_approval(apps, editor)

    assert undone == ["add_country", "change_country", "change_source"]
    assert before == list(author.filter(codename__in=live)) == []


def test_no_role_reaches_what_runs_behind_the_stage():
    names = set(Group.objects.get(name="Publisher").permissions.values_list("codename", flat=True))

    assert {"publish_mission", "delete_source", "approve_treaty", "change_citation"} <= names
    assert not {name for name in names if name.endswith(("lease", "generation", "shipped", "_user"))}


def test_rows_of_a_record_not_public_are_open_to_its_author():
    row = records.participation(mission=records.mission(**HIDDEN))

    response = save(desk("Author"), row.mission, participations__0__contribution="The mirror.")

    row.refresh_from_db()
    assert errors_of(response, "participations") == [{}]
    assert row.contribution == "The mirror."
