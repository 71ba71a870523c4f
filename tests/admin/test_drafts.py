"""What an editor changes on a published page waits as a draft, and the live page stays as it is."""

import pytest

from editorial import drafts
from editorial.models import Draft, Opening, Revision
from editorial.snapshots import snapshot
from missions.models import Mission, Participation
from tests import records
from tests.admin.editing import address, desk, filled, said, save

pytestmark = pytest.mark.django_db


def step(client, record, name, **values):
    url = f"{address(record)[: -len('change/')]}step/{name}/"
    return client.post(url, values, follow=True)


def test_saving_a_published_record_keeps_a_draft_and_leaves_the_live_one_alone():
    row = records.participation()
    mission, before = row.mission, snapshot(row.mission)

    response = save(
        desk("Author"), mission, "_save", name="Webb", participations__0__contribution="The mirror."
    )

    assert "Draft saved. The live page is unchanged." in said(response)
    assert snapshot(mission) == before
    data = Draft.objects.get().data
    assert (
        data["fields"]["name"],
        data["rows"]["participations"][str(row.pk)]["fields"]["contribution"],
    ) == (
        "Webb",
        "The mirror.",
    )


def test_the_form_shows_the_draft():
    mission = records.mission()
    client = desk("Editor")
    save(client, mission, "_save", name="Webb")

    response = client.get(address(mission))

    assert response.context["adminform"].form["name"].value() == "Webb"
    assert response.context["draft"].saved_by == "Editor"


def test_a_new_row_with_its_source_waits_in_the_draft_and_can_be_edited_there():
    mission, agency, source = records.mission(), records.agency("jaxa"), records.source()
    client = desk("Editor")
    data = filled(client, address(mission))
    data |= {
        "participations-TOTAL_FORMS": 1,
        "participations-0-agency": agency.pk,
        "participations-0-role": "partner",
        "participations-0-joined_precision": "unknown",
        "participations-0-left_precision": "none",
        "_save": "1",
    }
    client.post(address(mission), data)
    row = Participation(pk=next(iter(Draft.objects.get().data["rows"]["participations"])), mission=mission)

    page = address(row)
    cited = filled(client, page) | {
        "editorial-citation-content_type-object_id-TOTAL_FORMS": 1,
        "editorial-citation-content_type-object_id-0-source": source.pk,
        "_save": "1",
    }
    response = client.post(page, cited, follow=True)

    kept = Draft.objects.get().data["rows"]["participations"][str(row.pk)]
    assert "Draft saved" in said(response)
    assert [c["fields"]["source"] for c in kept["rows"]["citations"].values()] == [str(source.pk)]
    assert (Participation.objects.count(), mission.citations.count()) == (0, 0)


def test_publishing_puts_the_draft_in_place_with_rows_lists_and_sources():
    question, mission, source = records.question(), records.mission(), records.source()
    client = desk("Publisher")
    data = filled(client, address(question), question="Why?", missions=[mission.pk])
    data |= {
        "editorial-citation-content_type-object_id-TOTAL_FORMS": 1,
        "editorial-citation-content_type-object_id-0-source": source.pk,
        "_publish": "1",
    }

    response = client.post(address(question), data, follow=True)

    question.refresh_from_db()
    assert "“Why?” is published." in said(response)
    assert (question.question, list(question.missions.all())) == ("Why?", [mission])
    assert [c.source for c in question.citations.all()] == [source]
    assert not Draft.objects.exists()


def test_a_draft_that_says_nothing_new_is_none():
    mission = records.mission()
    client = desk("Editor")
    save(client, mission, "_save", name="Webb")

    response = save(client, mission, "_save", name=mission.name)

    assert "Nothing differs from the live page: there is no draft." in said(response)
    assert not Draft.objects.exists()


