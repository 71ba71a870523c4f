"""Publishing, withdrawing and verifying at the desk, and what it says when it refuses."""

import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission

from missions.models import Mission
from tests import records
from tests.admin.editing import act, address, desk, errors_of, filled, said, save, step_of

pytestmark = pytest.mark.django_db
HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}


def test_publishing_is_refused_with_the_names_of_what_is_not_public():
    programme = records.programme(name="Artemis", **HIDDEN)
    mission = records.mission(programme=programme, **HIDDEN)

    response = save(desk("Publisher"), mission, "_publish", name="Orion")

    mission.refresh_from_db()
    assert (mission.state, mission.name) == ("unpublished", "Orion")
    assert "Publish these first:" in said(response)
    assert f'<a href="{address(programme)}">Artemis</a>' in said(response)


def test_withdrawing_is_refused_with_the_names_of_what_refers_to_it():
    row = records.participation(mission=records.mission(name="Orion"))

    response = desk("Publisher").post(address(row.agency, "withdraw"), follow=True)

    row.agency.refresh_from_db()
    assert row.agency.is_published
    assert "These published records refer to it:" in said(response)
    assert "Orion" in said(response)


def test_what_published_records_name_cannot_be_deleted_and_they_are_named():
    mission = records.mission(name="Webb")
    question = records.question(question="Who flew Webb?")
    question.missions.add(mission)
    client = desk("Publisher")

    shown = client.get(address(mission, "delete")).content.decode()
    client.post(address(mission, "delete"), {"post": "yes"})
    act(client, [mission], "delete_selected", post="yes")

    assert "It cannot be deleted while these refer to it." in shown
    assert shown.count("Who flew Webb?") == 2  # where it is used, and what stands in the way
    assert list(question.missions.all()) == [mission]


def test_what_only_hidden_records_name_can_be_deleted():
    mission = records.mission(name="Webb")
    records.question(**HIDDEN).missions.add(mission)

    desk("Publisher").post(address(mission, "delete"), {"post": "yes"})

    assert not Mission.objects.exists()


def test_of_kinds_that_the_person_may_not_view_only_the_number_is_told():
    mission = records.mission(name="Webb")
    records.question(question="Who flew Webb?").missions.add(mission)
    role = Group.objects.create(name="Cataloguer")
    role.permissions.set(Permission.objects.filter(codename="view_mission"))

    shown = desk("Cataloguer").get(address(mission, "used")).content.decode()

    assert ("Who flew Webb?" in shown, "1 record of a kind that you may not view." in shown) == (False, True)


def test_names_in_a_refusal_are_shown_as_text():
    programme = records.programme(name="<b>Artemis</b>", **HIDDEN)
    mission = records.mission(programme=programme, **HIDDEN)

    response = save(desk("Publisher"), mission, "_publish")

    assert b"<b>Artemis" not in response.content


def refused_for(response, name):
    """Whether the draft was saved with a warning that names what is hidden."""
    return f"Before this draft can be published, publish: {name}." in said(response)


def test_a_draft_may_refer_to_a_hidden_record_and_is_published_after_it():
    mission = records.mission()
    programme = records.programme(name="Artemis", **HIDDEN)
    client = desk("Publisher")

    saved = save(client, mission, "_save", programme=programme.pk)
    refused = client.post(step_of(mission, "publish"), follow=True)
    client.post(step_of(programme, "publish"))
    published = client.post(step_of(mission, "publish"), follow=True)

    assert refused_for(saved, "Artemis")
    assert "was not published. Publish these first:" in said(refused)
    assert "is published." in said(published)
    mission.refresh_from_db()
    assert mission.programme == programme


def test_a_published_record_does_not_come_to_name_a_hidden_one_among_many():
    question = records.question()
    mission = records.mission(name="Orion", **HIDDEN)

    response = save(desk("Publisher"), question, "_publish", missions=[mission.pk])

    assert refused_for(response, "Orion")
    assert "was not published. Publish these first:" in said(response)
    assert not question.missions.exists()


def test_a_row_of_a_published_record_does_not_come_to_refer_to_a_hidden_one():
    row = records.participation()
    hidden = records.agency(acronym="ABC", **HIDDEN)

    response = save(desk("Publisher"), row.mission, "_publish", participations__0__agency=hidden.pk)

    before = row.agency
    row.refresh_from_db()
    assert refused_for(response, "ABC")
    assert "was not published. Publish these first:" in said(response)
    assert row.agency == before


def test_a_row_on_its_own_page_does_not_come_to_refer_to_a_hidden_one():
    row = records.participation()
    hidden = records.agency(acronym="ABC", **HIDDEN)
    client = desk("Publisher")
    save(client, row, "_save", agency=hidden.pk)

    response = client.post(step_of(row.mission, "publish"), follow=True)

    before = row.agency
    row.refresh_from_db()
    assert "was not published. Publish these first:" in said(response)
    assert row.agency == before


