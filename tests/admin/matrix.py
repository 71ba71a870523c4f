"""What the tests of “who may do what” share: states of a record, what can be asked, what came of it."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.utils import timezone

from editorial import drafts, history, recovery, review, schedule
from editorial.models import (
    Draft,
    EndedPreviews,
    FormerAddress,
    ImportRun,
    Report,
    Review,
    Revision,
    Schedule,
)
from missions.models import Mission
from tests import records
from tests.admin.editing import address, desk, digest, filled, person, step_of, superuser

LADDER = ["nobody", "Author", "Editor", "Publisher", "chief"]
HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}
KEPT = (Draft, EndedPreviews, Review, Schedule, FormerAddress, Report, ImportRun, Group, User)
STEPS = ["submit", "approve", "return", "publish", "discard", "verify", "unlink"]
STEPS += ["settle-draft", "settle-live", "end-links"]
ACTIONS = ["publish_selected", "withdraw_selected", "mark_verified", "delete_selected"]


def client_of(role):
    if role == "anonymous":
        client = Client()
    else:
        client = superuser() if role == "chief" else desk(*([] if role == "nobody" else [role]))
    client.raise_request_exception = False  # a fault is an outcome too: “500”
    return client


# -- the states of a mission, each made for one person


def unpublished(by, **values):
    """It has had another name, to which it can be restored."""
    mission = records.mission("cassini", name="First", **HIDDEN | values)
    records.cite(records.participation(mission=mission))
    history.begin(mission)
    Mission.objects.update(name="Second")
    mission.refresh_from_db()
    return mission


def submitted(by):
    mission = unpublished(by)
    review.submit(mission, by=person("somebody"))
    return mission


def published(by):
    mission = unpublished(by, state="published", published_at=timezone.now(), published_by="x")
    FormerAddress.objects.create(record=mission, path="/missions/old/")
    return mission


def own_draft(by):
    return drafted(published(by), by)


def draft_in_dispute(by):
    mission = own_draft(by)
    Mission.objects.update(name="Import")
    mission.refresh_from_db()
    return mission


def submitted_draft(by):
    mission = drafted(published(by), person("somebody"))
    review.submit(mission, by=person("somebody"))
    return mission


def own_submitted_draft(by):
    mission = own_draft(by)
    review.submit(mission, by=by)
    return mission


def approved_draft(by):
    mission = submitted_draft(by)
    review.approve(mission, by=person("another"))
    return mission


def scheduled(by):
    mission = unpublished(by)
    schedule.plan(mission, "publish", timezone.now() + timedelta(days=1), by="x")
    return mission


def withdrawn(by):
    return unpublished(by, state="withdrawn")


def deleted(by):
    mission = unpublished(by)
    key = mission.pk
    recovery.delete(mission, by=by)
    mission.pk = key
    return mission


def drafted(mission, by):
    def change(record):
        record.name = "Draft"
        record.save()

    drafts.amend(mission, change, by=by)
    return mission


STATES = {
    state.__name__.replace("_", " "): state
    for state in (
        *(unpublished, submitted, scheduled, withdrawn, published, own_draft, own_submitted_draft),
        *(draft_in_dispute, submitted_draft, approved_draft, deleted),
    )
}


# -- what can be asked about it


def questions(mission):
    """{what: (address, data, or None for GET)}: every page of the mission, asked and posted to."""
    said = {"comment": "As told.", "path": "/missions/old/"}
    typed = typed_in(mission)
    posted = {
        "change": typed | {"_save": "1"},
        "delete": {"post": "yes"},
        "restore": {"revision": Revision.objects.of(mission).earliest("pk").pk},
        "schedule": {"publish_0": "2999-01-01", "publish_1": "12:00", "withdraw_0": "", "withdraw_1": ""},
    }
    asked = both([page for page in pages(Mission) if page not in WITHOUT_KEY], mission, posted, said)
    asked |= {
        "POST step unknown": (step_of(mission, "unknown"), said),
        "POST change, publish": (address(mission), typed | {"_publish": "1"}),
        "POST change, in a popup": (address(mission), typed | {"_popup": "1"}),
        "POST change, as new": (address(mission), typed | {"_saveasnew": "1", "slug": "new"}),
    }
    asked |= {f"POST step {step}": (step_of(mission, step), said) for step in STEPS}
    for action in ACTIONS:
        chosen = {"action": action, "_selected_action": [str(mission.pk)], "post": "yes"}
        asked[f"POST {action}"] = (address(mission, "changelist"), chosen)
    return asked


def questions_of_the_list(mission):
    """The same, of the pages about all missions together."""
    new = new_mission()
    posted = {"add": new, "recover": {"revision": Revision.objects.of(mission).latest("pk").pk}}
    asked = both([page for page in pages(Mission) if page in WITHOUT_KEY], mission, posted, {})
    asked["POST add, publish"] = (address(mission, "add"), new | {"_publish": "1"})
    if "export" in pages(Mission):
        asked["GET export, as CSV"] = (f"{address(mission, 'export')}?format=csv", None)
    return asked


def both(names, record, posted, otherwise):
    asked = {}
    for page in names:
        url = address_of(record, page)
        asked |= {f"GET {page}": (url, None), f"POST {page}": (url, posted.get(page, otherwise))}
    return asked


def typed_in(mission):
    """The form as a browser sends it, with another name in it; nothing of a record that is gone."""
    if not Mission.objects.exists():
        return {"name": "Third"}
    return filled(client_of("Publisher"), address(mission), name="Third")


def new_mission():
    values = {"name": "New", "slug": "new", "summary": "A flight.", "category": "astronomy"}
    values |= {"destination": "leo", "status": "proposed"}
    return filled(client_of("Publisher"), address(Mission, "add"), **values)


def pages(model):
    """The names of all pages of the model's admin; that of the stock way to a form has none."""
    urls = admin.site._registry[model].get_urls()
    prefix = f"{model._meta.app_label}_{model._meta.model_name}_"
    return [url.name.removeprefix(prefix) if url.name else "by key" for url in urls]