def test_an_invalid_form_is_shown_again_and_nothing_is_kept():
    mission = records.mission()

    response = save(desk("Editor"), mission, "_save", name="")

    assert list(response.context["adminform"].form.errors) == ["name"]
    assert not Draft.objects.exists()


def test_the_later_save_is_refused_with_both_versions():
    mission = records.mission()
    first, second = desk("Editor"), desk("Publisher")
    typed = filled(second, address(mission), name="Second")
    save(first, mission, "_save", name="First")

    response = second.post(address(mission), typed | {"_save": "1"}, follow=True)

    rows = [(d.label, d.before, d.after) for d in response.context["clash"]]
    assert rows == [("Name", "First", "Second")]
    assert response.context["latest"].by == "Editor"
    assert response.context["adminform"].form["name"].value() == "Second"
    assert Draft.objects.get().data["fields"]["name"] == "First"


def test_after_both_versions_were_shown_the_second_may_stand():
    mission = records.mission()
    client = desk("Editor")
    typed = filled(client, address(mission), name="Second")
    save(desk("Publisher"), mission, "_save", name="First")
    refused = client.post(address(mission), typed | {"_save": "1"}, follow=True)

    client.post(address(mission), typed | {"_save": "1", "_opened": refused.context["opened"]})

    assert Draft.objects.get().data["fields"]["name"] == "Second"


def test_the_later_save_of_a_record_not_published_is_refused_too():
    mission = records.mission(state="unpublished", published_at=None, published_by="")
    first, second = desk("Editor"), desk("Author")
    typed = filled(second, address(mission), name="Second")
    save(first, mission, name="First")

    response = second.post(address(mission), typed | {"_save": "1"}, follow=True)

    mission.refresh_from_db()
    assert (mission.name, [d.before for d in response.context["clash"]]) == ("First", ["First"])


def test_a_form_without_the_mark_of_its_opening_is_refused():
    mission = records.mission()
    client = desk("Editor")
    typed = filled(client, address(mission), name="Second")
    del typed["_opened"]

    response = client.post(address(mission), typed | {"_save": "1"})

    assert response.context["refused"]
    assert not Draft.objects.exists()


def test_what_was_typed_is_offered_again_to_the_person_who_typed_it():
    mission = records.mission()
    client = desk("Editor")
    typed = filled(client, address(mission), name="Half a na")
    client.post("/admin/watch/", {"address": address(mission), "typed": as_json(typed | {"summary": ""})})

    offered = client.get(address(mission))
    brought = client.get(f"{address(mission)}?typed=1")

    assert offered.context["opening"].typed
    assert brought.context["adminform"].form["name"].value() == "Half a na"
    assert list(brought.context["adminform"].form.errors) == ["summary"]
    assert (Draft.objects.count(), Mission.objects.get().name) == (0, mission.name)
    assert not desk("Publisher").get(address(mission)).context["opening"].typed


def test_what_was_typed_is_forgotten_once_it_is_saved():
    mission = records.mission()
    client = desk("Editor")
    client.get(address(mission))
    client.post("/admin/watch/", {"address": address(mission), "typed": as_json({"name": "Web"})})

    save(client, mission, "_save", name="Webb")

    assert [opening.typed for opening in Opening.objects.all()] == [None]


def test_what_was_typed_in_an_empty_form_is_offered_too():
    client = desk("Author")
    url = address(Mission, "add")
    typed = filled(client, url, name="New")
    client.post("/admin/watch/", {"address": url, "typed": as_json(typed)})

    response = client.get(f"{url}?typed=1")

    assert response.context["adminform"].form["name"].value() == "New"
    assert not Mission.objects.exists()


def as_json(data):
    import json

    return json.dumps([[name, str(value)] for name, value in data.items() if not isinstance(value, list)])


def test_two_people_at_one_record_are_told_of_each_other():
    mission = records.mission()
    desk("Publisher").get(address(mission))

    client = desk("Editor")
    page = client.get(address(mission))
    watched = client.post("/admin/watch/", {"address": address(mission)})

    assert page.context["others"] == ["Publisher"]
    assert watched.json() == {"others": ["Publisher"], "by": ""}


