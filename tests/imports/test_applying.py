"""What is applied becomes a draft, a public page or a record of its own: all of it or nothing."""

import pytest
from django.contrib.admin.models import LogEntry

from editorial import drafts, publishing
from editorial.models import Draft, Review, Revision
from editorial.snapshots import snapshot
from faq.models import Question
from missions.models import Instrument, Mission, Participation, Programme
from partners.models import Agency
from tests import records
from tests.admin.editing import person
from tests.imports.bringing import HIDDEN, applied, apply, bring, checked, counts, fresh, messages, told

pytestmark = pytest.mark.django_db
KIND = {"category": "astronomy", "destination": "leo", "status": "operational", "summary": "A flight."}


def steps(record):
    return list(Revision.objects.of(record).order_by("pk").values_list("step", flat=True))


def part(contribution, mission="webb", agency="esa"):
    return {"mission": mission, "agency": agency, "role": "partner", "contribution": contribution}


def drafted(record, **fields):
    """The record with a draft of somebody else's that says this."""

    def change(record):
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()

    drafts.amend(record, change, by="Somebody")
    return record


def test_a_new_record_is_not_published():
    run = applied(
        Mission, {"slug": "webb", "name": "Webb", "launched": "2021-12", **KIND}, comment="New ones"
    )

    mission = Mission.objects.get()
    assert (mission.slug, mission.state, mission.launched_precision) == ("webb", "unpublished", "month")
    assert [(r.step, r.by, r.why, r.data) for r in Revision.objects.all()] == [
        ("saved", "Editor", "New ones", snapshot(mission))
    ]
    assert (run.state, bytes(run.file)) == ("applied", b"")


def test_a_record_that_is_not_published_is_changed_at_once():
    mission = records.mission("webb", name="Webb", **HIDDEN)

    applied(Mission, {"slug": "webb", "name": "James Webb"})

    mission.refresh_from_db()
    assert (mission.name, mission.state, steps(mission)) == ("James Webb", "unpublished", ["first", "saved"])


def test_a_change_of_a_published_record_becomes_its_draft():
    mission = records.mission("webb", name="Webb")
    before = snapshot(mission)

    applied(Mission, {"slug": "webb", "name": "James Webb"}, comment="The full name")

    draft = Draft.objects.get()
    assert snapshot(mission) == before
    assert (draft.record, draft.title, draft.base, draft.comment) == (
        mission,
        "Webb",
        before,
        "The full name",
    )
    assert (draft.begun_by, draft.saved_by) == ("Editor", "Editor")
    assert draft.data == {**before, "fields": {**before["fields"], "name": "James Webb"}}
    assert steps(mission) == ["first", "draft"]


def test_many_rows_of_one_page_become_one_draft_that_can_be_published():
    mission = records.mission("webb")
    row = records.participation(mission=mission, agency=records.agency("esa"))
    records.cite(row)
    records.agency("csa")

    applied(Participation, part("The rocket."), part("The imager.", agency="csa"))

    assert [draft.record for draft in Draft.objects.all()] == [mission]
    publishing.publish(mission, by=person("Publisher"))
    found = Participation.objects.order_by("agency__slug").values_list("agency__slug", "contribution")
    assert list(found) == [("csa", "The imager."), ("esa", "The rocket.")]
    assert row.citations.count() == 1


def test_rows_of_a_page_that_is_not_published_are_written_at_once():
    mission = records.mission("webb", **HIDDEN)
    row = records.participation(mission=mission, agency=records.agency("esa"))
    before = mission.changed_at

    applied(Participation, part("The rocket."))

    mission.refresh_from_db()
    row.refresh_from_db()
    assert row.contribution == "The rocket."
    assert mission.changed_at > before
    assert (steps(mission), Revision.objects.first().data) == (["first", "saved"], snapshot(mission))


