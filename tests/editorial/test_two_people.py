"""Two people at two missions, in any order: the live page changes by a step that says so, nothing is lost."""

import datetime

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editorial import drafts, history, publishing, recovery, review
from editorial.models import Draft, Review, Revision
from editorial.snapshots import DoesNotFit, digest, snapshot
from missions.models import Mission, Participation
from tests import records

pytestmark = pytest.mark.django_db

TEXTS = st.sampled_from(["One.", "Two.", "Three.", "Four words and more."])
STEPS = st.one_of(
    st.tuples(st.just("name"), TEXTS),
    st.tuples(st.just("contribution"), TEXTS),
    st.tuples(st.just("add row"), st.integers(0, 2)),
    st.tuples(st.just("remove row"), st.just(0)),
    st.tuples(st.just("cite"), st.integers(0, 2)),
    st.tuples(st.just("live"), TEXTS),
    *(
        st.tuples(st.just(step), st.just(0))
        for step in ("publish", "publish", "withdraw", "discard", "submit")
    ),
    st.tuples(st.just("restore"), st.integers(0, 20)),
)
SEQUENCES = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), STEPS), max_size=12)
LIVE_STEPS = {"publish", "live"}
REFUSALS = (publishing.Refused, DoesNotFit)


class Desk:
    """Two missions with a partner each, and two publishers."""

    def __init__(self):
        group = Group.objects.get(name="Publisher")
        self.people = [User.objects.create_user(name) for name in ("ana", "ben")]
        for person in self.people:
            person.groups.add(group)
        self.agencies = [records.agency(f"agency-of-{n}") for n in range(3)]
        self.sources = [records.source(f"source-of-{n}") for n in range(3)]
        self.missions = [records.mission(f"mission-of-{n}") for n in range(2)]
        for mission in self.missions:
            records.participation(mission=mission, agency=self.agencies[0])
        self.saved = []  # digests of everything that somebody saved or made live

    def take(self, who, which, step, value):
        """Take the step; False if it was refused. Checks what must be so after it."""
        by, mission = self.people[who], Mission.objects.get(pk=self.missions[which].pk)
        before = {m.pk: snapshot(m) for m in self.missions}
        taken = self.try_to(by, mission, step, value)
        self.check(mission, before, step, taken)
        return taken

    def try_to(self, by, mission, step, value):
        try:
            with transaction.atomic():
                return getattr(self, step.replace(" ", "_"))(by, mission, value)
        except REFUSALS:
            return False

    def check(self, mission, before, step, taken):
        for other in self.missions:
            now = snapshot(other)
            may_change = other.pk == mission.pk and taken and self.changes_live(step, mission)
            assert may_change or now == before[other.pk], f"{step} changed what readers see"
        for draft in Draft.objects.all():
            assert Revision.objects.of(draft.record).filter(step="draft").exists()
        if step == "publish" and taken:
            latest = Revision.objects.of(mission).filter(step="published").order_by("-pk").first()
            assert latest.data == snapshot(mission)
            assert (Draft.objects.of(mission).exists(), Review.objects.of(mission).exists()) == (False, False)
        assert all(m.is_published or not publishing.dependants(m) for m in Mission.objects.all())

    def changes_live(self, step, mission):
        return step in LIVE_STEPS or not drafts.is_drafted(mission)

    def amend(self, by, mission, change):
        """As the form does: into the draft of what is drafted, and else at once with a revision."""
        if drafts.is_drafted(mission):
            draft = drafts.amend(mission, change, by=by)
            self.saved.append((mission.pk, digest(draft.data if draft else snapshot(mission))))
        else:
            change(mission)
            history.record(mission, Revision.Step.SAVED, by=by)
            self.saved.append((mission.pk, digest(snapshot(mission))))
        return True

    def name(self, by, mission, text):
        def change(record):
            record.name = text
            record.save()

        return self.amend(by, mission, change)

    def contribution(self, by, mission, text):
        return self.amend(by, mission, lambda record: record.participations.update(contribution=text))

    def add_row(self, by, mission, number):
        def change(record):
            known = record.participations.filter(agency=self.agencies[number])
            if not known.exists():
                Participation.objects.create(mission=record, agency=self.agencies[number], role="partner")

        return self.amend(by, mission, change)

    def remove_row(self, by, mission, _value):
        def change(record):
            for row in record.participations.order_by("pk")[:1]:
                row.delete()

        return self.amend(by, mission, change)

    def cite(self, by, mission, number):
        def change(record):
            if not record.citations.filter(source=self.sources[number], fact="").exists():
                records.cite(record, source=self.sources[number])

        return self.amend(by, mission, change)

    def live(self, _by, mission, text):
        """An import that writes what readers see."""
        Mission.objects.filter(pk=mission.pk).update(summary=text)
        return True

    def publish(self, by, mission, _value):
        publishing.publish(mission, by=by, why="because")
        self.saved.append((mission.pk, digest(snapshot(mission))))
        return True

    def withdraw(self, by, mission, _value):
        if mission.is_published:
            publishing.withdraw(mission, by=by)
        return True

    def discard(self, by, mission, _value):
        drafts.discard(mission, by=by)
        return True

    def submit(self, by, mission, _value):
        review.submit(mission, by=by)
        return True

    def restore(self, by, mission, number):
        found = list(Revision.objects.of(mission).order_by("pk"))
        if not found:
            return True
        revision = found[number % len(found)]
        wanted = revision.data
        recovery.restore(revision, by=by)
        assert drafts.shown(mission) == wanted
        self.saved.append((mission.pk, digest(wanted)))
        return True

    def nothing_is_lost(self):
        """Every saved state is live, a draft, or in the history; what an import wrote is live or merged."""
        for mission in self.missions:
            kept = {digest(r.data) for r in Revision.objects.of(mission)} | {digest(snapshot(mission))}
            kept |= {digest(d.data) for d in Draft.objects.of(mission)}
            yield from ((m, d) for m, d in self.saved if m == mission.pk and d not in kept)


class TakenBack(Exception):
    """Ends an example."""


def run(sequence):
    try:
        with transaction.atomic():
            at = Desk()
            for who, which, (step, value) in sequence:
                at.take(who, which, step, value)
            assert list(at.nothing_is_lost()) == []
            raise TakenBack
    except TakenBack:
        pass


QUIET = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


@settings(max_examples=25, derandomize=True, **QUIET)
@given(SEQUENCES)
def test_whatever_two_people_do_nothing_is_lost(db, sequence):
    run(sequence)


@pytest.mark.slow
@settings(max_examples=150, derandomize=True, **QUIET)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), STEPS), min_size=8, max_size=25))
def test_whatever_two_people_do_for_long_nothing_is_lost(db, sequence):
    run(sequence)


def test_a_restored_and_published_state_equals_the_one_that_was_kept():
    at = Desk()
    ana, mission = at.people[0], at.missions[0]
    first = snapshot(mission)
    at.take(0, 0, "name", "Two.")
    at.take(0, 0, "add row", 1)
    at.take(1, 0, "publish", 0)
    began = Revision.objects.of(mission).get(step="first")

    recovery.restore(began, by=ana)
    publishing.publish(mission, by=ana)

    assert (snapshot(mission), began.at <= datetime.datetime.now(datetime.UTC)) == (first, True)