def test_an_open_form_is_told_that_somebody_else_saved():
    mission = records.mission()
    client = desk("Editor")
    client.get(address(mission))
    save(desk("Publisher"), mission, "_save", name="Webb")

    watched = client.post("/admin/watch/", {"address": address(mission)})

    assert watched.json()["by"] == "Publisher"


def test_a_draft_that_no_longer_fits_says_so_and_can_be_given_up():
    mission = records.mission()
    client = desk("Editor")
    save(client, mission, "_save", slug="taken")
    records.mission("taken")

    response = client.get(address(mission), follow=True)
    gone = step(client, mission, "discard")

    assert "The draft no longer fits what is live" in said(response)
    assert "The draft was discarded." in said(gone)
    assert client.get(address(mission)).status_code == 200


def test_a_clash_with_the_live_record_is_named_and_settled():
    mission = records.mission(name="Old")
    client = desk("Publisher")
    save(client, mission, "_save", name="Draft")
    Mission.objects.update(name="Import")

    refused = step(client, mission, "publish")
    settled = step(client, mission, "settle-draft")
    published = step(client, mission, "publish")

    assert "Changed on the live page since this draft began: Name" in said(refused)
    assert "The draft’s values stand." in said(settled)
    assert "is published." in said(published)
    assert Mission.objects.get().name == "Draft"


def test_the_live_values_may_stand_instead():
    mission = records.mission(name="Old")
    client = desk("Publisher")
    save(client, mission, "_save", name="Draft", summary="Other.")
    Mission.objects.update(name="Import")

    step(client, mission, "settle-live")
    step(client, mission, "publish")

    assert Mission.objects.values_list("name", "summary").get() == ("Import", "Other.")


def test_deleting_keeps_what_is_needed_to_recover_it():
    row = records.participation()
    records.cite(row)
    mission, before = row.mission, snapshot(row.mission)
    client = desk("Publisher")
    client.post(address(mission, "delete"), {"post": "yes"})
    deleted = Revision.objects.get(step="deleted")

    response = client.post("/admin/missions/mission/recover/", {"revision": deleted.pk}, follow=True)

    again = Mission.objects.get(pk=mission.pk)
    assert f"“{mission}” is back, and not published." in said(response)
    assert (again.state, snapshot(again)) == ("unpublished", before)


def test_the_first_state_can_be_restored():
    mission = records.mission(name="First")
    first = snapshot(mission)
    client = desk("Publisher")
    save(client, mission, "_publish", name="Second")
    revision = Revision.objects.get(step="first")

    url = f"{address(mission)[: -len('change/')]}restore/"
    response = client.post(url, {"revision": revision.pk}, follow=True)

    assert "The earlier state is now the draft." in said(response)
    assert (Mission.objects.get().name, drafts.shown(mission)) == ("Second", first)


def test_a_changed_address_leads_to_the_present_one_and_that_can_be_undone():
    mission = records.mission("hst")
    client = desk("Publisher")

    response = save(client, mission, "_publish", slug="hubble")
    moved = client.get("/missions/hst/").status_code
    undone = step(client, mission, "unlink", path="/missions/hst/")

    assert "The address is now /missions/hubble/; /missions/hst/ leads there." in said(response)
    assert "The former address leads nowhere now." in said(undone)
    assert (moved, client.get("/missions/hst/").status_code) == (301, 404)


def test_where_it_is_used_is_shown_before_deleting_and_withdrawing():
    row = records.participation(mission=records.mission(name="Orion"))
    client = desk("Publisher")

    pages = [client.get(address(row.agency, page)) for page in ("delete", "withdraw", "used")]

    assert [page.context["used_by"] for page in pages] == [[row.mission]] * 3
    assert all(b"Orion" in page.content for page in pages)