def test_lists_are_written_with_their_record():
    canada, france = records.country(iso3="CAN"), records.country(iso3="FRA")
    mission = records.mission("webb", **HIDDEN)
    old = records.instrument(mission=mission, acronym="OLD", name="Camera")
    old.countries.set([canada])
    row = {"mission": "webb", "name": "Camera", "kind": "camera"}

    applied(
        Instrument,
        {**row, "acronym": "OLD", "countries": "FRA"},
        {**row, "acronym": "NEW", "countries": "CAN; FRA"},
    )

    found = {row.acronym: set(row.countries.all()) for row in Instrument.objects.all()}
    assert found == {"OLD": {france}, "NEW": {canada, france}}
    assert Revision.objects.first().data == snapshot(mission)


def test_one_wrong_row_refuses_the_whole_file():
    run = checked(
        Mission,
        {"slug": "webb", "name": "Webb", **KIND},
        {"slug": "orion", "name": "", **KIND},
    )

    assert apply(run).state == "refused"
    assert not Mission.objects.exists()


# -- where a draft waits


def test_what_is_imported_is_merged_into_the_draft_that_waits():
    mission = drafted(records.mission("webb", name="Webb", summary="Old."), name="James Webb")

    run = applied(Mission, {"slug": "webb", "name": "Webb", "summary": "New."}, comment="Summaries")

    draft = Draft.objects.get()
    assert told(run) == [(2, "part of the draft that waits", [("Summary", "-Old.+New.")])]
    assert (draft.data["fields"]["name"], draft.data["fields"]["summary"]) == ("James Webb", "New.")
    assert (draft.begun_by, draft.saved_by, draft.comment) == ("Somebody", "Editor", "Summaries")
    assert draft.authors == {"Somebody", "Editor"}
    publishing.publish(mission, by=person("Publisher"))
    assert (Mission.objects.get().name, Mission.objects.get().summary) == ("James Webb", "New.")


def test_where_the_draft_changed_the_same_the_row_is_refused_and_the_field_named():
    drafted(records.mission("webb", name="Webb"), name="James Webb")

    run = checked(Mission, {"slug": "webb", "name": "JWST"})

    text = "The draft of Somebody has changed this too: Name. Publish or discard it first."
    assert messages(run) == [(2, "name", "JWST", text)]


def test_where_the_draft_says_the_same_nothing_changes():
    drafted(records.mission("webb", name="Webb"), name="James Webb")

    run = checked(Mission, {"slug": "webb", "name": "James Webb"})

    assert (run.state, counts(run)) == ("checked", (1, 0, 0, 1, 0))


def test_a_row_that_stands_in_the_draft_already_is_that_row():
    mission, agency = records.mission("webb"), records.agency("esa")
    drafts.amend(
        mission,
        lambda record: records.participation(mission=record, agency=agency, contribution="The rocket."),
        by="Somebody",
    )
    (key,) = Draft.objects.get().data["rows"]["participations"]

    clash = checked(Participation, part("The launch."))
    applied(Participation, {"mission": "webb", "agency": "esa", "role": "partner", "joined": "2007"})

    assert [message[1:3] for message in messages(clash)] == [("contribution", "The launch.")]
    rows = Draft.objects.get().data["rows"]["participations"]
    fields = rows[key]["fields"]
    assert len(rows) == 1
    assert (fields["contribution"], fields["joined"]) == ("The rocket.", "2007-01-01")


def test_a_row_that_the_draft_removed_is_refused():
    row = records.participation(mission=records.mission("webb"), agency=records.agency("esa"))
    drafts.amend(row.mission, lambda record: record.participations.all().delete(), by="Somebody")

    run = checked(Participation, part("The rocket."))

    assert run.state == "refused"
    assert messages(run)[0][0] == 2


def test_a_row_that_would_stand_twice_in_the_draft_is_refused():
    row = records.participation(mission=records.mission("webb"), agency=records.agency("esa"), role="lead")
    drafts.amend(row.mission, lambda record: record.participations.update(role="partner"), by="Somebody")

    run = checked(Participation, part("The rocket."))

    assert messages(run) == [(2, "mission", "webb", "The draft of Somebody has the same already.")]