WITHOUT_KEY = {"add", "changelist", "recover", "import", "import_run", "export"}


def address_of(record, page):
    if page == "by key":
        return address(record).removesuffix("change/")
    if page == "step":
        return step_of(record, "publish")
    if page == "import_run":
        return f"{address(record, 'import')}0/"
    return address(record, page)


# -- what came of it


def answers(client, asked):
    """{what: outcome}; what a post changes is taken back before the next one."""
    before = digest(*KEPT)
    found = {what: answer(client, *question, before) for what, question in asked.items()}
    assert digest(*KEPT) == before, "what was only looked at, or refused, has changed something"
    return found


def answer(client, url, data, before):
    if data is None:
        return outcome(client.get(url), posted=False)
    entries = LogEntry.objects.count()
    client.cookies.pop("messages", None)
    with transaction.atomic():
        response = client.post(url, data)
        if refusal(response):
            return refusal(response)  # not taken back: had it changed anything, `answers` would see it
        changed, logged = digest(*KEPT) != before, LogEntry.objects.count() > entries
        transaction.set_rollback(True)
    return outcome(response, posted=True, changed=changed, logged=logged)


def outcome(response, *, posted, changed=False, logged=False):
    """“yes” for a page that is shown or a step that is taken; other words say what came instead."""
    if word := refusal(response):
        return word
    if changed and not logged:
        return "yes, but it is not in the log"
    return "yes" if changed or not posted else "nothing"


def refusal(response):
    if response.status_code == 302 and urlsplit(response.url).path in WAYS_OUT:
        return WAYS_OUT[urlsplit(response.url).path]
    return {200: "", 302: "", 403: "no", 404: "missing", 405: "not so"}.get(
        response.status_code, str(response.status_code)
    )


WAYS_OUT = {"/admin/login/": "login", "/admin/": "index"}


def reaches(role, lowest):
    return role in LADDER and LADDER.index(role) >= LADDER.index(lowest)