def test_a_record_not_public_may_refer_to_a_hidden_one():
    mission = records.mission(**HIDDEN)
    programme = records.programme(**HIDDEN)

    save(desk("Editor"), mission, programme=programme.pk)

    mission.refresh_from_db()
    assert mission.programme == programme


def test_an_archive_not_public_may_take_in_the_data_of_a_published_mission():
    row = records.data_access(archive=records.archive(**HIDDEN))

    response = save(desk("Editor"), row.archive, data_access__0__policy="Open.")

    row.refresh_from_db()
    assert errors_of(response, "data_access") == [{}]
    assert row.policy == "Open."


def test_selected_records_are_published_in_the_order_in_which_they_need_each_other():
    parent = records.agency("a", acronym="ZZZ", **HIDDEN)
    part = records.agency("b", acronym="AAA", parent=parent, **HIDDEN)

    response = act(desk("Publisher"), [part, parent], "publish_selected")

    part.refresh_from_db()
    parent.refresh_from_db()
    assert part.is_published
    assert parent.is_published
    assert "was not published" not in said(response)


def test_of_the_selected_those_that_can_be_published_are_and_the_others_are_named():
    stuck = records.mission(name="Orion", programme=records.programme(name="Artemis", **HIDDEN), **HIDDEN)
    free = records.mission(**HIDDEN)

    response = act(desk("Publisher"), [stuck, free], "publish_selected")

    stuck.refresh_from_db()
    free.refresh_from_db()
    assert (stuck.state, free.state) == ("unpublished", "published")
    assert "“Orion” was not published." in said(response)
    assert "Artemis" in said(response)


def test_selected_records_are_withdrawn():
    mission = records.mission()

    act(desk("Publisher"), [mission], "withdraw_selected")

    mission.refresh_from_db()
    assert mission.state == "withdrawn"


def test_each_step_stands_in_the_history_of_the_record():
    mission = records.mission(name="Orion", **HIDDEN)

    act(desk("Publisher"), [mission], "publish_selected")

    assert LogEntry.objects.get(object_id=str(mission.pk)).change_message == "“Orion” is published."


def test_the_log_says_which_step_was_taken():
    mission = records.mission(name="Webb")
    author, editor, publisher = desk("Author"), desk("Editor"), desk("Publisher")

    save(author, mission, "_save", name="James Webb")
    author.post(step_of(mission, "submit"))
    editor.post(step_of(mission, "return"), {"comment": "Spell it out."})
    author.post(step_of(mission, "submit"))
    editor.post(step_of(mission, "approve"))
    editor.post(step_of(mission, "verify"))
    publisher.post(address(mission, "schedule"), {"publish_0": "2999-01-01", "publish_1": "12:00"})
    publisher.post(step_of(mission, "publish"))
    publisher.post(address(mission, "withdraw"))

    log = LogEntry.objects.filter(object_id=str(mission.pk)).order_by("pk")
    assert [(entry.user.username, entry.change_message) for entry in log] == [
        ("Author", "Draft saved. The live page is unchanged."),
        ("Author", "Submitted for review."),
        ("Editor", "Returned to its author."),
        ("Author", "Submitted for review."),
        ("Editor", "Approved."),
        ("Editor", "Marked as verified today."),
        ("Publisher", "Scheduled: publish: 2999-01-01 12:00 UTC."),
        ("Publisher", "“James Webb” is published."),
        ("Publisher", "“James Webb” is withdrawn."),
    ]


def test_selected_records_are_marked_as_verified_today():
    mission = records.mission()

    act(desk("Editor"), [mission], "mark_verified")

    mission.refresh_from_db()
    assert mission.verified_on == datetime.date.today()


def test_an_author_marks_nothing_as_verified():
    shown, hidden = records.mission(), records.mission(**HIDDEN)

    act(desk("Author"), [shown, hidden], "mark_verified")

    shown.refresh_from_db()
    hidden.refresh_from_db()
    assert (shown.verified_on, hidden.verified_on) == (None, None)


def test_the_state_cannot_be_written_into_the_form():
    mission = records.mission(**HIDDEN)
    client = desk("Publisher")

    client.post(address(mission), filled(client, address(mission)) | {"state": "published"})

    mission.refresh_from_db()
    assert mission.state == "unpublished"


def test_only_what_is_public_links_to_its_page():
    publisher = desk("Publisher")

    shown = publisher.get(address(records.mission("seen")))
    hidden = publisher.get(address(records.mission("unseen", **HIDDEN)))

    assert b'href="/missions/seen/"' in shown.content
    assert b'href="/missions/unseen/"' not in hidden.content


def test_a_changed_row_brings_its_record_up_to_date():
    row = records.participation(mission=records.mission(**HIDDEN))
    before = row.mission.changed_at

    save(desk("Editor"), row, contribution="The mirror.")

    row.mission.refresh_from_db()
    assert row.mission.changed_at > before
