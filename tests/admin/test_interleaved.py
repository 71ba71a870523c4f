"""Two editors at one record, in every order: what was saved is never undone by who had not seen it."""

import random

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.utils import timezone

from accounts.models import Entry
from editorial import drafts
from editorial.imports import runs
from missions.models import Mission
from tests import records
from tests.admin.editing import act, address, desk, filled, superuser
from tests.admin.matrix import HIDDEN
from tests.admin.test_matrix_kinds import CHANGED, made
from tests.imports.bringing import bring, fresh

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
KINDS = [model for model in admin.site._registry if model is not Entry]  # the log has no form
STEPS = [*["open"] * 4, *["save"] * 6, *("check", "apply", "publish", "verify", "withdraw")]
TEXTS = ["name", "summary", "launch_site", "picture_credit"]


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_at_every_form_the_save_of_who_has_not_seen_the_other_is_refused(model):
    record, first, second = made(model, ""), superuser(), desk("Publisher", "Editor")
    if model in {User, Group}:
        second = first
    changed = CHANGED[model._meta.model_name]
    typed = filled(second, address(record), **changed) | {"_save": "1"}

    saved = first.post(address(record), filled(first, address(record), **changed) | {"_save": "1"})
    late = second.post(address(record), typed)

    assert (saved.status_code, late.status_code) == (302, 200)
    assert late.context.get("refused") or late.context["adminform"].form.has_error("__all__", "late")


class AtOneRecord:
    """What two editors, imports and bulk actions did, and what was acknowledged: {text: value}."""

    def __init__(self, chance):
        self.chance, self.number, self.refusals = chance, 0, 0
        self.row = records.participation(mission=records.mission(**chance.choice([{}, HIDDEN])))
        self.mission = self.row.mission
        self.clients = [desk("Editor"), desk("Publisher")]
        self.open_forms, self.run, self.verified = {}, None, None
        self.acknowledged = self.shown()

    def shown(self):
        """The texts as the desk shows them: of the draft, if there is one."""
        data = drafts.shown(self.mission)
        row = data["rows"]["participations"][str(self.row.pk)]
        return {**{name: data["fields"][name] for name in TEXTS}, "row": row["fields"]["contribution"]}

    def new_text(self):
        self.number += 1
        return f"Text {self.number}."

    def open(self, who=None):
        """One of them opens the page's form, or that of its row, and writes into one field."""
        who, text = self.chance.choice([0, 1]) if who is None else who, self.new_text()
        record, name, field = self.chance.choice(
            [
                (self.row, "row", "contribution"),
                (self.mission, "row", "participations-0-contribution"),
                *((self.mission, name, name) for name in TEXTS[:2]),
            ]
        )
        data = filled(self.clients[who], address(record))
        self.open_forms[who] = address(record), data | {field: text, "_save": "1"}, {name: text}

    def save(self):
        if not self.open_forms:
            return
        who = self.chance.choice(sorted(self.open_forms))
        url, data, changes = self.open_forms.pop(who)
        response = self.clients[who].post(url, data)
        if response.status_code == 302:
            self.acknowledged |= changes
        else:
            assert response.context["refused"], response.context["adminform"].form.errors
            self.refusals += 1

    def check(self):
        """A table is brought with another launch site, and looked at."""
        self.text = self.new_text()
        self.run = bring(Mission, {"slug": self.mission.slug, "launch_site": self.text})
        runs.take_next()

    def apply(self):
        if self.run is None:
            return
        agreed = runs.agree(self.run)
        runs.take_next()
        if agreed and fresh(self.run).state == "applied":
            self.acknowledged["launch_site"] = self.text
        else:
            self.refusals += 1
        self.run = None

    def publish(self):
        act(self.clients[1], [self.mission], "publish_selected")

    def withdraw(self):
        act(self.clients[1], [self.mission], "withdraw_selected")

    def verify(self):
        act(self.clients[0], [self.mission], "mark_verified")
        self.verified = timezone.localdate()


def interleaved(seed, steps=10):
    """The refusals in one order of steps; after each, all that was acknowledged is there."""
    table = AtOneRecord(random.Random(seed))
    done = ["open", "open"]
    table.open(0)
    table.open(1)
    for step in table.chance.choices(STEPS, k=steps):
        done.append(step)
        getattr(table, step)()
        assert table.shown() == table.acknowledged, (seed, done)
    table.publish()
    table.mission.refresh_from_db()
    assert (table.shown(), table.mission.verified_on) == (table.acknowledged, table.verified), (seed, done)
    return table.refusals


@pytest.mark.parametrize("orders", [8, pytest.param(200, marks=pytest.mark.soak)])
def test_in_no_order_of_steps_is_a_save_lost_in_silence(orders):
    refusals = [interleaved(seed) for seed in range(orders)]

    assert sum(refusals) >= orders / 2  # it came to quarrels, and they were refused
