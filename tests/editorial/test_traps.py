"""The traps of drafts that are made by saving and taking back: each is sprung here once."""

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_save
from django.test import Client

from editorial import drafts
from editorial.models import Draft, Opening
from editorial.publishing import ChangedMeanwhile, NoLongerFits, publish
from editorial.snapshots import apply, in_sandbox, sandbox, snapshot
from missions.models import Mission, Participation, Programme
from tests import records
from tests.admin.editing import address, desk, filled, said, save
from tests.editorial.changing import again, content, draft, draft_row, update
from tests.editorial.test_pictures import drawn

pytestmark = pytest.mark.django_db


def with_new_row(mission, agency):
    """Keep a new row as part of the mission's draft; its key."""
    rows = []
    values = {"agency": agency, "role": "lead"}
    drafts.amend(mission, lambda mission: rows.append(mission.participations.create(**values)), by="vera")
    return rows[0].pk


def test_the_key_of_a_drafted_row_is_never_that_of_another_row():
    mission, other, agency = records.mission(), records.mission(), records.agency()
    key = with_new_row(mission, agency)
    of_other = [records.participation(mission=other, agency=agency, role=r) for r in ("lead", "host")]

    publish(mission, by="vera")

    assert [row.pk for row in mission.participations.all()] == [key]
    assert set(other.participations.all()) == set(of_other)


def test_a_snapshot_cannot_take_a_row_from_another_page():
    row, mission = records.participation(), records.mission()
    stolen = snapshot(mission)
    stolen["rows"]["participations"] = snapshot(row.mission)["rows"]["participations"]
    drafts.store(mission, stolen, by="vera")

    with pytest.raises(NoLongerFits) as refusal:
        publish(mission, by="vera")

    assert refusal.value.labels == [f"participation {row.pk} stands on another page."]
    assert list(Participation.objects.values_list("mission", flat=True)) == [row.mission.pk]


def test_a_form_cannot_take_a_row_from_another_page():
    row, own = records.participation(), records.participation()
    before = content()

    response = save(desk("Publisher"), own.mission, "_publish", participations__0__id=row.pk)

    assert (response.status_code, content(), Draft.objects.count()) == (200, before, 0)


def test_reading_a_draft_writes_nothing():
    row = records.participation()
    mission, client = row.mission, desk("Publisher")
    save(client, mission, "_save", name="Webb", participations__0__contribution="The mirror.")
    before = content()

    pages = [client.get(address(mission, page), follow=True) for page in ("change", "compare", "preview")]
    pages += [client.get(address(row)), client.get(address(mission, "history"))]
    refused = client.post(address(mission), {"name": "No other field, and no mark"})

    assert [page.status_code for page in (*pages, refused)] == [200] * 6
    assert content() == before


def test_saving_a_draft_writes_nothing_that_the_public_sees():
    row, client = records.participation(), desk("Editor")
    before = content()

    save(client, row.mission, "_save", name="Webb", participations__0__role="lead")
    client.post(address(row.mission), filled(client, address(row.mission), name=""))

    assert (content(), Draft.objects.count()) == (before, 1)


def test_what_is_cached_in_a_sandbox_is_not_found_outside():
    cache.set("name", "live")

    with sandbox():
        found_inside = cache.get("name")
        cache.set("name", "drafted")
        kept_inside = cache.get("name")

    assert (found_inside, kept_inside, cache.get("name")) == (None, "drafted", "live")


def test_one_sandbox_finds_nothing_of_another():
    with sandbox():
        cache.set("name", "drafted")
    with sandbox():
        found = cache.get("name")

    assert (found, in_sandbox()) == (None, False)


def test_what_waits_for_the_commit_happens_only_once_it_is_published(django_capture_on_commit_callbacks):
    mission, told = records.mission(), []

    def tell(instance, **kwargs):
        transaction.on_commit(lambda: told.append(instance.name))

    post_save.connect(tell, sender=Mission)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            draft(mission, name="Webb")
            desk("Editor").get(address(mission))
        while_drafted = list(told)
        with django_capture_on_commit_callbacks(execute=True):
            publish(mission, by="vera")
    finally:
        post_save.disconnect(tell, sender=Mission)

    assert (while_drafted, set(told)) == ([], {"Webb"})


