"""Runs in the hands of workers: one at a time, taken up again after a kill, never applied twice."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from editorial import drafts, leases
from editorial.imports import checking, runs, tables
from editorial.imports.registry import resource_of
from editorial.models import ImportRun, Lease, Revision
from missions.models import Mission, Participation
from tests import records
from tests.editorial.changing import write
from tests.imports.bringing import apply, bring, checked, fresh, table

WEBB = {
    "slug": "webb",
    "name": "Webb",
    "summary": "A telescope.",
    "category": "astronomy",
    "destination": "leo",
    "status": "operational",
}


def left_behind(run, state, **values):
    """The run as a killed worker left it: its lease is taken, and not given back."""
    ImportRun.objects.filter(pk=run.pk).update(state=state, **values)
    leases.take(runs.lease(run.pk), "killed", runs.PATIENCE)
    return run


def after_patience(run):
    Lease.objects.filter(name=runs.lease(run.pk)).update(until=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
def test_the_command_takes_every_step_that_waits():
    first, second = bring(Mission, WEBB), bring(Mission, WEBB | {"slug": "orion"})

    call_command("run_imports")

    assert (fresh(first).state, fresh(second).state) == ("checked", "checked")


@pytest.mark.django_db
def test_the_command_takes_one_step_where_other_work_waits():
    first, second = bring(Mission, WEBB), bring(Mission, WEBB | {"slug": "orion"})

    call_command("run_imports", "--one")

    assert (fresh(first).state, fresh(second).state) == ("checked", "waiting")


@pytest.mark.django_db
def test_a_run_that_another_worker_has_is_left_to_it():
    run = left_behind(bring(Mission, WEBB), "checking")

    assert not runs.take_next()
    assert fresh(run).state == "checking"


@pytest.mark.django_db
@pytest.mark.parametrize(("left", "found"), [("checking", "checked"), ("applying", "applied")])
def test_a_run_that_a_killed_worker_left_is_taken_up_again(left, found):
    run = left_behind(checked(Mission, WEBB), left)
    after_patience(run)

    runs.take_next()

    assert fresh(run).state == found
    assert not Lease.objects.exists()


@pytest.mark.django_db
def test_a_run_that_kills_every_worker_is_given_up():
    run = left_behind(bring(Mission, WEBB), "checking", outcome={"begun": 3})
    after_patience(run)

    runs.take_next()

    assert (fresh(run).state, fresh(run).outcome) == (
        "failed",
        {"note": "It was begun three times and did not end: bring fewer rows at once."},
    )


@pytest.mark.django_db
def test_a_run_that_was_discarded_meanwhile_writes_nothing():
    run = checked(Mission, WEBB)
    runs.agree(run)
    work = runs.Work(fresh(run), "me")
    runs.discard(run)

    assert not work.step()
    assert not Mission.objects.exists()


@pytest.mark.django_db
def test_runs_of_long_ago_are_forgotten_when_the_next_file_is_brought():
    old, new = bring(Mission, WEBB), bring(Mission, WEBB)
    ImportRun.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=91))

    last = bring(Mission, WEBB)

    assert set(ImportRun.objects.all()) == {new, last}


@pytest.mark.django_db
def test_a_run_that_is_being_applied_is_not_discarded():
    run = left_behind(checked(Mission, WEBB), "applying")

    assert not runs.discard(run)


@pytest.mark.django_db
def test_a_fault_of_ours_ends_the_run_and_not_the_worker():
    run, next_run = bring(Mission, WEBB, file_name="table.ods"), bring(Mission, WEBB)

    call_command("run_imports")

    assert (fresh(run).state, fresh(run).outcome) == (
        "failed",
        {"note": "It failed; an operator finds the reason in the log."},
    )
    assert fresh(next_run).state == "checked"


@pytest.mark.django_db
def test_how_far_it_is_is_told_every_five_hundred_rows():
    told, rows = [], [WEBB | {"slug": f"mission-{number}"} for number in range(1200)]
    file = tables.read(table(*rows), "csv")

    checking.check(resource_of(Mission)(), file, lambda *progress: told.append(progress))

    assert told == [(0, 1200), (500, 1200), (1000, 1200)]


# -- with real transactions


def at_once(*tasks):
    """What each of the tasks gave, run in threads that begin together."""
    barrier, results = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(number, task):
        barrier.wait()
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


@pytest.fixture
def superuser(transactional_db, django_user_model):
    """The roles of the migrations are gone once a test has really committed."""
    return django_user_model.objects.create_superuser("chief")


def brought(superuser, *rows, model=Mission, **options):
    return runs.bring(model, table(*rows), by=superuser, file_name="table.csv", **options)


def test_two_workers_at_once_apply_a_file_once(superuser):
    run = brought(superuser, WEBB)
    runs.take_next()
    runs.agree(run)

    took = at_once(runs.take_next, runs.take_next, runs.take_next)

    assert sorted(took) == [False, False, True]
    assert fresh(run).state == "applied"
    assert Revision.objects.count() == Mission.objects.count() == 1


def test_no_transaction_is_open_while_rows_are_checked(superuser):
    records.mission("webb")
    file, open_ones = tables.read(table(WEBB, WEBB | {"slug": "orion", "name": ""}), "csv"), []

    def look(_done, _total):
        open_ones.append(connection.in_atomic_block)

    with connection.execute_wrapper(lambda run, *query: (look(0, 0), run(*query))[1]):
        checking.check(resource_of(Mission)(), file, look)

    assert len(open_ones) > 3
    assert set(open_ones) == {False}


def test_a_file_is_applied_in_one_transaction(superuser):
    mission = records.mission("webb")
    row = {"mission": "webb", "role": "partner", "contribution": "A part."}
    rows = [row | {"agency": records.agency(f"a{number}").slug} for number in range(150)]
    run = brought(superuser, *rows, model=Participation, publish=True)
    runs.take_next()
    runs.agree(run)
    written = []

    def look(run, sql, *rest):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "lease" not in sql and "importrun" not in sql:
            written.append(connection.in_atomic_block)
        return run(sql, *rest)

    with connection.execute_wrapper(look):
        runs.take_next()

    assert (fresh(run).state, mission.participations.count()) == ("applied", 150)
    assert set(written) == {True}
    assert Revision.objects.of(mission).count() == 2


def test_an_edit_between_reading_and_writing_is_not_lost(superuser):
    """Another connection saves after the file was read: the plan is thrown away, and made anew."""
    mission = records.mission("webb", name="Webb", state="unpublished", published_at=None, published_by="")
    run = brought(superuser, {"slug": "webb", "summary": "New."})
    runs.take_next()
    runs.agree(run)
    edits = []

    def edit():
        Mission.objects.filter(pk=mission.pk).update(name="James Webb")

    def look(run, sql, *rest):
        if sql.startswith("SELECT") and "editorial_revision" in sql and not edits:
            edits.append(at_once(edit))
        return run(sql, *rest)

    with connection.execute_wrapper(look):
        runs.take_next()

    again = fresh(run)
    assert edits
    assert again.state == "checked"
    assert Mission.objects.get().name == "James Webb"
    assert apply(again).state == "applied"
    assert (Mission.objects.get().name, Mission.objects.get().summary) == ("James Webb", "New.")


def applied_while(superuser, saved):
    """(the run that applies a row about Webb, Webb); a draft of one of two is saved while it is read."""
    mission = records.mission("webb", name="Webb")
    other = records.mission("hubble", name="Hubble")
    run = brought(superuser, {"slug": "webb", "summary": "New."})
    runs.take_next()
    runs.agree(run)
    edits = []

    def edit():
        record = {"webb": mission, "hubble": other}[saved]
        drafts.amend(record, lambda fresh: write(fresh, name=f"{saved} telescope"), by="vera")

    def look(run, sql, *rest):
        if sql.startswith("SELECT") and "editorial_revision" in sql and not edits:
            edits.append(at_once(edit))
        return run(sql, *rest)

    with connection.execute_wrapper(look):
        runs.take_next()

    assert edits
    return fresh(run), mission


def test_a_draft_saved_of_another_page_does_not_hold_an_import_up(superuser, caplog):
    caplog.set_level("INFO", "editorial.imports")

    run, _mission = applied_while(superuser, "hubble")

    assert run.state == "applied"
    assert "begun anew" not in caplog.text


def test_a_draft_saved_of_the_same_page_is_not_lost(superuser):
    run, mission = applied_while(superuser, "webb")

    assert run.state == "checked"  # to be looked at again, for it joins the draft now
    assert apply(run).state == "applied"
    shown = drafts.shown(mission)["fields"]
    assert (shown["name"], shown["summary"]) == ("webb telescope", "New.")