def test_what_is_wrong_only_beside_the_draft_is_refused():
    row = records.participation(mission=records.mission("webb"), agency=records.agency("esa"), joined="2001")
    leaving = {"left": "2005-01-01", "left_precision": "year"}
    drafts.amend(row.mission, lambda record: record.participations.update(**leaving), by="Somebody")

    run = checked(Participation, {"mission": "webb", "agency": "esa", "role": "partner", "joined": "2010"})

    text = "Beside the draft of Somebody: An agency cannot leave before it joined."
    assert messages(run) == [(2, "left", "", text)]


def test_a_changed_draft_waits_for_review_again():
    mission = drafted(records.mission("webb"), name="James Webb")
    Review.objects.create(record=mission, state="approved", title="Webb", submitted_by="Somebody")

    applied(Mission, {"slug": "webb", "summary": "New."})

    assert Review.objects.get().state == "submitted"


# -- published at once


def test_a_publisher_publishes_new_records_and_changes_of_published_ones():
    old = records.mission("orion", name="Orion")

    applied(
        Mission,
        {"slug": "webb", "name": "Webb", **KIND},
        {"slug": "orion", "name": "Orion I", **KIND},
        by="Publisher",
        publish=True,
        comment="Names",
    )

    new = Mission.objects.get(slug="webb")
    old.refresh_from_db()
    assert (new.state, new.published_by, steps(new)) == ("published", "Publisher", ["published"])
    assert (old.name, old.published_by, steps(old)) == ("Orion I", "Publisher", ["first", "published"])
    assert not Draft.objects.exists()
    revision = Revision.objects.of(old).latest("pk")
    assert (revision.why, revision.data) == ("Names", snapshot(old))
    assert revision.said == [{"text": "Name: Orion → Orion I", "names": []}]


def test_rows_of_published_pages_are_published_with_what_is_said_of_them():
    mission, agency = records.mission("webb"), records.agency("esa", acronym="ESA")

    applied(
        Participation,
        {"mission": "webb", "agency": "esa", "role": "partner", "joined": "2007"},
        by="Publisher",
        publish=True,
    )

    mission.refresh_from_db()
    assert [row.agency for row in mission.participations.all()] == [agency]
    assert mission.published_by == "Publisher"
    assert Revision.objects.first().said == [
        {"text": "ESA joined: 2007 (partner)", "names": [str(agency.pk)]},
    ]


def test_what_is_hidden_stays_hidden():
    unpublished = records.mission("webb", **HIDDEN)
    withdrawn = records.mission("orion", state="withdrawn")

    applied(
        Mission,
        {"slug": "webb", "name": "A"},
        {"slug": "orion", "name": "B"},
        by="Publisher",
        publish=True,
    )

    found = Mission.objects.order_by("name").values_list("pk", "name", "state")
    assert list(found) == [(unpublished.pk, "A", "unpublished"), (withdrawn.pk, "B", "withdrawn")]


def test_the_draft_of_somebody_else_is_not_published_with_it_and_still_fits():
    mission = drafted(records.mission("webb", name="Webb", summary="Old."), name="James Webb")

    applied(Mission, {"slug": "webb", "summary": "New."}, by="Publisher", publish=True)

    mission.refresh_from_db()
    assert (mission.name, mission.summary) == ("Webb", "New.")
    shown = drafts.shown(mission)["fields"]
    assert (shown["name"], shown["summary"]) == ("James Webb", "New.")


def test_a_change_that_the_draft_of_somebody_else_makes_too_is_not_published():
    drafted(records.mission("webb", name="Webb"), name="James Webb")

    run = checked(Mission, {"slug": "webb", "name": "JWST"}, by="Publisher", publish=True)

    text = "The draft of Somebody has changed this too: Name. Publish or discard it first."
    assert messages(run) == [(2, "name", "JWST", text)]


