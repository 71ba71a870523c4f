"""Every page and step of a mission’s admin, in every state of the mission, for every role.

The outcomes: “yes” (shown, or done), “nothing” (answered, and without effect), “no” (403), “login”
(sent there), “missing” (404), “index” (sent to the start page), “not so” (405: by another method).
Whatever is not “yes” has changed nothing: `answers` compares all content and all that the desk keeps
about it. Whatever has changed something stands in the admin’s log.
"""

import pytest

from missions.models import Mission
from tests.admin.matrix import (
    LADDER,
    STATES,
    answers,
    client_of,
    pages,
    person,
    questions,
    questions_of_the_list,
    reaches,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

GONE = {"deleted"}
THERE = STATES.keys() - GONE
SHOWN = {
    *("published", "own draft", "own submitted draft", "draft in dispute", "submitted draft"),
    "approved draft",
}
DRAFTED = SHOWN - {"published"}
TO_SUBMIT = {"unpublished", "scheduled", "withdrawn", "own draft", "draft in dispute"}
TO_APPROVE = {"submitted", "submitted draft"}
IN_REVIEW = TO_APPROVE | {"own submitted draft", "approved draft"}
TO_PUBLISH = THERE - {"published", "draft in dispute"}

# What: (the lowest role that may, the states in which it is done, what comes of it in the others);
# where the mission is deleted, the page is missing.
OF_A_MISSION = {
    "GET by key": ("nobody", THERE | GONE, ""),  # it leads to the form, which asks who it is
    "POST by key": ("nobody", {}, "nothing"),
    "GET change": ("Author", THERE, ""),
    "POST change": ("Author", THERE, ""),
    "POST change, in a popup": ("Author", THERE, ""),
    "POST change, publish": ("Publisher", THERE, ""),
    "POST change, as new": ("never", {}, ""),
    "GET delete": ("Publisher", THERE, ""),
    "POST delete": ("Publisher", THERE, ""),
    "GET history": ("Author", THERE, ""),
    "POST history": ("Author", {}, "nothing"),
    "GET compare": ("Author", THERE, ""),
    "POST compare": ("Author", {}, "nothing"),
    "GET restore": ("Author", {}, "missing"),
    "POST restore": ("Author", THERE, ""),
    "GET used": ("Author", THERE, ""),
    "POST used": ("Author", {}, "nothing"),
    "GET preview": ("Author", THERE, ""),
    "POST preview": ("Author", {}, "nothing"),
    "GET schedule": ("Publisher", THERE, ""),
    "POST schedule": ("Publisher", THERE, ""),
    "GET withdraw": ("Publisher", SHOWN, "missing"),
    "POST withdraw": ("Publisher", SHOWN, "nothing"),
    "GET step": ("Publisher", {}, "missing"),  # the step is to publish
    "POST step": ("Publisher", TO_PUBLISH, "nothing"),
    "POST step unknown": ("nobody", {}, "missing"),
    "POST step submit": ("Author", TO_SUBMIT, "nothing"),
    "POST step approve": ("Editor", TO_APPROVE, "nothing"),
    "POST step return": ("Editor", IN_REVIEW, "nothing"),
    "POST step publish": ("Publisher", TO_PUBLISH, "nothing"),
    "POST step discard": ("Author", DRAFTED, "nothing"),
    "POST step verify": ("Editor", THERE, ""),
    "POST step settle-draft": ("Author", {"draft in dispute"}, "nothing"),
    "POST step settle-live": ("Author", {"draft in dispute"}, "nothing"),
    "POST step end-links": ("Author", THERE - {"published"}, "nothing"),
    "POST step unlink": ("Publisher", SHOWN, "nothing"),
}
# A list knows no action that the person may not take, and finds nobody who is not there.
ACTIONS = {
    "POST publish_selected": ("Publisher", TO_PUBLISH),
    "POST withdraw_selected": ("Publisher", SHOWN),
    "POST mark_verified": ("Editor", THERE),
    "POST delete_selected": ("Publisher", THERE),
}
OTHERWISE = {  # (role, what, state)
    ("Author", "POST step discard", "submitted draft"): "no",  # it is somebody else’s
    ("Author", "POST step discard", "approved draft"): "no",
}
GONE_TO_THE_INDEX = {"GET change", "POST change", "GET delete", "POST delete"}
GONE_TO_THE_INDEX |= {"POST change, in a popup", "POST change, publish"}

OF_THE_LIST = {
    "GET changelist": ("Author", THERE | GONE, ""),
    "POST changelist": ("Author", {}, "nothing"),
    "GET add": ("Author", THERE | GONE, ""),
    "POST add": ("Author", THERE | GONE, ""),
    "POST add, publish": ("Publisher", THERE | GONE, ""),
    "GET recover": ("Author", THERE | GONE, ""),
    "POST recover": ("Author", GONE, "missing"),
    "GET import": ("Author", THERE | GONE, ""),
    "POST import": ("Author", {}, "nothing"),  # without a file
    "GET import_run": ("nobody", {}, "missing"),  # there is none
    "POST import_run": ("nobody", {}, "missing"),
    "GET export": ("Author", {}, "missing"),  # without a format
    "POST export": ("Author", {}, "missing"),
    "GET export, as CSV": ("Author", THERE | GONE, ""),
}


def expected(role, state):
    if role == "anonymous":
        return dict.fromkeys([*OF_A_MISSION, *ACTIONS], "login")
    found = {}
    for what, (lowest, done, otherwise) in OF_A_MISSION.items():
        word = in_words(role, state, lowest, done, after(what, state) or otherwise)
        found[what] = OTHERWISE.get((role, what, state), word)
    for what, (lowest, done) in ACTIONS.items():
        found[what] = "no" if role == "nobody" else "nothing"
        if reaches(role, lowest) and state in done:
            found[what] = "yes"
    return found


def after(what, state):
    """What comes of a question about a mission that was deleted."""
    if state in GONE and what != "POST by key":
        return "index" if what in GONE_TO_THE_INDEX else "missing"
    return ""


def in_words(role, state, lowest, done, otherwise):
    if lowest == "never" or not reaches(role, lowest):
        return "no"
    return "yes" if state in done else otherwise


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ["anonymous", *LADDER])
def test_what_becomes_of_every_question_about_a_mission(role, state):
    client = client_of(role)
    mission = STATES[state](person({"nobody": "somebody", "anonymous": "somebody"}.get(role, role)))

    found = answers(client, questions(mission))

    assert found == expected(role, state)


@pytest.mark.parametrize("state", ["published", "deleted"])
@pytest.mark.parametrize("role", ["anonymous", *LADDER])
def test_what_becomes_of_every_question_about_all_missions(role, state):
    client = client_of(role)
    mission = STATES[state](person("somebody"))

    found = answers(client, questions_of_the_list(mission))

    words = {what: in_words(role, state, *row) for what, row in OF_THE_LIST.items()}
    assert found == (dict.fromkeys(OF_THE_LIST, "login") if role == "anonymous" else words)


def test_the_tables_know_every_page():
    known = {what.removeprefix("GET ") for what in [*OF_A_MISSION, *OF_THE_LIST] if what.startswith("GET ")}

    assert set(pages(Mission)) == known - {"export, as CSV"}
