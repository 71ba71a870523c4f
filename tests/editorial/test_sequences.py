"""Whatever two people do to pages that refer to one another, and in whatever order, some things hold.

What the public sees changes only by a publication or by what writes past the desk, and refers to
nothing hidden; every state that was saved can be had again; a state restored is the one that was
kept. EXAMPLES=2000 in the environment tries that many sequences in the slow test.
"""

import os

import pytest
from django.db import models, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from editorial import drafts, history, publishing, recovery, review
from editorial.models import Draft, Review, Revision
from editorial.snapshots import DoesNotFit, digest, snapshot
from missions.models import Mission, Participation, Programme
from tests import records
from tests.admin.editing import person
from tests.editorial.changing import HIDDEN, again, update, write
from tests.imports.bringing import apply, checked

pytestmark = pytest.mark.django_db

REFUSED = (publishing.Refused, DoesNotFit, review.OwnWork, models.ProtectedError)
WHO = st.integers(0, 1)
NUMBER_OF_PAGE = st.sampled_from([0, 0, 0, 1])  # most meet at one page: there they quarrel
PAGE = st.sampled_from([*["mission 0"] * 6, "mission 1", "agency 0", "agency 1", "programme"])
TEXT = st.sampled_from(["One.", "Two.", "Three."])
ROLE = st.sampled_from(["lead", "partner", "host"])
STATE = st.integers(0, 9)


