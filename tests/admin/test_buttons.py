"""What a form offers a person is what the desk would do for them, and nothing else."""

import re

import pytest

from tests.admin.editing import address
from tests.admin.matrix import LADDER, STATES, STEPS, answers, client_of, person, questions

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LED_TO = ["schedule", "withdraw", "delete"]  # the pages about a mission that not everybody may open
EVERYWHERE = [state for state in STATES if state != "deleted"]


def offered(client, mission):
    """(the steps that have a button, the pages that are linked, the buttons that save)."""
    response = client.get(address(mission))
    html = response.content.decode() if response.status_code == 200 else ""
    here = re.escape(address(mission).removesuffix("change/"))
    steps = re.findall(rf'(?:form)?action="{here}step/([\w-]+)/"', html)
    links = re.findall(rf'href="{here}(\w+)/', html)
    saving = re.findall(r'type="submit"[^>]* name="(_save|_publish)"', html)
    return set(steps), {page for page in LED_TO if page in links}, set(saving)


@pytest.mark.parametrize("state", EVERYWHERE)
@pytest.mark.parametrize("role", LADDER)
def test_the_form_offers_what_would_be_done(role, state):
    client = client_of(role)
    mission = STATES[state](person("somebody" if role == "nobody" else role))
    asked = questions(mission)
    buttons = {f"POST step {step}" for step in STEPS}
    pages = {f"GET {page}" for page in LED_TO}
    saving = {"POST change": "_save", "POST change, publish": "_publish"}

    wanted = buttons | pages | saving.keys()
    found = answers(client, {what: asked[what] for what in wanted})

    done = {what for what, outcome in found.items() if outcome == "yes"}
    assert offered(client, mission) == (
        {what.removeprefix("POST step ") for what in done & buttons},
        {what.removeprefix("GET ") for what in done & pages},
        {button for what, button in saving.items() if what in done},
    )


@pytest.mark.parametrize("role", ["Author", "Editor", "Publisher", "chief"])
def test_the_history_offers_to_restore_and_the_list_to_recover(role):
    client = client_of(role)
    mission = STATES["published"](person(role))

    history, shown = client.get(address(mission, "history")), client.get(address(mission, "changelist"))

    assert f'action="{address(mission, "restore")}"' in history.content.decode()
    assert f'href="{address(mission, "recover")}"' in shown.content.decode()
