"""Steps at a moment to come: each is taken once, whatever the clock, the neighbours or a refusal do."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from editorial import drafts, publishing, recovery, schedule
from editorial.models import Draft, Revision, Schedule
from editorial.schedule import Outcome
from missions.models import Mission
from spacecoop.management.commands.work import JOBS, run_due
from tests import records
from tests.admin.editing import person

pytestmark = pytest.mark.django_db
HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}
NOW = timezone.now()
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def publisher():
    return person("Publisher")


def planned(record, step="publish", at=NOW - HOUR):
    return schedule.plan(record, step, at, by="Publisher")


def hidden(name, **values):
    return records.mission(name=name, **HIDDEN | values)


def drafted(mission, **values):
    """The mission with a draft that gives it these values."""

    def change(record):
        for name, value in values.items():
            setattr(record, name, value)
        record.save()

    drafts.amend(mission, change, by="author")
    return Mission.objects.get(pk=mission.pk)


def states():
    return dict(Mission.objects.values_list("name", "state"))


def publications(record):
    return Revision.objects.of(record).filter(step="published").count()


def test_what_is_due_is_published_by_who_scheduled_it():
    mission = hidden("Webb")
    planned(mission)

    outcomes = schedule.take_due(NOW)

    mission.refresh_from_db()
    assert outcomes == [Outcome("publish", "Webb")]
    assert (mission.state, mission.published_by) == ("published", "Publisher")
    assert not Schedule.objects.exists()


def test_what_is_due_is_withdrawn():
    planned(records.mission(name="Webb"), "withdraw")

    assert schedule.take_due(NOW) == [Outcome("withdraw", "Webb")]
    assert states() == {"Webb": "withdrawn"}


def test_a_due_draft_becomes_the_live_page():
    planned(drafted(records.mission(name="Webb"), name="James Webb"))

    schedule.take_due(NOW)

    assert states() == {"James Webb": "published"}
    assert not Draft.objects.exists()


@pytest.mark.parametrize("why", ["no longer a publisher", "no longer active", "no longer there"])
def test_who_may_no_longer_publish_publishes_nothing_and_the_others_go_on(publisher, why):
    mission, other = hidden("Webb"), hidden("Hubble")
    planned(mission)
    schedule.plan(other, "publish", NOW, by=get_user_model().objects.create_superuser("chief"))
    if why == "no longer a publisher":
        publisher.groups.clear()
    elif why == "no longer active":
        get_user_model().objects.filter(pk=publisher.pk).update(is_active=False)
    else:
        publisher.delete()

    outcomes = schedule.take_due(NOW)

    problem = "Who scheduled it may no longer publish it; schedule it again: Publisher"
    assert outcomes == [Outcome("publish", "Hubble"), Outcome("publish", "Webb", problem)]
    assert states() == {"Webb": "unpublished", "Hubble": "published"}
    assert Schedule.objects.get().problem == problem


def test_a_withdrawal_too_asks_again_who_may(publisher):
    mission = records.mission(name="Webb")
    planned(mission, "withdraw")
    publisher.groups.clear()

    schedule.take_due(NOW)

    assert (states(), schedule.take_due(NOW)) == ({"Webb": "published"}, [])


def test_nothing_is_taken_before_its_moment():
    planned(hidden("Webb"), at=NOW + HOUR)

    assert schedule.take_due(NOW) == []
    assert states() == {"Webb": "unpublished"}


def test_a_step_taken_is_not_taken_again():
    mission = hidden("Webb")
    planned(mission)
    schedule.take_due(NOW)

    again = schedule.take_due(NOW)

    assert again == []
    assert publications(mission) == 1


def test_a_clock_set_back_and_forward_again_publishes_once():
    mission = hidden("Webb")
    planned(mission)

    outcomes = [schedule.take_due(moment) for moment in (NOW, NOW - 9 * HOUR, NOW + 9 * HOUR)]

    assert outcomes == [[Outcome("publish", "Webb")], [], []]
    assert publications(mission) == 1


def test_publishing_comes_before_withdrawing_where_both_are_overdue():
    mission = hidden("Webb")
    planned(mission, "withdraw", NOW - HOUR)
    planned(mission, "publish", NOW - 2 * HOUR)

    assert schedule.take_due(NOW) == [Outcome("publish", "Webb"), Outcome("withdraw", "Webb")]
    assert states() == {"Webb": "withdrawn"}


def test_a_later_plan_replaces_an_earlier_one():
    mission = hidden("Webb")
    planned(mission)

    planned(mission, at=NOW + HOUR)

    assert schedule.take_due(NOW) == []
    assert Schedule.objects.count() == 1


def test_a_refused_step_is_reported_left_as_it_is_and_stops_no_other():
    refused = hidden("Orion", programme=records.programme(name="Artemis", **HIDDEN))
    planned(refused, at=NOW - 2 * HOUR)
    planned(hidden("Webb"))

    outcomes = schedule.take_due(NOW)

    problem = "Publish these first: Artemis"
    assert outcomes == [Outcome("publish", "Webb"), Outcome("publish", "Orion", problem)]
    assert states() == {"Webb": "published", "Orion": "unpublished"}
    assert list(Schedule.objects.values_list("title", "problem")) == [("Orion", problem)]


def test_a_draft_that_quarrels_with_the_live_page_stays_a_draft():
    mission = drafted(records.mission(name="Webb"), name="James Webb")
    Mission.objects.update(name="JWST")
    planned(mission)

    outcomes = schedule.take_due(NOW)

    problem = "Changed on the live page since this draft began: Name"
    assert outcomes == [Outcome("publish", "Webb", problem)]
    assert (states(), Draft.objects.count()) == ({"JWST": "published"}, 1)


def test_a_reported_step_is_not_tried_again_until_it_is_scheduled_anew():
    programme = records.programme(name="Artemis", **HIDDEN)
    mission = hidden("Orion", programme=programme)
    planned(mission)
    schedule.take_due(NOW)
    publishing.publish(programme, by="Publisher")

    silent = schedule.take_due(NOW)
    planned(mission)

    assert (silent, schedule.take_due(NOW)) == ([], [Outcome("publish", "Orion")])


def test_what_waits_for_another_one_due_comes_after_it():
    programme = records.programme(name="Artemis", **HIDDEN)
    planned(hidden("Orion", programme=programme), at=NOW - 2 * HOUR)
    planned(programme)

    assert schedule.take_due(NOW) == [Outcome("publish", "Artemis"), Outcome("publish", "Orion")]


def test_a_step_that_fails_is_reported_and_stops_no_other(caplog):
    broken = drafted(records.mission(name="Orion"), name="Orion II")
    Draft.objects.update(data={"fields": {}})
    planned(broken, at=NOW - 2 * HOUR)
    planned(hidden("Webb"))

    outcomes = schedule.take_due(NOW)

    problem = "It failed; an operator finds the reason in the log."
    assert outcomes == [Outcome("publish", "Orion", problem), Outcome("publish", "Webb")]
    assert [record.message for record in caplog.records] == ["A scheduled step failed."]


def test_a_record_published_by_hand_meanwhile_is_left_alone():
    mission = hidden("Webb")
    planned(mission)
    publishing.publish(mission, by="somebody else")

    assert schedule.take_due(NOW) == []
    assert publications(mission) == 1


def test_a_draft_discarded_meanwhile_leaves_the_live_page_alone(publisher):
    mission = drafted(records.mission(name="Webb"), name="James Webb")
    planned(mission)
    drafts.discard(mission, by=publisher)

    outcomes = schedule.take_due(NOW)

    assert {outcome.problem for outcome in outcomes} <= {""}
    assert (states(), Schedule.objects.count()) == ({"Webb": "published"}, 0)


def test_a_draft_changed_since_by_somebody_who_may_not_publish_waits():
    mission = drafted(records.mission(name="Webb"), name="James Webb")
    planned(mission)
    drafted(mission, name="Nonsense")

    assert schedule.take_due(NOW) == []
    assert (states(), Schedule.objects.get().problem) == (
        {"Webb": "published"},
        "Changed since it was scheduled: schedule it again.",
    )


def test_a_record_deleted_at_the_desk_takes_its_plans_with_it(publisher):
    mission = hidden("Webb")
    planned(mission)
    recovery.delete(mission, by=publisher)

    assert schedule.take_due(NOW) == []
    assert not Schedule.objects.exists()


def test_a_record_deleted_behind_the_desk_is_reported_once_and_stops_no_other():
    gone = hidden("Orion")
    planned(gone, at=NOW - 2 * HOUR)
    planned(hidden("Webb"))
    Mission.objects.filter(pk=gone.pk).delete()

    outcomes = [schedule.take_due(NOW), schedule.take_due(NOW)]

    first = [Outcome("publish", "Orion", "The record is gone."), Outcome("publish", "Webb")]
    assert outcomes == [first, []]
    assert not Schedule.objects.exists()


def test_a_withdrawal_of_what_is_not_public_changes_nothing():
    mission = hidden("Webb")
    planned(mission, "withdraw")

    schedule.take_due(NOW)

    assert (states(), Schedule.objects.count()) == ({"Webb": "unpublished"}, 0)


def test_the_command_prints_a_line_for_each_step():
    planned(hidden("Webb"), at=NOW - 3 * HOUR)
    planned(records.mission(name="Hubble"), "withdraw", NOW - 2 * HOUR)
    planned(hidden("Orion", programme=records.programme(name="Artemis", **HIDDEN)))
    printed = StringIO()

    call_command("publish_due", stdout=printed)

    assert printed.getvalue().splitlines() == [
        "Published: Webb",
        "Withdrawn: Hubble",
        "Not published: Orion: Publish these first: Artemis",
    ]


def test_the_command_prints_nothing_where_nothing_is_due():
    printed = StringIO()

    call_command("publish_due", stdout=printed)

    assert printed.getvalue() == ""


def test_the_worker_takes_what_is_due():
    planned(hidden("Webb"))

    run_due({})

    assert states() == {"Webb": "published"}


def test_the_worker_looks_for_what_is_due_twice_a_minute():
    assert [every for every, *command in JOBS if command == ["publish_due"]] == [30]


def at_once(*tasks):
    """Run each task in a thread and on a connection of its own; what they return, in order."""
    results, gate = [None] * len(tasks), threading.Barrier(len(tasks))

    def run(number, task):
        gate.wait()
        try:
            results[number] = task()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_take_every_step_once_between_them():
    missions = [hidden(f"Mission {number}") for number in range(6)]
    for mission in missions:
        planned(mission)
    refused = hidden("Orion", programme=records.programme(name="Artemis", **HIDDEN))
    planned(refused)

    results = at_once(*[lambda: schedule.take_due(NOW)] * 4)

    told = sorted((outcome for result in results for outcome in result), key=lambda each: each.title)
    assert told == [
        *(Outcome("publish", f"Mission {number}") for number in range(6)),
        Outcome("publish", "Orion", "Publish these first: Artemis"),
    ]
    assert [publications(mission) for mission in missions] == [1] * 6


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_meets_a_person_publishing_waits_and_leaves_it_to_them():
    mission = hidden("Webb")
    planned(mission)
    holding = threading.Event()

    def person():
        with transaction.atomic():
            drafts.locked(mission)
            holding.set()
            worker_waits.wait(2)
            return publishing.publish(mission, by="somebody").published_by

    def worker():
        holding.wait(10)
        worker_starts.start()
        return schedule.take_due(NOW)

    worker_waits = threading.Event()
    worker_starts = threading.Timer(1, worker_waits.set)

    results = at_once(person, worker)

    assert results == ["somebody", []]
    assert publications(mission) == 1