class Desk(RuleBasedStateMachine):
    """Two missions, two agencies and a programme: the first of each is published."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.people = [person("Author"), person("Publisher")]
        self.pages = {
            "mission 0": records.mission(name="Zero."),
            "mission 1": records.mission(**HIDDEN),
            "agency 0": records.agency(),
            "agency 1": records.agency(**HIDDEN),
            "programme": records.programme(**HIDDEN),
        }
        self.source = records.source()
        row = records.participation(mission=self.pages["mission 0"], agency=self.pages["agency 0"])
        records.cite(row, source=self.source)
        self.saved = {name: set() for name in self.pages}  # the digests of all that was ever saved
        self.public = self.as_public()

    def teardown(self):
        try:
            self.nothing_that_was_saved_is_lost()
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def nothing_that_was_saved_is_lost(self):
        for name, page in self.pages.items():
            kept = {digest(revision.data) for revision in Revision.objects.of(page)}
            assert self.saved[name] | {digest(draft.data) for draft in Draft.objects.of(page)} <= kept

    def page(self, name):
        """The page as it is now; None if it is deleted."""
        kept = self.pages[name]
        return type(kept)._base_manager.filter(pk=kept.pk).first()

    def as_public(self):
        there = {name: self.page(name) for name in self.pages}
        return {name: snapshot(page) for name, page in there.items() if page and page.is_published}

    def attempt(self, name, step, *, changes_live=False):
        """Take a step with the page, which may be refused; what it changed of what the public sees."""
        page = self.page(name)
        if page is None:
            return False
        try:
            with transaction.atomic():
                step(page)
        except REFUSED:
            changes_live = False
            return False
        finally:
            before, self.public = self.public, self.as_public()
            kept = before.keys() & self.public.keys() - ({name} if changes_live else set())
            assert {n: self.public[n] for n in kept} == {n: before[n] for n in kept}
        return True

    def amend(self, who, name, change):
        """As a form saves: into the draft of what is published, and else at once."""

        def step(page):
            by = self.people[who]
            if drafts.is_drafted(page):
                draft = drafts.amend(page, change, by=by)
                data = draft.data if draft else None
            else:
                history.begin(page)
                change(again(page))
                drafts.saved(again(page), by=by)
                data = snapshot(page)
            if data:
                self.saved[name].add(digest(data))

        return self.attempt(name, step)

    @rule(who=WHO, name=PAGE, text=TEXT)
    def edit(self, who, name, text):
        self.amend(who, name, lambda page: write(page, name=text))

    @rule(who=WHO, number=NUMBER_OF_PAGE, has=st.booleans())
    def choose_programme(self, who, number, has):
        programme = Programme.objects.first() if has else None
        self.amend(who, f"mission {number}", lambda page: write(page, programme=programme))

    @rule(who=WHO, number=NUMBER_OF_PAGE, agency=NUMBER_OF_PAGE, role=ROLE)
    def add_row(self, who, number, agency, role):
        wanted = {"agency": self.page(f"agency {agency}"), "role": role}

        def change(mission):
            if wanted["agency"] and not mission.participations.filter(**wanted).exists():
                records.cite(mission.participations.create(**wanted), source=self.source)

        self.amend(who, f"mission {number}", change)

    @rule(who=WHO, number=NUMBER_OF_PAGE, text=TEXT)
    def change_rows(self, who, number, text):
        self.amend(who, f"mission {number}", lambda mission: mission.participations.update(contribution=text))

    @rule(who=WHO, number=NUMBER_OF_PAGE)
    def delete_row(self, who, number):
        def change(mission):
            for row in mission.participations.order_by("pk")[:1]:
                row.delete()

        self.amend(who, f"mission {number}", change)

    @rule(who=WHO, number=NUMBER_OF_PAGE)
    def cite(self, who, number):
        def change(mission):
            if not mission.citations.filter(source=self.source).exists():
                records.cite(mission, source=self.source)

        self.amend(who, f"mission {number}", change)

    @rule(who=WHO, number=NUMBER_OF_PAGE, text=TEXT)
    def import_table(self, who, number, text):
        """As an editor does: the rows of published pages become drafts, or join them."""

        def step(page):
            run = checked(Mission, {"slug": page.slug, "summary": text}, by=self.people[who].username)
            if run.state == "checked" and apply(run).state == "applied":
                self.saved[f"mission {number}"].add(digest(drafts.shown(page)))

        self.attempt(f"mission {number}", step)

    @rule(name=PAGE, text=TEXT)
    def write_past_the_desk(self, name, text):
        self.attempt(name, lambda page: update(page, name=text), changes_live=True)

    @rule(number=NUMBER_OF_PAGE, text=TEXT, removes=st.booleans())
    def write_rows_past_the_desk(self, number, text, removes):
        def step(mission):
            rows = Participation.objects.filter(mission=mission)
            first = rows.order_by("pk").first()
            if removes and first:
                first.delete()
            rows.update(contribution=text)

        self.attempt(f"mission {number}", step, changes_live=True)

    @rule(who=WHO, name=PAGE)
    def publish(self, who, name):
        def step(page):
            publishing.publish(page, by=self.people[who])

        if self.attempt(name, step, changes_live=True):
            page = self.page(name)
            latest = Revision.objects.of(page).latest("pk")
            assert (latest.step, latest.data) == ("published", snapshot(page))
            assert not Draft.objects.of(page).exists()
            assert not Review.objects.of(page).exists()

    @rule(who=WHO, name=PAGE)
    def withdraw(self, who, name):
        self.attempt(name, lambda page: publishing.withdraw(page, by=self.people[who]))

    @rule(who=WHO, name=PAGE)
    def discard(self, who, name):
        self.attempt(name, lambda page: drafts.discard(page, by=self.people[who]))

    @rule(who=WHO, name=PAGE, keep_draft=st.booleans())
    def settle(self, who, name, keep_draft):
        def step(page):
            if drafts.of(page):
                drafts.settle(page, by=self.people[who], keep_draft=keep_draft)
                draft = drafts.of(page)
                assert draft is None or drafts.disputes(draft, snapshot(page)) == set()

        self.attempt(name, step)

    @rule(who=WHO, name=PAGE)
    def submit(self, who, name):
        self.attempt(name, lambda page: review.submit(page, by=self.people[who]))

    @rule(who=WHO, name=PAGE, approves=st.booleans())
    def answer(self, who, name, approves):
        def step(page):
            if review.of(page) is None:
                return
            if approves:
                written_by = review.writers(page)
                review.approve(page, by=self.people[who])
                assert self.people[who].username not in written_by
            else:
                review.send_back(page, by=self.people[who], comment="Why?")

        self.attempt(name, step)

    @rule(who=WHO, name=PAGE, number=STATE)
    def restore(self, who, name, number):
        self.attempt(name, lambda page: self.brought_back(who, name, page, number))

    def brought_back(self, who, name, page, number):
        """The data of the earlier state that the page, or its draft, has now."""
        found = list(Revision.objects.of(page).order_by("pk"))
        if not found:
            return None
        data = found[number % len(found)].data
        recovery.restore(found[number % len(found)], by=self.people[who])
        assert drafts.shown(page) == data
        self.saved[name].add(digest(data))
        return data

    @rule(who=WHO, name=PAGE, number=STATE)
    def restore_and_publish(self, who, name, number):
        def step(page):
            data = self.brought_back(who, name, page, number)
            if data:
                publishing.publish(page, by=self.people[who])
                assert snapshot(page) == data

        self.attempt(name, step, changes_live=True)

    @rule(who=WHO, name=PAGE)
    def delete_and_recover(self, who, name):
        def step(page):
            before = snapshot(page)
            recovery.delete(page, by=self.people[who])
            back = recovery.recover(Revision.objects.latest("pk"), by=self.people[who])
            assert (snapshot(back), back.state) == (before, "unpublished")

        if not self.is_referred_to(name):
            self.attempt(name, step)

    def is_referred_to(self, name):
        page = self.page(name)
        return page is None or bool(publishing.usage(page))

    @invariant()
    def nothing_public_refers_to_what_is_hidden(self):
        hidden = {name: publishing.unpublished_references(self.page(name)) for name in self.public}
        assert hidden == {name: [] for name in self.public}


def run(examples, steps):
    quiet = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    profile = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        deadline=None,
        suppress_health_check=quiet,
    )
    run_state_machine_as_test(Desk, settings=profile)


def test_what_holds_after_every_step():
    run(examples=50, steps=6)


@pytest.mark.slow
def test_what_holds_after_every_step_of_many():
    run(examples=int(os.environ.get("EXAMPLES", "150")), steps=10)