def test_what_becomes_public_refers_only_to_what_is_public():
    records.programme("artemis", **HIDDEN)
    records.agency("esa", **HIDDEN)
    records.mission("webb")
    row = {"slug": "orion", "name": "Orion", "programme": "artemis", **KIND}

    mission = checked(Mission, row, by="Publisher", publish=True)
    participation = checked(Participation, part("The rocket."), by="Publisher", publish=True)
    as_draft = checked(Participation, part("The rocket."))

    assert messages(mission) == [(2, "programme", "artemis", "Publish this first: “artemis”.")]
    assert messages(participation) == [(2, "agency", "esa", "Publish this first: “esa”.")]
    assert as_draft.state == "checked"


def test_records_that_refer_to_each_other_are_published_together():
    row = {"kind": "national-agency", "acronym": "A", "name": "Agency"}

    applied(
        Agency,
        {"slug": "part", "parent": "whole", **row},
        {"slug": "whole", "parent": "", **row},
        by="Publisher",
        publish=True,
    )

    assert Agency.objects.get(slug="part").parent == Agency.objects.get(slug="whole")
    assert {agency.state for agency in Agency.objects.all()} == {"published"}


def test_what_is_said_names_a_record_that_is_new_in_the_same_file():
    records.agency("old", acronym="OLD", name="Old")
    row = {"kind": "national-agency", "acronym": "NEW", "name": "New"}

    applied(
        Agency,
        {"slug": "old", "successor": "new", **row, "acronym": "OLD", "name": "Old"},
        {"slug": "new", "successor": "", **row},
        by="Publisher",
        publish=True,
    )

    old = Revision.objects.of(Agency.objects.get(slug="old")).latest("pk")
    assert [sentence["text"] for sentence in old.said] == ["Successor: NEW"]


# -- between the check and the word


def test_what_has_changed_since_the_check_is_looked_at_again_before_it_is_applied():
    mission = records.mission("webb", name="Webb", summary="Old.", **HIDDEN)
    run = checked(Mission, {"slug": "webb", "name": "Webb", "summary": "New."})
    Mission.objects.filter(pk=mission.pk).update(name="James Webb")

    run = apply(run)

    assert (run.state, run.outcome["note"]) == (
        "checked",
        "The records have changed since it was checked: look at it again.",
    )
    assert told(run)[0][2] == [("Name", "-James =Webb"), ("Summary", "-Old.+New.")]
    assert Mission.objects.get().name == "James Webb"
    assert apply(run).state == "applied"


def test_what_no_longer_fits_is_refused():
    records.programme("artemis")
    run = checked(Mission, {"slug": "webb", "name": "Webb", "programme": "artemis", **KIND})
    Programme.objects.all().delete()

    run = apply(run)

    assert run.state == "refused"
    assert messages(run) == [(2, "programme", "artemis", "There is no programme “artemis”.")]


def test_who_may_no_longer_do_it_does_not():
    run = checked(Mission, {"slug": "webb", "name": "Webb", **KIND}, by="Publisher", publish=True)
    person("Publisher").groups.clear()

    run = apply(run)

    assert (run.state, run.outcome) == ("failed", {"note": "Who brought it may no longer do this."})
    assert not Mission.objects.exists()


def test_an_applied_file_stands_in_the_log_of_the_desk():
    run = applied(Mission, {"slug": "webb", "name": "Webb", **KIND})

    entry = LogEntry.objects.get()
    assert (entry.user, entry.content_type.model_class(), entry.get_change_message()) == (
        run.user,
        Mission,
        "Imported table.csv.",
    )


def test_a_file_applied_twice_changes_nothing_the_second_time():
    records.topic("basics")
    row = {"slug": "q", "topic": "basics", "question": "What is it?", "answer": "This.\n\nThat."}

    applied(Question, row)
    again = checked(Question, row)

    assert counts(again) == (1, 0, 0, 1, 0)


def test_only_a_checked_run_can_be_applied():
    run = bring(Mission, {"slug": "webb"})

    apply(run)

    assert fresh(run).state == "refused"
    assert not Mission.objects.exists()
