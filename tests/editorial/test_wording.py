"""Differences as people read them."""

import copy

import pytest

from editorial.differences import changes
from editorial.snapshots import snapshot
from editorial.wording import Wording, by_words
from missions.models import Mission
from research.models import Consortium
from tests import records
from tests.editorial.changing import again, update, write

pytestmark = pytest.mark.django_db


def differences(record, change):
    """[(label, before, after)] of what `change` does to the record."""
    before = snapshot(record)
    change()
    found = Wording(type(record)).differences(before, snapshot(record))
    return [(difference.label, difference.before, difference.after) for difference in found]


def changed(record, **values):
    return differences(record, lambda: update(record, **values))


@pytest.mark.parametrize(
    ("values", "difference"),
    [
        ({"name": "Webb"}, ("Name", "Hubble", "Webb")),
        ({"status": "lost"}, ("Status", "operational", "lost")),
        ({"launched": "1990-04-24"}, ("Launch", "3 February 2001", "24 April 1990")),
        ({"launched_precision": "year"}, ("Launch", "3 February 2001", "2001")),
        ({"launched": None, "launched_precision": "unknown"}, ("Launch", "3 February 2001", "")),
        ({"launched": None, "launched_precision": "none"}, ("Launch", "3 February 2001", "does not apply")),
        ({"norad_id": 20580}, ("NORAD ID", "", "20580")),
        ({"website": "https://hubble.test"}, ("Website", "", "https://hubble.test")),
    ],
)
def test_a_field_is_told_by_its_label_and_its_values_as_a_reader_sees_them(values, difference):
    mission = records.mission(name="Hubble", launched="2001-02-03")
    if values.get("launched_precision") == "year":
        update(mission, launched="2001-01-01")
        difference = ("Launch", "1 January 2001", "2001")

    assert changed(mission, **values) == [difference]


def test_a_key_is_told_by_the_name_of_its_record():
    mission = records.mission(programme=records.programme(name="Great Observatories"))

    found = changed(mission, programme=records.programme(name="Explorer"))

    assert found == [("Programme", "Great Observatories", "Explorer")]


def test_a_record_that_is_gone_is_told_so():
    programme = records.programme()
    mission = records.mission(programme=programme)
    before = snapshot(mission)
    update(mission, programme=None)
    programme.delete()

    found = Wording(Mission).differences(before, snapshot(mission))

    assert [(difference.before, difference.after) for difference in found] == [("(deleted)", "")]


def test_yes_and_no_are_words():
    question = records.question()

    assert changed(question, featured=True) == [("Featured", "no", "yes")]


def test_an_item_of_a_list_is_told_by_its_name():
    question, webb, hubble = records.question(), records.mission(name="Webb"), records.mission(name="Hubble")
    question.missions.add(hubble)

    found = differences(question, lambda: question.missions.set([webb]))

    assert sorted(found) == [("Missions", "", "Webb"), ("Missions", "Hubble", "")]


def test_a_row_is_told_by_what_tells_it_apart():
    row = records.participation(agency=records.agency("nasa"), role="lead")

    found = differences(row.mission, lambda: update(row, contribution="The mirror."))

    assert found == [("Participation NASA, lead: what it supplied", "", "The mirror.")]


def test_a_row_that_is_new_is_told_whole():
    mission, agency = records.mission(), records.agency("esa")
    values = {
        "mission": mission,
        "agency": agency,
        "role": "lead",
        "joined": "1977",
        "contribution": "Arrays.",
    }

    found = differences(mission, lambda: records.participation(**values))

    told = "what it supplied: Arrays.; joined: 1977"
    assert found == [("Participation ESA, lead", "", told)]


def test_a_row_that_is_gone_is_told_whole_with_its_sources():
    row = records.participation(agency=records.agency("esa"))
    records.cite(row, source=records.source(title="Report"), locator="p. 3")

    [(label, before, after)] = differences(row.mission, row.delete)

    assert (label, after) == ("Participation ESA, partner", "")
    assert "citation: Report, p. 3" in before


def test_a_source_of_a_row_is_told_with_its_row():
    row = records.participation(agency=records.agency("esa"))
    citation = records.cite(row, source=records.source(title="Report"))

    found = differences(row.mission, lambda: update(citation, note="Rounded."))

    assert found == [("Participation ESA, partner: citation Report: note", "", "Rounded.")]


def test_a_list_of_a_row_is_told_with_its_row():
    row, country = records.instrument(acronym="NIRSpec"), records.country(name="Spain")

    found = differences(row.mission, lambda: row.countries.add(country))

    assert found == [("Instrument NIRSpec: countries", "", "Spain")]


def test_they_stand_in_the_order_of_the_form_and_rows_come_last():
    mission, agency = records.mission(), records.agency("esa")

    def change():
        update(mission, name="Webb", summary="A telescope.", website="https://webb.test", status="lost")
        records.participation(mission=mission, agency=agency)
        records.cite(mission)

    labels = [label for label, _before, _after in differences(mission, change)]

    assert labels[:5] == ["Name", "Summary", "Status", "Website", "Participation ESA, partner"]
    assert labels[5].startswith("Citation ")


def test_a_field_that_the_model_has_no_longer_is_told_by_its_name():
    mission = records.mission()
    before = snapshot(mission)
    after = copy.deepcopy(before)
    before["fields"]["motto"], after["fields"]["motto"] = "Per aspera", "Ad astra"

    found = Wording(Mission).differences(before, after)

    assert [(d.label, d.before, d.after) for d in found] == [("Motto", "Per aspera", "Ad astra")]


def test_all_that_differs_is_told_of_every_kind_of_record():
    for model, make in records.MAKERS.items():
        one, other = snapshot(make()), snapshot(make())
        found = Wording(model).differences(one, other)

        told = {difference.path for difference in found}
        assert told <= changes(one, other).keys()
        assert all(difference.label and (difference.before or difference.after) for difference in found)


def test_names_are_looked_up_once(django_assert_max_num_queries):
    consortium, missions = records.consortium(), [records.mission() for _ in range(5)]
    before = snapshot(consortium)
    consortium.missions.set(missions)
    after, wording = snapshot(consortium), Wording(Consortium)
    first = wording.differences(before, after)

    with django_assert_max_num_queries(0):
        second = wording.differences(before, after)

    assert second == first


def test_the_words_of_two_texts_are_marked():
    found = list(by_words("The mirror is made of glass.", "The large mirror is made of beryllium."))

    assert found == [
        ("=", "The"),
        ("+", " large"),
        ("=", " mirror is made of "),
        ("-", "glass."),
        ("+", "beryllium."),
    ]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("", "", []),
        ("", "New.", [("-", ""), ("+", "New.")]),
        ("Same.", "Same.", [("=", "Same.")]),
        ("One thing.", "Quite another", [("-", "One thing."), ("+", "Quite another")]),
    ],
)
def test_texts_that_have_little_in_common_are_shown_one_after_the_other(before, after, words):
    assert list(by_words(before, after)) == words


def test_a_difference_marks_its_words():
    mission = records.mission(summary="A large telescope in space.")
    before = snapshot(mission)
    write(again(mission), summary="A small telescope in space.")

    [difference] = Wording(Mission).differences(before, snapshot(mission))

    assert [kind for kind, _text in difference.words] == ["=", "-", "+", "="]
