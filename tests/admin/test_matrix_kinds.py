"""Every kind of record on the desk in short, and the pages that are about no record, for every role.

The outcomes are those of test_matrix.py, which has missions in full.
"""

from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from accounts import links, log
from accounts.models import Entry, Invitation
from editorial.models import ContentModel, Publishable, Report, Source
from missions.models import Mission
from partners.models import Agency, Country
from tests import records
from tests.admin.editing import address, filled, step_of
from tests.admin.matrix import HIDDEN, LADDER, answers, both, client_of, pages, reaches
from treaties.models import Treaty

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MODELS = admin.site._registry
PUBLISHABLE = [model for model in MODELS if issubclass(model, Publishable)]
ROWS = [model for model in MODELS if issubclass(model, ContentModel) and model.belongs_to]
OTHERS = [Country, Source, Report, User, Group, Entry]

CHANGED = {  # what is typed into the form of each kind
    "action": {"note": "Other."},
    "agency": {"name": "Other"},
    "agreement": {"title": "Other"},
    "archive": {"name": "Other"},
    "consortium": {"name": "Other"},
    "country": {"formal_name": "Other"},
    "dataaccess": {"policy": "Other."},
    "entry": {},
    "group": {"name": "Other"},
    "instrument": {"name": "Other"},
    "membership": {"kind": "associate"},
    "milestone": {"event": "Other"},
    "mission": {"name": "Other"},
    "missionset": {"name": "Other"},
    "participation": {"contribution": "Other."},
    "printedtotal": {"number": "100"},
    "programme": {"name": "Other"},
    "question": {"question": "Other?"},
    "report": {"answer": "Looked into."},
    "source": {"title": "Other"},
    "term": {"name": "Other"},
    "topic": {"name": "Other"},
    "treaty": {"title": "Other"},
    "user": {"first_name": "Other", "date_joined_0": "2026-01-01", "date_joined_1": "12:00"},
}

# The lowest role that may; “never” for nobody, the administrator included.
READING, WRITING = "Author", "Author"
USUAL = {
    "GET changelist": READING,
    "GET change": READING,
    "GET history": READING,
    "GET add": WRITING,
    "POST add": WRITING,
    "POST change": WRITING,
    "GET delete": "Publisher",
    "POST delete": "Publisher",
    "POST delete_selected": "Publisher",
}
DELETED_BY_EDITORS = {"GET delete": "Editor", "POST delete": "Editor", "POST delete_selected": "Editor"}
DELETED_ON_THEIR_PAGE = {"GET delete": "never", "POST delete": "never", "POST delete_selected": "never"}
ONLY_CHIEF = dict.fromkeys(USUAL, "chief")
READ_BY_CHIEF = dict.fromkeys(USUAL, "never") | dict.fromkeys(
    ("GET changelist", "GET change", "GET history"), "chief"
)
KINDS = {  # what differs from the usual
    "publishable": {"POST submit": "nothing", "POST publish": "nothing", "POST verify": "Editor"},
    "row of a hidden page": DELETED_BY_EDITORS,
    "row of a public page": DELETED_ON_THEIR_PAGE,
    "country": {"GET add": "Editor", "POST add": "Editor", "POST change": "Editor"},
    "source": {"POST change": "Editor"},
    "report": {"GET add": "never", "POST add": "never", "POST change": "Editor"},
    "user": ONLY_CHIEF,
    "group": ONLY_CHIEF,
    "entry": READ_BY_CHIEF,
}
STEPS = {"POST submit": "Author", "POST publish": "Publisher"}
CASES = [
    *[(model, "publishable") for model in PUBLISHABLE],
    *[(model, f"row of a {kind} page") for model in ROWS for kind in ("hidden", "public")],
    *[(model, model._meta.model_name) for model in OTHERS],
]


