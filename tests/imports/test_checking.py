"""Every row against the records as they are: what it would do, or what is wrong with it."""

import pytest

from faq.models import Question
from missions.models import Instrument, Mission, Participation
from partners.models import Agency
from tests import records
from tests.imports.bringing import HIDDEN, checked, counts, messages, told
from treaties.models import Action

pytestmark = pytest.mark.django_db

KIND = {"category": "astronomy", "destination": "leo", "status": "operational"}
WEBB = {"slug": "webb", "name": "Webb", "summary": "A telescope.", "launched": "2021-12-25"} | KIND
DATE = "Write a date as 1998, 1998-11 or 1998-11-20, or “unknown” or “does not apply”."
STATES = "Write one of: proposed, in-development, operational, extended, completed, lost, cancelled."
LONG = "Ensure this value has at most 120 characters (it has 121)."


def mission(**values):
    return checked(Mission, WEBB | values)


def test_the_check_tells_in_words_what_each_row_would_do():
    records.mission("orion", name="Orion", summary="A flight to the Moon.", launched="2001-02-03")
    records.mission("iss", name="ISS", summary="A station.", launched="1998-11-20")
    records.mission("mir", name="Mir", summary="A station.", launched="1986", **HIDDEN)

    run = checked(
        Mission,
        WEBB,
        {"slug": "orion", "name": "Orion", "summary": "A flight to Mars.", "launched": "2001-02"} | KIND,
        {"slug": "iss", "name": "ISS", "summary": "A station.", "launched": "1998-11-20"} | KIND,
        {"slug": "mir", "name": "Mir 1", "summary": "A station.", "launched": "1986"} | KIND,
    )

    assert (run.state, counts(run)) == ("checked", (4, 1, 2, 1, 0))
    assert told(run) == [
        (
            2,
            "a new record, not published",
            [
                ("Short name in addresses", "+webb"),
                ("Name", "+Webb"),
                ("Summary", "+A telescope."),
                ("Category", "+astronomy and astrophysics"),
                ("Destination", "+low Earth orbit"),
                ("Status", "+operational"),
                ("Launch", "+25 December 2021"),
                ("End", "+does not apply"),
            ],
        ),
        (
            3,
            "a draft",
            [
                ("Summary", "=A flight to -the Moon.+Mars."),
                ("Launch", "-3 =February 2001"),
            ],
        ),
        (5, "changed at once: readers do not see the record", [("Name", "=Mir+ 1")]),
    ]


def test_nothing_is_written_by_the_check():
    run = mission()

    assert run.state == "checked"
    assert not Mission.objects.exists()


@pytest.mark.parametrize(
    ("values", "column", "value", "text"),
    [
        ({"name": ""}, "name", "", "This field cannot be blank."),
        (
            {"name": "x" * 121},
            "name",
            "x" * 79 + "…",
            LONG,
        ),
        (
            {"status": "flying"},
            "status",
            "flying",
            STATES,
        ),
        (
            {"launched": "1998-13"},
            "launched",
            "1998-13",
            DATE,
        ),
        (
            {"launched": "98"},
            "launched",
            "98",
            DATE,
        ),
        ({"norad_id": "many"}, "norad_id", "many", "Write a whole number."),
        ({"norad_id": "-1"}, "norad_id", "-1", "Ensure this value is greater than or equal to 0."),
        ({"cospar_id": "98067A"}, "cospar_id", "98067A", "A COSPAR ID looks like 1998-067A."),
        ({"website": "nasa"}, "website", "nasa", "Enter a valid URL."),
        ({"programme": "artemis"}, "programme", "artemis", "There is no programme “artemis”."),
        ({"ended": "2020"}, "ended", "2020", "A mission cannot end before its launch."),
        (
            {"slug": "not a slug"},
            "slug",
            "not a slug",
            "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
        ),
        ({"slug": ""}, "slug", "", "This field cannot be blank."),
    ],
)
def test_a_wrong_cell_refuses_the_file_and_is_named(values, column, value, text):
    run = mission(**values)

    assert (run.state, messages(run)) == ("refused", [(2, column, value, text)])


def test_a_character_that_no_database_keeps_is_told_without_it():
    run = checked(Mission, WEBB | {"name": "We\x00bb"})

    assert messages(run) == [
        (
            2,
            "name",
            "We\N{REPLACEMENT CHARACTER}bb",
            "There is a character in it that cannot be read: U+0000.",
        )
    ]


def test_all_that_is_wrong_is_told_at_once():
    run = checked(
        Mission, WEBB | {"name": "", "status": "flying"}, WEBB | {"slug": "orion", "launched": "soon"}
    )

    assert [message[:2] for message in messages(run)] == [(2, "status"), (2, "name"), (3, "launched")]
    assert counts(run) == (2, 0, 0, 0, 2)


def test_unknown_and_missing_columns_are_named():
    unknown, missing = (
        checked(Mission, {"slug": "webb", "sluggish": "x"}),
        checked(Participation, {"role": "lead"}),
    )

    assert (unknown.state, missing.state) == ("refused", "refused")
    assert unknown.outcome["note"].startswith("Unknown columns: sluggish. There can be: slug, name, ")
    assert missing.outcome["note"] == "Missing columns: mission, agency."