def test_a_picture_in_a_draft_is_named_by_its_content_and_kept_while_anything_names_it():
    mission, client = records.mission(), desk("Editor")
    data = filled(client, address(mission), picture_text="A patch.", picture_credit="NASA")
    client.post(address(mission), data | {"picture": SimpleUploadedFile("../a.png", drawn()), "_save": "1"})
    name = Draft.objects.get().data["fields"]["picture"]

    drafts.discard(mission, by="vera")
    call_command("tidy_desk")

    assert (name.startswith("pictures/"), "a.png" in name) == (True, False)
    assert default_storage.exists(name)  # the history of the draft still has it


def test_the_target_of_a_key_vanished():
    mission, programme = records.mission(), records.programme()
    draft(mission, programme=programme)
    programme.delete()
    live = snapshot(mission)

    with pytest.raises(NoLongerFits) as refusal:
        publish(mission, by="vera")

    assert "programme" in str(refusal.value)
    assert snapshot(mission) == live


def test_the_target_of_a_row_vanished():
    mission, agency = records.mission(), records.agency()
    with_new_row(mission, agency)
    agency.delete()

    response = desk("Publisher").post(f"{address(mission)[: -len('change/')]}step/publish/", follow=True)

    assert "The draft no longer fits: participation: agency:" in said(response)
    assert not Participation.objects.exists()


def test_a_target_in_a_list_vanished():
    question, mission = records.question(), records.mission()
    drafts.amend(question, lambda question: question.missions.add(mission), by="vera")
    mission.delete()

    with pytest.raises(NoLongerFits) as refusal:
        publish(question, by="vera")

    assert refusal.value.labels == ["missions: 1 of them no longer exist."]


def test_a_unique_value_was_taken_meanwhile():
    mission = records.mission("webb")
    draft(mission, slug="jwst", name="James Webb")
    records.mission("jwst")
    live = snapshot(mission)

    with pytest.raises(NoLongerFits):
        publish(mission, by="vera")

    assert snapshot(mission) == live
    assert drafts.of(mission).data["fields"]["name"] == "James Webb"


def forgotten(data, *names):
    """The snapshot as it was before these fields of its model and its participations were added."""
    for part in (data, *data["rows"]["participations"].values()):
        for name in names:
            part["fields"].pop(name, None)
    return data


def before_migration(record, *names):
    waiting = drafts.of(record)
    waiting.base, waiting.data = forgotten(waiting.base, *names), forgotten(waiting.data, *names)
    waiting.save()


def test_a_column_was_added_while_a_draft_waited():
    row = records.participation(contribution="The mirror.")
    mission = row.mission
    update(mission, launch_site="Kourou")
    draft(mission, name="Webb")
    key = with_new_row(mission, records.agency())
    before_migration(mission, "launch_site", "contribution")

    saved = save(desk("Editor"), mission, "_save", summary="A telescope.")
    publish(mission, by="vera")

    mission.refresh_from_db()
    assert "Draft saved." in said(saved)
    assert (mission.name, mission.summary, mission.launch_site) == ("Webb", "A telescope.", "Kourou")
    assert dict(mission.participations.values_list("id", "contribution")) == {
        row.pk: "The mirror.",
        key: "",
    }


@pytest.mark.parametrize("value", ["as it was", "as it was drafted"])
def test_a_field_was_removed_while_a_draft_waited(value):
    row = records.participation()
    draft(row.mission, name="Webb")
    waiting = drafts.of(row.mission)
    for data, kept in ((waiting.base, "as it was"), (waiting.data, value)):
        data["fields"]["motto"] = data["rows"]["participations"][str(row.pk)]["fields"]["motto"] = kept
    waiting.save()

    saved = save(desk("Editor"), row.mission, "_save", summary="A telescope.")
    publish(row.mission, by="vera")

    assert "Draft saved." in said(saved)
    assert Mission.objects.values_list("name", "summary").get() == ("Webb", "A telescope.")


def test_the_state_in_a_draft_is_ignored():
    mission = records.mission()
    data = snapshot(mission)
    data["fields"] |= {"state": "withdrawn", "published_by": "mallory", "id": str(records.mission().pk)}
    data["fields"]["name"] = "Webb"

    applied = apply(mission, data)

    assert (applied.pk, applied.name, applied.state, applied.published_by) == (
        mission.pk,
        "Webb",
        "published",
        "someone",
    )


def test_the_state_typed_into_a_form_is_ignored():
    mission = records.mission()

    save(desk("Editor"), mission, "_save", name="Webb", state="withdrawn", published_by="mallory")
    publish(mission, by="vera")

    assert Mission.objects.values_list("state", "published_by").get() == ("published", "vera")
    assert "state" not in drafts.shown(mission)["fields"]