def expected(role, kind):
    found = {}
    for what, who in (USUAL | KINDS[kind]).items():
        lowest = STEPS[what] if who == "nothing" else who
        allowed = "nothing" if who == "nothing" else "yes"
        found[what] = allowed if lowest != "never" and reaches(role, lowest) else "no"
    if reaches(role, READING) and found["GET changelist"] == "yes" and not may_ever_delete(role, kind):
        found["POST delete_selected"] = "nothing"  # the list knows no such action
    return found if role != "anonymous" else dict.fromkeys(found, "login")


def may_ever_delete(role, kind):
    if kind == "entry":
        return False
    return reaches(role, "Editor" if kind.startswith("row") else USUAL["GET delete"])


def made(model, kind):
    """A record of the kind to which nothing refers."""
    if model in {User, Group}:
        return model.objects.create(
            **{model._meta.get_field("username" if model is User else "name").name: "x"}
        )
    if model is Entry:
        return log.note(Entry.Kind.SIGNED_IN, "x")
    if model is Report:
        return Report.objects.create(path="/", text="Wrong.", sender="x")
    if kind == "row of a hidden page":
        owner = model._meta.get_field(model.belongs_to).related_model
        return records.MAKERS[model](**{model.belongs_to: records.MAKERS[owner](**HIDDEN)})
    return records.MAKERS[model]()


def questions(model, record):
    chief = client_of("chief")
    changed = filled(chief, address(record), **CHANGED[model._meta.model_name])
    asked = both(
        ["changelist", "change", "history", "add", "delete"], record, {"delete": {"post": "yes"}}, {}
    )
    asked["POST add"] = (address(model, "add"), typed_in(chief, model, record))
    asked["POST change"] = (address(record), changed | {"_save": "1"})
    chosen = {"action": "delete_selected", "_selected_action": [str(record.pk)], "post": "yes"}
    asked["POST delete_selected"] = (address(record, "changelist"), chosen)
    del asked["POST changelist"], asked["POST history"]
    if issubclass(model, Publishable):
        steps = ("submit", "publish", "verify")
        asked |= {f"POST {step}": (step_of(record, step), {}) for step in steps}
    return asked


def typed_in(client, model, record):
    """What a browser sends to add a record like this one, which is not in its way."""
    if model in {Report, Entry}:
        return {}
    if model is User:
        return {"username": "y", "email": "y@example.org"}
    data = filled(client, address(record))
    names = [field.name for field in model._meta.fields if field.unique and not field.primary_key]
    other = {"iso3": "XZZ", "url": "https://www.nasa.gov/other"}
    data |= {name: other.get(name, "other") for name in names if name in data}
    return data | apart(model, record)


def apart(model, record):
    """A row stands on another page, for on its own there is one like it."""
    if not getattr(model, "belongs_to", ""):
        return {}
    owner = records.MAKERS[model._meta.get_field(model.belongs_to).related_model]
    return {model.belongs_to: owner(**HIDDEN).pk}


@pytest.mark.parametrize(("model", "kind"), CASES, ids=lambda part: getattr(part, "__name__", part))
@pytest.mark.parametrize("role", ["anonymous", *LADDER])
def test_what_becomes_of_the_questions_about_a_kind(role, model, kind):
    client = client_of(role)
    record = made(model, kind)

    found = answers(client, questions(model, record))

    assert found == expected(role, kind)


def test_every_kind_is_asked_about():
    assert {model for model, _kind in CASES} == set(MODELS)


def test_the_tables_know_every_page_that_missions_lack():
    more = {model: set(pages(model)) - set(pages(Mission)) for model in MODELS}

    known = {User: {"access"}, Treaty: {"status_table"}, Agency: {"merge"}}
    assert {model: names for model, names in more.items() if names} == known


@pytest.mark.parametrize("role", ["anonymous", *LADDER])
def test_who_brings_a_status_table(role):
    url = reverse("admin:treaties_treaty_status_table")

    found = answers(client_of(role), {"GET": (url, None), "POST": (url, {})})

    refused = "login" if role == "anonymous" else "no"
    allowed = {"GET": "yes", "POST": "nothing"}  # without a table
    assert found == (allowed if reaches(role, "Author") else dict.fromkeys(allowed, refused))


