"""Bringing back: an earlier state as a draft, a deleted record as one not yet published."""

import pytest

from editorial import drafts, publishing, recovery, review, schedule
from editorial.models import Draft, FormerAddress, Opening, Review, Revision, Schedule
from editorial.snapshots import DoesNotFit, snapshot
from missions.models import Mission
from tests import records
from tests.admin.editing import person
from tests.editorial.changing import HIDDEN, again, draft, update

pytestmark = pytest.mark.django_db

EVERY_KIND = [make for model, make in records.MAKERS.items() if not getattr(model, "belongs_to", "")]
PAGES = [make for make in EVERY_KIND if make is not records.cite]


def published_twice():
    """A mission with a row and its source, and its first state."""
    row = records.participation(contribution="The mirror.")
    records.cite(row)
    mission = row.mission
    first = snapshot(mission)
    drafts.amend(mission, lambda mission: mission.participations.get().delete(), by="vera")
    publishing.publish(mission, by="vera")
    return mission, first


def test_an_earlier_state_becomes_the_draft_and_the_live_page_stays():
    mission, first = published_twice()
    live = snapshot(mission)

    recovery.restore(Revision.objects.get(step="first"), by="vera")

    assert (drafts.shown(mission), snapshot(mission)) == (first, live)


def test_a_state_that_was_restored_and_published_is_the_earlier_one():
    mission, first = published_twice()
    recovery.restore(Revision.objects.get(step="first"), by="vera")

    publishing.publish(mission, by="vera")

    assert snapshot(mission) == first


def test_restoring_the_live_state_ends_the_draft():
    mission, _first = published_twice()
    draft(mission, name="Webb")

    recovery.restore(Revision.objects.filter(step="published").latest("pk"), by="vera")

    assert drafts.of(mission) is None


def test_a_record_that_published_ones_name_is_not_deleted():
    mission = records.mission()
    question = records.question()
    question.missions.add(mission)

    with pytest.raises(publishing.HasDependants) as refusal:
        recovery.delete(mission, by="vera")

    assert refusal.value.records == [question]
    assert list(question.missions.all()) == [mission]


def test_a_record_not_published_is_as_it_was_at_once():
    mission = records.mission(name="One", **HIDDEN)
    drafts.saved(mission, by="vera")
    update(mission, name="Two")
    drafts.saved(again(mission), by="vera")

    recovery.restore(Revision.objects.earliest("pk"), by="noor")

    assert (again(mission).name, Draft.objects.count()) == ("One", 0)
    assert [revision.by for revision in Revision.objects.order_by("pk")] == ["vera", "vera", "noor"]


def test_a_state_that_names_what_is_gone_is_not_restored():
    mission, _first = published_twice()
    live = snapshot(mission)
    for agency in type(records.agency()).objects.all():
        agency.delete()

    with pytest.raises(DoesNotFit):
        recovery.restore(Revision.objects.get(step="first"), by="vera")

    assert (snapshot(mission), Draft.objects.count()) == (live, 0)


def test_deleting_ends_all_that_was_kept_but_the_history():
    mission, author = records.mission(), person("Author")
    draft(mission, by=author, slug="webb")
    publishing.publish(mission, by=author)
    draft(mission, by=author, name="Webb")
    review.submit(mission, by=author)
    schedule.plan(mission, Schedule.Step.PUBLISH, mission.changed_at, by=author)

    recovery.delete(again(mission), by="vera", why="Made twice.")

    kept = [model.objects.count() for model in (Draft, Review, Schedule, FormerAddress, Opening)]
    last = Revision.objects.latest("pk")
    assert (kept, last.step, last.why) == ([0] * 5, "deleted", "Made twice.")


@pytest.mark.parametrize("make", PAGES, ids=lambda make: make.__name__)
def test_every_kind_of_record_is_recovered_as_it_was_and_not_published(make):
    record = make()
    key, before = record.pk, snapshot(record)
    recovery.delete(record, by="vera")

    recovery.recover(Revision.objects.get(step="deleted"), by="vera")

    back = type(record).objects.get(pk=key)
    assert (snapshot(back), getattr(back, "state", "unpublished")) == (before, "unpublished")
    assert Revision.objects.latest("pk").step == "recovered"


def test_what_cannot_be_recovered_says_why_and_leaves_nothing_behind():
    row = records.participation()
    records.cite(row)
    mission = row.mission
    recovery.delete(again(mission), by="vera")
    row.agency.delete()

    with pytest.raises(DoesNotFit, match="agency"):
        recovery.recover(Revision.objects.get(step="deleted"), by="vera")

    assert not Mission.objects.exists()


def test_a_record_whose_address_was_taken_is_not_recovered():
    mission = records.mission("webb")
    recovery.delete(mission, by="vera")
    records.mission("webb")

    with pytest.raises(DoesNotFit, match="short name"):
        recovery.recover(Revision.objects.get(step="deleted"), by="vera")


def test_a_record_that_is_there_is_not_recovered_a_second_time():
    mission = records.mission(name="Webb")
    recovery.delete(again(mission), by="vera")
    deleted = Revision.objects.get(step="deleted")
    recovery.recover(deleted, by="vera")
    update(mission, name="James Webb")

    with pytest.raises(DoesNotFit):
        recovery.recover(deleted, by="vera")

    assert Mission.objects.get().name == "James Webb"
