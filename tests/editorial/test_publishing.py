"""What the public sees refers only to what the public sees."""

import pytest
from django.contrib.auth import get_user_model

from editorial.publishing import HasDependants, RefersToUnpublished, publish, usage, withdraw
from missions.models import Mission
from tests import records

pytestmark = pytest.mark.django_db

HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}
PUBLISHABLE = [make for model, make in records.MAKERS.items() if hasattr(model, "is_published")]
each_publishable = pytest.mark.parametrize("make", PUBLISHABLE, ids=lambda make: make.__name__)


@pytest.fixture
def editor():
    return get_user_model()(username="vera")


@each_publishable
def test_a_published_record_names_who_published_it_and_when(make, editor):
    record = make(**HIDDEN)
    before = record.changed_at

    publish(record, by=editor)

    record.refresh_from_db()
    assert (record.state, record.published_by) == ("published", "vera")
    assert record.published_at == record.changed_at > before


@each_publishable
def test_a_withdrawn_record_is_public_no_longer(make, editor):
    record = make()

    withdraw(record, by=editor)

    record.refresh_from_db()
    assert (record.state, record.published_by) == ("withdrawn", "vera")
    assert list(type(record).objects.published()) == []


@each_publishable
@pytest.mark.parametrize("state", ["unpublished", "withdrawn"])
def test_published_shows_nothing_else(make, state):
    shown = make()
    make(state=state)

    assert list(type(shown).objects.published()) == [shown]


def mission_of_hidden_programme(hidden):
    return records.mission(programme=hidden, **HIDDEN)


def mission_with_hidden_partner(hidden):
    mission = records.mission(**HIDDEN)
    records.participation(mission=mission, agency=hidden)
    return mission


def mission_under_hidden_treaty(hidden):
    mission = records.mission(**HIDDEN)
    records.agreement(mission=mission, treaty=hidden)
    return mission


def treaty_with_an_act_of_a_hidden_organisation(hidden):
    treaty = records.treaty(**HIDDEN)
    records.action(treaty=treaty, organisation=hidden)
    return treaty


def question_of_a_hidden_topic(hidden):
    return records.question(topic=hidden, **HIDDEN)


def question_about_a_hidden_mission(hidden):
    question = records.question(**HIDDEN)
    question.missions.add(hidden)
    return question


def consortium_with_a_hidden_agency(hidden):
    consortium = records.consortium(**HIDDEN)
    consortium.agencies.add(hidden)
    return consortium


def archive_of_a_hidden_operator(hidden):
    return records.archive(operator=hidden, **HIDDEN)


def agency_with_a_hidden_successor(hidden):
    return records.agency(successor=hidden, **HIDDEN)


REFERENCES = [
    (mission_of_hidden_programme, records.programme),
    (mission_with_hidden_partner, records.agency),
    (mission_under_hidden_treaty, records.treaty),
    (treaty_with_an_act_of_a_hidden_organisation, records.agency),
    (question_of_a_hidden_topic, records.topic),
    (question_about_a_hidden_mission, records.mission),
    (consortium_with_a_hidden_agency, records.agency),
    (archive_of_a_hidden_operator, records.agency),
    (agency_with_a_hidden_successor, records.agency),
]
each_reference = pytest.mark.parametrize(
    ("refer", "make"), REFERENCES, ids=[refer.__name__ for refer, make in REFERENCES]
)


@each_reference
def test_what_refers_to_a_hidden_record_is_not_published(refer, make, editor):
    hidden = make(**HIDDEN)
    record = refer(hidden)

    with pytest.raises(RefersToUnpublished) as refusal:
        publish(record, by=editor)

    record.refresh_from_db()
    assert (refusal.value.records, record.state) == ([hidden], "unpublished")
    assert str(refusal.value) == f"Publish these first: {hidden}"


@each_reference
def test_once_that_is_published_it_can_be_published_too(refer, make, editor):
    hidden = make(**HIDDEN)
    record = refer(hidden)

    publish(hidden, by=editor)
    record = type(record).objects.get(pk=record.pk)
    publish(record, by=editor)

    record.refresh_from_db()
    assert record.state == "published"


@each_reference
def test_what_a_published_record_refers_to_is_not_withdrawn(refer, make, editor):
    target = make()
    record = refer(target)
    publish(record, by=editor)

    with pytest.raises(HasDependants) as refusal:
        withdraw(target, by=editor)

    target.refresh_from_db()
    assert (refusal.value.records, target.state) == ([record], "published")


@each_reference
def test_what_only_hidden_records_refer_to_is_withdrawn(refer, make, editor):
    target = make()
    refer(target)

    withdraw(target, by=editor)

    target.refresh_from_db()
    assert target.state == "withdrawn"


def test_a_record_refers_to_itself_without_harm(editor):
    mission = records.mission(**HIDDEN)
    question = records.question(**HIDDEN)
    question.missions.add(records.mission())

    mission = publish(mission, by=editor)
    question = publish(question, by=editor)

    assert (mission.is_published, question.is_published) == (True, True)


def test_all_that_stand_in_the_way_are_named_in_order(editor):
    mission = records.mission(programme=records.programme("zeta", name="Zeta", **HIDDEN), **HIDDEN)
    for slug in ("esa", "asi"):
        records.participation(mission=mission, agency=records.agency(slug, **HIDDEN))

    with pytest.raises(RefersToUnpublished) as refusal:
        publish(mission, by=editor)

    assert str(refusal.value) == "Publish these first: ASI, ESA, Zeta"


def test_data_access_waits_for_both_its_records_and_holds_neither(editor):
    access = records.data_access()

    withdraw(access.archive, by=editor)
    withdraw(access.mission, by=editor)

    assert usage(access.mission) == [access.archive]


def test_records_that_nobody_has_checked_since_a_day_are_found():
    old = records.mission(verified_on="2020-01-01")
    never = records.mission()
    records.mission(verified_on="2026-01-01")

    assert set(Mission.objects.unverified_since("2025-01-01")) == {old, never}


def test_unsourced_records_are_told_from_sourced_ones():
    sourced, wanting = records.mission("sourced"), records.mission("wanting")
    records.cite(sourced)

    marked = dict(Mission.objects.with_sourced().values_list("slug", "sourced"))

    assert marked == {"sourced": True, "wanting": False}
    assert list(Mission.objects.unsourced()) == [wanting]