@pytest.mark.parametrize("role", ["anonymous", *LADDER])
def test_only_an_administrator_sees_and_changes_how_somebody_comes_in(role):
    client, somebody = client_of(role), User.objects.create(username="x")
    url = reverse("admin:auth_user_access", args=[somebody.pk])

    answers = [client.get(url).status_code, client.post(url, {"step": "link"}).status_code]

    expected = {"anonymous": [302, 302], "chief": [200, 302]}.get(role, [403, 403])
    assert (answers, Invitation.objects.count()) == (expected, int(role == "chief"))


# The pages about no record: (GET, POST) for the anonymous, for staff without a role, and with one.

AS_STAFF = {
    "index": ("yes", "nothing"),
    "login": ("index", "nothing"),
    "logout": ("not so", "nothing"),
    "password_change": ("yes", "nothing"),
    "password_change_done": ("yes", "not so"),
    "jsi18n": ("yes", "not so"),
    "watch": ("not so", "nothing"),
    "forget": ("not so", "index"),
    "autocomplete": ("no", "not so"),
    "account": ("yes", "nothing"),
    "account_app": ("yes", "nothing"),
    "account_app_picture": ("missing", "missing"),  # nothing is being added
    "account_passkey": ("yes", "nothing"),
    "account_codes": ("missing", "missing"),  # there is no second factor
    "account_remove": ("missing", "missing"),
    "second_step": ("login", "login"),
    "forgotten": ("missing", "missing"),  # no mail is sent
    "choose_password": ("yes", "nothing"),
    "together": ("no", "no"),
    "calendar": ("no", "no"),
    "view_on_site": ("yes", "nothing"),
    "app_list": ("missing", "missing"),
    "(any other)": ("missing", "missing"),
}
WITH_A_ROLE = AS_STAFF | {
    "autocomplete": ("yes", "not so"),
    "together": ("yes", "yes"),
    "calendar": ("yes", "nothing"),
    "app_list": ("yes", "nothing"),
}
AS_AUTHOR = WITH_A_ROLE | {"together": ("yes", "no")}  # who may approve may end the links given out
ANONYMOUS = dict.fromkeys(AS_STAFF, ("login", "login")) | {
    "login": ("yes", "nothing"),
    "logout": ("index", "index"),
    "forgotten": ("missing", "missing"),
    "choose_password": ("yes", "nothing"),
}


def names_of_the_site():
    """The names of the addresses that belong to no model."""
    return [url.name or "(any other)" for url in admin.site.get_urls() if hasattr(url, "name")]


def address_in_the_site(name):
    mission = records.mission()
    if name == "(any other)":
        return "/admin/nothing/"
    kind = ContentType.objects.get_for_model(Mission)
    keys = {"view_on_site": [kind.pk, mission.pk], "app_list": ["missions"], "account_remove": ["app"]}
    if name == "choose_password":
        somebody, _new = User.objects.get_or_create(username="invited")
        return urlsplit(links.address_of(links.invite(somebody, by="x"))).path
    asked = "?term=a&app_label=missions&model_name=participation&field_name=agency"
    return reverse(f"admin:{name}", args=keys.get(name, [])) + (asked if name == "autocomplete" else "")


@pytest.mark.parametrize("role", ["anonymous", *LADDER])
def test_what_becomes_of_the_pages_about_no_record(role):
    table = {"anonymous": ANONYMOUS, "nobody": AS_STAFF, "Author": AS_AUTHOR}.get(role, WITH_A_ROLE)

    found = {}
    for name in names_of_the_site():
        client, url = client_of(role), address_in_the_site(name)
        seen = answers(client, {"GET": (url, None), "POST": (url, {})})
        found[name] = (seen["GET"], seen["POST"])

    assert found == table
