"""The list finds words in memory as the database would, whatever has changed since they were read."""

import tempfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from missions.models import Mission
from missions.tally import concordance, words
from missions.tally.present import Present
from missions.tally.unfaceted import Unfaceted
from tests import records

PARTS = [
    "webb",
    "WEBB",
    "eb",
    "tele",
    "jwst",
    "ngst",
    "infra",
    "great",
    "observatories",
    "a",
    ";",
    "james webb",
]
IDENTIFIERS = ["2021-130a", "2021-130", "50463", "050463", "504", "0", "000"]
NOWHERE = ["zzz", "%", "_", "'", "\\", "webb nowhere"]


@pytest.fixture
def fleet(db):
    """One with all that words are looked for in, one beside it, and one that is hidden."""
    records.mission(
        "jwst",
        name="James Webb Space Telescope",
        alternative_names="JWST; NGST",
        summary="An infrared observatory.",
        cospar_id="2021-130A",
        norad_id=50463,
        programme=records.programme(name="Great Observatories"),
    )
    records.mission("hera", name="Hera", summary="A visit to Dimorphos, as a part of planetary defence.")
    records.mission("hidden", name="Webb's secret", state="withdrawn")


@pytest.fixture
def present(fleet):
    found = Present.now()
    assert listed(found, "webb") == {"jwst"}  # its words have been read
    return found


def listed(present, text):
    keys = present.tally.page(Unfaceted(present, None).q(text), "name", 0, None)
    return {mission.slug for mission in Mission.objects.filter(pk__in=keys)}


def in_database(text):
    return {mission.slug for mission in Mission.objects.published().containing(text)}


@pytest.mark.parametrize("text", [*PARTS, *IDENTIFIERS, *NOWHERE])
def test_it_finds_what_the_database_finds(present, text):
    assert listed(present, text) == in_database(text)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_it_does_so_for_any_part_of_any_word_of_the_catalogue(catalogue, shipped_words, data):
    present, known = shipped_words
    word = data.draw(st.sampled_from(known))
    start = data.draw(st.integers(0, len(word) - 1))
    part = word[start : data.draw(st.integers(start + 1, len(word)))]

    assert listed(present, part) == in_database(part)


@pytest.fixture
def shipped_words(catalogue):
    texts = Mission.objects.published().values_list("name", "alternative_names", "summary")
    known = {word for row in texts for text in row for word in text.split() if word.isascii()}
    return Present.now(), sorted(known)


def test_capitals_are_as_small_letters_in_every_script(present):
    records.mission("etoile", name="Étoile")

    present.follow()

    assert [listed(present, text) for text in ("étoile", "ÉTOILE")] == [{"etoile"}] * 2


@pytest.mark.parametrize("most", [0, 1_000])
def test_what_has_changed_since_is_found_as_it_is_now(present, monkeypatch, most):
    monkeypatch.setattr(words, "MOST_CHANGED", most)  # with none, everything is read anew
    Mission.objects.filter(slug="jwst").update(name="Lantern", cospar_id="2022-001B")
    Mission.objects.filter(slug="hera").delete()
    records.mission("juice", name="Juice", summary="A visit to three moons.")

    present.follow()

    asked = ["webb", "lantern", "2021-130a", "2022-001b", "050463", "visit", "dimorphos", "juice", "jwst"]
    assert {text: listed(present, text) for text in asked} == {text: in_database(text) for text in asked}


def test_a_mission_is_found_from_its_publication_to_its_withdrawal(present):
    hidden = Mission.objects.filter(slug="hidden")
    found = []

    for state in ("published", "withdrawn"):
        hidden.update(state=state, published_by="someone")
        present.follow()
        found.append(listed(present, "secret"))

    assert found == [{"hidden"}, set()]


def test_a_part_of_too_many_words_is_asked_of_the_database(present, monkeypatch):
    monkeypatch.setattr(concordance, "MOST", 1)

    assert present.words.containing("e") is None
    assert listed(present, "e") == in_database("e") == {"jwst", "hera"}


def test_where_no_file_can_be_written_the_database_is_asked(fleet, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")

    assert listed(Present.now(), "webb") == {"jwst"}