def test_a_form_that_is_half_finished_is_kept_apart_from_the_draft():
    mission, client = records.mission(), desk("Editor")
    save(client, mission, "_save", name="Webb")
    client.get(address(mission))

    client.post("/admin/watch/", {"address": address(mission), "typed": '[["name", ""]]'})

    assert Opening.objects.get().typed == [["name", ""]]
    assert drafts.shown(mission)["fields"]["name"] == "Webb"


def test_what_is_added_in_a_popup_of_a_drafted_form_is_made_at_once_and_says_so():
    mission, client = records.mission(), desk("Editor")
    save(client, mission, "_save", name="Webb")
    popup = f"{address(Programme, 'add')}?_popup=1&_to_field=id"

    page = client.get(popup)
    data = filled(client, popup, slug="artemis", name="Artemis", summary="To the Moon.") | {"_popup": "1"}
    response = client.post(popup, data | {"_to_field": "id"})

    programme = Programme.objects.get()
    assert b"What you add here is kept at once" in page.content
    assert str(programme.pk) in response.content.decode()
    assert (programme.state, drafts.shown(mission)["fields"]["programme"]) == ("unpublished", None)


def test_an_import_under_a_draft_is_merged():
    row = records.participation()
    draft(row.mission, name="Webb")
    draft_row(row, contribution="The mirror.")
    update(row.mission, summary="Imported.")
    update(row, role="lead")
    imported = records.participation(mission=row.mission)

    publish(row.mission, by="vera")

    mission, merged = again(row.mission), again(row)
    assert (mission.name, mission.summary) == ("Webb", "Imported.")
    assert (merged.role, merged.contribution) == ("lead", "The mirror.")
    assert set(mission.participations.all()) == {row, imported}


def test_an_import_that_changes_the_same_is_named_and_not_overwritten():
    row = records.participation(agency=records.agency("nasa"))
    draft_row(row, role="lead")
    update(row, role="host")

    with pytest.raises(ChangedMeanwhile) as refusal:
        publish(row.mission, by="vera")

    assert refusal.value.labels == ["Participation NASA, lead: role"]
    assert again(row).role == "host"


def test_a_row_that_an_import_removed_and_a_draft_changed_is_settled_either_way():
    kept, lost = records.participation(), records.participation()
    for row in (kept, lost):
        draft_row(row, contribution="The mirror.")
        records.cite(row)
        row.delete()

    for row, keep_draft in ((kept, True), (lost, False)):
        drafts.settle(row.mission, by="vera", keep_draft=keep_draft)
    publish(kept.mission, by="vera")

    assert list(Participation.objects.values_list("mission", "contribution")) == [
        (kept.mission.pk, "The mirror.")
    ]
    assert drafts.of(lost.mission) is None


def test_a_row_that_a_draft_removed_and_an_import_changed_is_settled_either_way():
    kept, lost = records.participation(), records.participation()
    for row in (kept, lost):
        drafts.amend(row.mission, lambda _mission, row=row: again(row).delete(), by="vera")
        update(row, contribution="Imported.")

    for row, keep_draft in ((kept, False), (lost, True)):
        drafts.settle(row.mission, by="vera", keep_draft=keep_draft)
    publish(lost.mission, by="vera")

    assert list(Participation.objects.values_list("mission", "contribution")) == [
        (kept.mission.pk, "Imported.")
    ]


def test_a_draft_that_adds_to_a_list_is_saved_again_without_a_quarrel():
    client, topic = desk("Editor"), records.topic()
    missions = sorted((records.mission() for _ in range(6)), key=lambda mission: str(mission.pk))
    question = records.question(topic=topic)
    question.missions.set(missions[3:])
    save(client, question, "_save", missions=[mission.pk for mission in missions])

    again_saved = save(client, question, "_save", question="Why?")

    assert "Draft saved." in said(again_saved)
    assert len(drafts.shown(question)["lists"]["missions"]) == 6


def test_a_preview_leaves_nothing_behind_for_the_public():
    mission, client = records.mission("webb", name="Webb"), desk("Editor")
    draft(mission, name="Drafted")
    seen = client.get(address(mission, "preview"), follow=True).content

    public = Client().get("/missions/webb/").content

    assert (b"Drafted" in seen, b"Drafted" in public) == (True, False)
