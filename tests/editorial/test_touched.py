"""Every change notes the record that it touched, under the generation that it made."""

import pytest
from django.db import transaction

from editorial import generation, touched
from editorial.models import Touched
from missions.models import Mission, Participation
from tests import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def part():
    Touched.objects.all().delete()  # a flush takes the generation back to one, and touches what it empties
    return records.participation()


def noted(change):
    """What a change notes: {table: keys}."""
    before = generation.current()
    change()
    return touched.since(before, generation.current())


def test_a_record_is_noted_when_it_changes(part):
    mission = part.mission

    assert noted(mission.save) == {"missions_mission": {mission.pk.hex}}


def test_a_bulk_update_notes_each_record(part):
    other = records.mission()

    found = noted(lambda: Mission.objects.update(summary="New."))

    assert found == {"missions_mission": {part.mission.pk.hex, other.pk.hex}}


def test_a_row_notes_the_record_that_it_belongs_to(part):
    mission = part.mission.pk.hex

    assert noted(part.save) == noted(part.delete) == {"missions_participation": {mission}}


def test_a_row_that_goes_to_another_record_notes_both(part):
    before, other = part.mission, records.mission()

    found = noted(lambda: Participation.objects.filter(pk=part.pk).update(mission=other))

    assert found == {"missions_participation": {before.pk.hex, other.pk.hex}}


def test_a_citation_notes_what_it_supports(part):
    assert noted(lambda: records.cite(part.mission))["editorial_citation"] == {part.mission.pk.hex}


def test_nothing_is_noted_where_nothing_changed(part):
    assert noted(part.refresh_from_db) == {}


def test_what_is_rolled_back_is_not_noted(part):
    def attempt():
        with transaction.atomic():
            part.mission.save()
            transaction.set_rollback(True)

    assert noted(attempt) == {}


def test_too_many_changes_are_not_told_one_by_one(part, monkeypatch):
    monkeypatch.setattr(touched, "MOST", 2)

    assert noted(lambda: [part.mission.save() for _time in range(3)]) is None


def test_too_old_a_generation_is_not_told(part):
    now = generation.current() + touched.KEPT

    assert touched.since(now - touched.KEPT, now) is None


def test_what_no_memory_needs_is_taken_away(part):
    part.mission.save()

    touched.tidy(generation.current() + touched.KEPT + 1)

    assert Touched.objects.count() == 0
