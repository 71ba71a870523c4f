"""The lines of a CSV are made once, and again as soon as anything in them has changed."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from editorial.models import Publishable, Source
from missions.models import Mission, Participation
from missions.tally import present
from opendata import lines
from opendata.catalogue import MISSIONS
from opendata.formats import as_csv
from partners.models import Agency
from tests import everything, records

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WITHDRAWN, PUBLISHED = Publishable.State.WITHDRAWN, Publishable.State.PUBLISHED
SITE = "http://testserver"
BY_NAME = "&sort=name"


@pytest.fixture(autouse=True)
def nothing_kept():
    """A database that was emptied begins again with the first generation."""
    lines.keeper.lines = present.keeper.present = None


@pytest.fixture
def mission():
    """One with everything, another, and one that is hidden."""
    found, _question = everything.around_a_mission()
    records.mission("another")
    records.mission("hidden", state=WITHDRAWN)
    return found


def taken(client, query=""):
    return client.get(f"/missions/?format=csv{query}").content


def anew():
    rows = MISSIONS.some(Mission.objects.published().order_by("name", "pk"), site=SITE)
    content, _count = as_csv(MISSIONS.columns, rows)
    return content


def queries(client):
    with CaptureQueriesContext(connection) as asked:
        taken(client)
    return [query["sql"].rpartition("FROM ")[2].split()[0].strip('"') for query in asked]


def test_a_line_is_made_once(client, mission):
    taken(client)

    assert set(queries(client)) == {"editorial_generation"}


def test_a_change_of_one_mission_has_its_line_alone_made_anew(client, mission):
    taken(client)
    places = list(lines.keeper.lines.ends)
    changed = lines.keeper.lines.tally.slots[mission.pk.hex]

    Mission.objects.filter(pk=mission.pk).update(summary="Another flight.")
    taken(client)

    now = list(lines.keeper.lines.ends)
    assert [slot for slot in range(len(now)) if now[slot] != places[slot]] == [changed]


def test_whatever_words_change_the_lines_say_what_they_would_say_anew(client, mission):
    taken(client)

    for row in everything.content():
        for field in everything.texts(row):
            value = f"{getattr(row, field.name)} anew"[: field.max_length]
            type(row).objects.filter(pk=row.pk).update(**{field.name: value})

            assert taken(client, BY_NAME) == anew(), (row, field.name)


def test_whatever_is_hidden_or_shown_the_lines_say_what_they_would_say_anew(client, mission):
    taken(client)

    for record in [record for record in everything.content() if isinstance(record, Publishable)]:
        for state in (WITHDRAWN, PUBLISHED):
            type(record).objects.filter(pk=record.pk).update(state=state)

            assert taken(client, BY_NAME) == anew(), (record, state)


def test_whatever_is_added_or_deleted_the_lines_say_what_they_would_say_anew(client, mission):
    steps = [
        lambda: records.participation(mission=mission),
        lambda: records.cite(record=mission),
        lambda: records.mission("third"),
        lambda: Mission.objects.filter(slug="another").delete(),
        lambda: records.mission("fourth"),
        lambda: Mission.objects.update(programme=records.programme("later")),
        lambda: (
            Agency.objects.update(slug="renamed", successor=None)
            if Agency.objects.count() == 1
            else Participation.objects.all().delete()
        ),
        lambda: Source.objects.filter(citations__object_id=mission.pk).update(title="Another"),
        lambda: mission.citations.all().delete(),
        lambda: Mission.objects.all().delete(),
        lambda: records.mission("last"),
    ]
    taken(client)

    for number, step in enumerate(steps):
        step()

        assert taken(client, BY_NAME) == anew(), number


def test_what_a_transaction_may_still_take_back_is_not_kept(client, mission):
    before = taken(client)

    with transaction.atomic():
        Mission.objects.update(name="Never so called")
        within = taken(client)
        transaction.set_rollback(True)

    assert b"Never so called" in within
    assert taken(client) == before


def test_each_name_of_the_site_has_its_own_addresses(client, mission):
    taken(client)

    secure = client.get("/missions/?format=csv", secure=True).content

    assert secure == taken(client).replace(b"http://testserver/", b"https://testserver/")


def test_where_no_file_can_be_written_the_list_is_made_without_one(client, mission, monkeypatch):
    expected = taken(client)
    lines.keeper.lines = None
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")

    assert taken(client) == expected


def test_when_much_of_the_file_is_given_up_another_is_begun(client, mission, monkeypatch):
    monkeypatch.setattr(lines, "MOST_DEAD", 300)
    before, sizes = taken(client), []

    for number in range(6):
        Mission.objects.filter(pk=mission.pk).update(norad_id=number + 1)
        taken(client)
        sizes.append(lines.keeper.lines.size)

    assert max(sizes) < 3 * len(before)


def test_the_entity_tag_is_of_what_the_lines_say(client, mission):
    def tag(query=""):
        return client.get(f"/missions/?format=csv{query}")["ETag"]

    first, again, other = tag(), tag(), tag("&status=completed")
    lines.keeper.lines = None
    anew = tag()
    Mission.objects.filter(pk=mission.pk).update(summary="Another flight.")

    assert (again == first, anew == first, other == first, tag() == first) == (True, True, False, False)


@given(st.lists(st.integers(0, 19)))
def test_any_choice_in_any_order_is_read_as_it_was_written(slots):
    values = [f"line {number}" for number in range(20)]

    assert list(lines.picker(slots)(values)) == [values[slot] for slot in slots]
