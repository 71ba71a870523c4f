"""What became of a record: every step with the whole of it, and no step twice."""

import pytest

from editorial import history, publishing, recovery
from editorial.models import Revision
from editorial.snapshots import snapshot
from missions.models import Mission
from tests import records
from tests.editorial.changing import HIDDEN, again, draft, update

pytestmark = pytest.mark.django_db


def steps(record):
    return list(Revision.objects.of(record).order_by("pk").values_list("step", flat=True))


def test_the_state_in_which_the_desk_meets_a_record_is_kept_once():
    mission = records.mission(published_by="noor")
    first = snapshot(mission)

    history.begin(mission)
    update(mission, name="Webb")
    history.begin(again(mission))

    kept = Revision.objects.get()
    assert (kept.step, kept.by, kept.at, kept.data) == ("first", "noor", mission.published_at, first)


def test_what_was_never_published_begins_when_it_was_changed():
    mission = records.mission(**HIDDEN)

    history.begin(mission)

    assert Revision.objects.get().at == mission.changed_at


def test_a_record_without_states_has_a_history_too():
    source = records.source()

    history.begin(source)

    assert steps(source) == ["first"]


def test_a_save_that_changed_nothing_is_not_kept():
    mission = records.mission(**HIDDEN)

    found = [history.record(mission, Revision.Step.SAVED, by="vera") for _ in range(2)]

    assert [revision is None for revision in found] == [False, True]


def test_a_publication_is_kept_whole_with_who_and_why_and_what_to_say():
    row = records.participation()
    records.cite(row)
    draft(row.mission, website="https://webb.test")

    mission = publishing.publish(row.mission, by="noor", why="The address was missing.")

    kept = Revision.objects.of(mission).get(step="published")
    assert (kept.by, kept.why, kept.data) == ("noor", "The address was missing.", snapshot(mission))
    assert [sentence["text"] for sentence in kept.said] == ["Website: https://webb.test"]


def test_every_step_is_kept_in_order():
    mission = records.mission(**HIDDEN)

    publishing.publish(mission, by="vera")
    draft(mission, name="Webb")
    publishing.publish(mission, by="vera")
    publishing.withdraw(mission, by="vera")
    recovery.delete(again(mission), by="vera")

    kept = Revision.objects.order_by("pk")
    assert [revision.step for revision in kept] == [
        "first",
        "published",
        "draft",
        "published",
        "withdrawn",
        "deleted",
    ]
    assert {revision.object_id for revision in kept} == {mission.pk}


def test_the_states_that_the_public_saw_are_told_from_those_in_between():
    mission = records.mission(name="One")
    for name in ("Two", "Three"):
        draft(mission, name=name)
        publishing.publish(mission, by="vera")

    names = [revision.data["fields"]["name"] for revision in history.publications(mission)]

    assert names == ["Three", "Two", "One"]


def test_a_record_that_never_was_public_has_no_state_that_the_public_saw():
    mission = records.mission(**HIDDEN)

    publishing.publish(mission, by="vera")

    assert [revision.step for revision in history.publications(mission)] == ["published"]


def test_a_very_long_name_is_kept_as_far_as_it_fits():
    question = records.question()
    question.question = "W" * 400

    assert history.name_of(question) == "W" * 300


def test_an_account_is_kept_as_text():
    from django.contrib.auth.models import User

    assert (history.by_name(User(username="vera")), history.by_name("spacecoop")) == ("vera", "spacecoop")


def test_of_deleted_records_the_last_state_is_offered_until_they_are_back():
    one, other = records.mission(name="One"), records.mission(name="Other")
    recovery.delete(one, by="vera")
    recovery.delete(other, by="vera")
    back = recovery.recover(Revision.objects.of(records_gone(one)).get(step="deleted"), by="vera")
    once_more = history.deleted(Mission)
    recovery.delete(back, by="noor")

    offered = history.deleted(Mission)

    assert [(revision.title, revision.by) for revision in once_more] == [("Other", "vera")]
    assert [(revision.title, revision.by) for revision in offered] == [("One", "noor"), ("Other", "vera")]


def records_gone(record):
    """The record as it was named, for its key is kept when it is deleted."""
    return Mission(pk=Revision.objects.get(title=record.name, step="deleted").object_id)
