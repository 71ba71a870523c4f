"""Pages of records are drawn once, and again as soon as anything on them has changed."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings

from editorial import drawn
from editorial.models import Publishable
from faq.models import Question
from missions.models import Mission
from tests import everything, records
from tests.everything import content, texts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WITHDRAWN, PUBLISHED = Publishable.State.WITHDRAWN, Publishable.State.PUBLISHED


@pytest.fixture(autouse=True)
def nothing_kept(settings):
    """A database that was emptied begins again with the first generation."""
    settings.KEEP_DRAWN = True
    drawn.keeper.of.clear()


@pytest.fixture
def site():
    """The addresses of the drawn pages."""
    mission, question = everything.around_a_mission()
    return [mission.get_absolute_url(), question.get_absolute_url(), "/treaties/status/"]


def read(client, addresses):
    return [(answer.status_code, answer.content) for answer in map(client.get, addresses)]


def anew(client, addresses):
    with override_settings(KEEP_DRAWN=False):
        return read(client, addresses)


def test_whatever_words_change_the_pages_say_what_they_would_say_anew(client, site):
    read(client, site)

    for row in content():
        for field in texts(row):
            value = f"{getattr(row, field.name)} anew"[: field.max_length]
            with transaction.atomic():
                type(row).objects.filter(pk=row.pk).update(**{field.name: value})

            assert read(client, site) == anew(client, site), (row, field.name)


def test_whatever_is_hidden_or_shown_the_pages_say_what_they_would_say_anew(client, site):
    read(client, site)

    for record in [record for record in content() if isinstance(record, Publishable)]:
        for state in (WITHDRAWN, PUBLISHED):
            type(record).objects.filter(pk=record.pk).update(state=state)

            assert read(client, site) == anew(client, site), (record, state)


def test_whatever_is_added_or_deleted_the_pages_say_what_they_would_say_anew(client, site):
    mission, question = Mission.objects.get(), Question.objects.first()
    other, instrument = records.mission(state=WITHDRAWN), mission.instruments.get()
    steps = [
        lambda: records.participation(mission=mission),
        lambda: records.milestone(mission=mission, event="Return", date="2010-06-13"),
        lambda: records.cite(record=mission),
        lambda: question.missions.add(other),
        lambda: Mission.objects.filter(pk=other.pk).update(state=PUBLISHED),
        lambda: records.question().missions.add(mission),
        instrument.countries.clear,
        lambda: mission.instruments.all().delete(),
        lambda: mission.milestones.all().delete(),
        mission.consortia.clear,
        question.missions.clear,
        lambda: mission.participations.all().delete(),
        records.action,
    ]
    read(client, site)

    for number, step in enumerate(steps):
        step()

        assert read(client, site) == anew(client, site), number


def test_what_a_page_does_not_show_leaves_it_as_it_was_drawn(client, site):
    other = records.mission()
    before = read(client, site)
    read(client, site)

    other.name = "Another name"
    other.save()
    with CaptureQueriesContext(connection) as asked:
        after = read(client, site)

    assert after == before
    tables = [query["sql"].rpartition("FROM ")[2].split()[0].strip('"') for query in asked]
    assert tables == ["editorial_generation", "editorial_touched", *["editorial_generation"] * 2]


@pytest.mark.parametrize("cookie", ["sessionid", "messages"])
def test_for_one_reader_a_page_is_drawn_by_itself(client, site, cookie):
    read(client, site)
    client.cookies[cookie] = "something"

    with CaptureQueriesContext(connection) as asked:
        read(client, site[:1])

    assert len(asked) > 5


def test_what_a_transaction_may_still_take_back_is_not_kept(client, site):
    before = read(client, site)

    with transaction.atomic():
        Mission.objects.update(name="Never so called")
        within = read(client, site[:1])
        transaction.set_rollback(True)

    assert b"Never so called" in within[0][1]
    assert read(client, site) == before


def test_no_more_is_kept_than_there_is_room_for(client, site, monkeypatch):
    read(client, site)
    monkeypatch.setattr(drawn, "MOST_BYTES", 20_000)
    read(client, [records.mission().get_absolute_url()])

    pages = drawn.keeper.of["default"]

    assert pages.bytes == sum(len(page.content) for page in pages.pages.values()) <= 20_000