def test_two_rows_about_the_same_record_are_refused():
    run = checked(Mission, WEBB, WEBB | {"slug": " webb"})

    assert messages(run) == [(3, "slug", " webb", "Row 2 is about the same record.")]


def test_what_only_one_record_can_have_is_refused_for_a_second_one():
    topic = records.topic("basics")
    records.question("first", question="What is it?", topic=topic)
    row = {"topic": "basics", "answer": "This."}

    run = checked(
        Question,
        {"slug": "second", "question": "What is it?", **row},
        {"slug": "third", "question": "And this?", **row},
        {"slug": "fourth", "question": "And this?", **row},
    )

    text = "Question with this Question already exists."
    assert messages(run) == [(2, "question", "What is it?", text), (4, "question", "And this?", text)]


def test_a_column_that_is_left_out_stays_as_it_is():
    records.mission("orion", name="Orion", summary="A flight.", norad_id=7)

    run = checked(Mission, {"slug": "orion", "name": "Orion I"})

    assert told(run) == [(2, "a draft", [("Name", "=Orion+ I")])]


def test_rows_are_found_by_what_tells_them_apart():
    row = records.participation(mission=records.mission("webb"), agency=records.agency("esa"), role="partner")
    records.agency("csa", acronym="CSA")

    run = checked(
        Participation,
        {"mission": "webb", "agency": "esa", "role": "partner", "contribution": "The rocket."},
        {"mission": "webb", "agency": "csa", "role": "partner", "contribution": ""},
    )

    assert told(run) == [
        (2, "a draft", [(f"Participation {row.agency}, partner: what it supplied", "+The rocket.")]),
        (3, "a draft", [("Participation CSA, partner", "+yes")]),
    ]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"mission": "nowhere"}, ("mission", "nowhere", "There is no mission “nowhere”.")),
        ({"mission": ""}, ("mission", "", "Name one: this cannot be empty.")),
        ({"left": "1999", "joined": "2001"}, ("left", "1999", "An agency cannot leave before it joined.")),
        (
            {"reason_left": "Money."},
            ("reason_left", "Money.", "Say when it left, or that the date is unknown."),
        ),
    ],
)
def test_a_wrong_row_of_a_page_is_named(values, expected):
    records.mission("webb")
    records.agency("esa")
    row = {"mission": "webb", "agency": "esa", "role": "partner", "joined": "", "left": "", "reason_left": ""}

    assert messages(checked(Participation, row | values)) == [(2, *expected)]


def test_a_party_is_a_country_or_an_organisation():
    records.treaty("ost")
    records.country(iso3="CAN")
    row = {
        "treaty": "ost",
        "country": "",
        "organisation": "",
        "kind": "ratification",
        "depositary": "",
        "date": "1967-10-10",
        "disputed": "no",
    }

    run = checked(
        Action,
        row,
        row | {"country": "CAN"},
        row | {"country": "CAN", "kind": "signature", "disputed": "perhaps"},
    )

    assert messages(run) == [
        (2, "organisation", "", "The party is either a country or an organisation: name one."),
        (4, "disputed", "perhaps", "Write “yes” or “no”."),
    ]


def test_several_records_in_one_cell_are_separated_by_semicolons():
    records.country(iso3="CAN", name="Canada")
    records.country(iso3="FRA", name="France")
    records.instrument(mission=records.mission("webb"), acronym="NIRISS", name="Imager", kind="camera")
    row = {"mission": "webb", "acronym": "NIRISS", "name": "Imager"}

    good = checked(Instrument, row | {"countries": "FRA; CAN"})
    bad = checked(Instrument, row | {"countries": "FRA; XYZ"})

    assert [label for label, _words in told(good)[0][2]] == ["Instrument NIRISS: countries"] * 2
    assert messages(bad) == [(2, "countries", "FRA; XYZ", "There is no country “XYZ”.")]


def test_a_row_may_refer_to_a_later_one():
    row = {"name": "Agency", "kind": "national-agency", "acronym": "A"}

    run = checked(Agency, {"slug": "part", "parent": "whole", **row}, {"slug": "whole", "parent": "", **row})

    assert (run.state, counts(run)) == ("checked", (2, 2, 0, 0, 0))


def test_the_ends_of_lines_and_the_number_of_spaces_are_no_change():
    topic = records.topic("basics")
    records.question("q", topic=topic, question="What  is it?", answer="One.\r\n\r\nTwo.")

    run = checked(Question, {"slug": "q", "question": "What is it?", "answer": "One.\n\nTwo."})

    assert counts(run) == (1, 0, 0, 1, 0)


def test_of_long_texts_only_the_changed_part_is_shown():
    topic, words = records.topic("basics"), "word " * 1500
    records.question("q", topic=topic, answer=f"{words}old {words}")

    run = checked(Question, {"slug": "q", "answer": f"{words}new {words}"})

    ((label, said),) = told(run)[0][2]
    assert label == "Answer"
    assert "-old+new" in said
    assert len(said) < 300
