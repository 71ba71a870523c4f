"""What a forged request, a wrong key or a moment of inattention does not achieve."""

import json
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from editorial import drafts, review, schedule
from editorial.models import Citation, Draft, Opening, Report, Review, Revision, Schedule, Source
from missions.models import Instrument, Mission, Participation
from partners.models import Country, CountryName
from tests import records
from tests.admin.editing import address, desk, digest, filled, person, said, save, step_of, superuser

pytestmark = pytest.mark.django_db
HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}
UNKNOWN = "5f0c7a52-9d0e-4c65-8a37-0d6c1f3f5a11"
KEYS = ["x", "name", "%00", "é", "999999", "a/b", "..%2F..", "{0}", UNKNOWN, UNKNOWN.upper()]
PAGES = ["change", "delete", "history", "compare", "restore", "used", "schedule", "withdraw", "preview"]
PAGES += ["step/publish", "step/discard", "nonsense"]


def only(*codenames):
    """A client of somebody with these permissions and no role."""
    user = User.objects.create(username=" ".join(codenames), is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


# -- keys


@pytest.mark.parametrize("key", KEYS)
def test_a_key_of_nothing_leads_nowhere_and_breaks_nothing(key):
    mission = records.mission()
    save(desk("Editor"), mission, "_save", name="Webb")  # its draft has names in it, which are no keys
    client = superuser()
    client.raise_request_exception = False
    lists = [
        address(model, "changelist") for model in (Mission, Participation, Country, Source, Report, User)
    ]

    found = {
        (url, page, method): getattr(client, method)(f"{url}{key}/{page}/", {"comment": "x"}).status_code
        for url in lists
        for page in PAGES
        for method in ("get", "post")
    }

    assert {question: code for question, code in found.items() if code not in {302, 404}} == {}


@pytest.mark.parametrize("key", ["x", "1/x", "99999/x", "{0}/x", f"{{0}}/{UNKNOWN}", "x/x"])
def test_the_way_to_a_page_of_the_site_needs_a_key_that_there_is(key):
    kind = ContentType.objects.get_for_model(Mission).pk
    client = superuser()

    assert client.get(f"/admin/r/{key.format(kind)}/").status_code == 404


def test_a_key_written_otherwise_does_not_deceive_the_look_at_what_others_saved():
    row = records.participation(mission=records.mission(**HIDDEN))
    first, second = desk("Editor"), desk("Author")
    url = address(row).replace(str(row.pk), str(row.pk).upper())
    typed = filled(second, url, contribution="Second")
    save(first, row, contribution="First")

    response = second.post(url, typed | {"_save": "1"})

    row.refresh_from_db()
    assert (response.context["refused"], row.contribution) == (True, "First")


# -- forms


@pytest.mark.parametrize("role", ["Author", "Publisher"])
def test_saving_as_new_is_no_way_around_the_draft_of_another_page(role):
    row, other = records.participation(mission=records.mission(**HIDDEN)), records.mission()
    client = desk(role)
    typed = filled(client, address(row), mission=other.pk)
    before = digest()

    response = client.post(address(row), typed | {"_saveasnew": "1"})

    assert (response.status_code, digest()) == (403, before)


def test_a_form_that_is_refused_is_not_noted_as_open():
    client, mission, row = desk(), records.mission(), records.participation()

    pages = [client.get(url).status_code for url in (address(mission), address(row), address(Mission, "add"))]

    assert (pages, Opening.objects.count()) == ([403, 403, 403], 0)


def test_the_form_of_a_row_that_stands_in_a_draft_alone_is_for_those_who_may_see_it():
    mission, agency = records.mission(), records.agency()
    drafts.amend(
        mission,
        lambda record: Participation.objects.create(mission=record, agency=agency, role="lead"),
        by="x",
    )
    (key,) = drafts.of(mission).data["rows"]["participations"]
    row = Participation(pk=key, mission=mission)

    answers = [client.get(address(row)).status_code for client in (Client(), desk(), desk("Author"))]

    assert answers == [302, 403, 200]


def test_a_row_added_in_a_popup_to_a_published_page_waits_in_its_draft():
    mission, client = records.mission(), desk("Author")
    typed = filled(
        client, address(Instrument, "add"), mission=mission.pk, acronym="CAM", name="Camera", kind="camera"
    )
    before = digest()

    response = client.post(address(Instrument, "add"), typed | {"_popup": "1"})

    assert (response.status_code, digest()) == (200, before)
    assert [row["fields"]["acronym"] for row in drafts.of(mission).data["rows"]["instruments"].values()] == [
        "CAM"
    ]
    assert LogEntry.objects.get().change_message == "Draft saved. The live page is unchanged."


@pytest.mark.parametrize("button", ["_save", "_publish"])
def test_a_save_that_is_refused_says_nothing_of_success(button):
    mission = records.mission(**HIDDEN)
    client = desk("Publisher")
    typed = filled(client, address(mission), name="Second")
    save(desk("Editor"), mission, name="First")

    response = client.post(address(mission), typed | {button: "1"}, follow=True)

    mission.refresh_from_db()
    assert (said(response), response.context["refused"]) == ("", True)
    assert (mission.name, mission.state) == ("First", "unpublished")


def test_why_stays_in_a_form_with_an_error():
    response = save(desk("Editor"), records.mission(), name="", _why="A correction.")

    assert 'value="A correction."' in response.content.decode()


# -- steps


@pytest.mark.parametrize("by", ["Author", "Editor"])
def test_what_was_approved_and_is_changed_waits_for_review_again(by):
    mission = records.mission(**HIDDEN)
    review.submit(mission, by=person("somebody"))
    review.approve(mission, by=person("another"))
    schedule.plan(mission, "publish", timezone.now() + timedelta(days=1), by="x")

    save(desk(by), mission, name="Webb")

    assert Review.objects.get().state == "submitted"
    assert Schedule.objects.get().problem == "Changed since it was scheduled: schedule it again."


def test_a_row_deleted_from_what_was_approved_brings_it_back_to_review():
    row = records.participation(mission=records.mission(**HIDDEN))
    review.submit(row.mission, by=person("somebody"))
    review.approve(row.mission, by=person("another"))

    desk("Editor").post(address(row, "delete"), {"post": "yes"})

    assert Review.objects.get().state == "submitted"
    assert [r.step for r in Revision.objects.of(row.mission).order_by("pk")] == ["first", "saved"]


def test_nobody_approves_what_they_last_wrote_though_another_submitted_it():
    mission, editor = records.mission(**HIDDEN), desk("Editor")
    review.submit(mission, by=person("Author"))
    save(editor, mission, name="Webb")

    response = editor.post(step_of(mission, "approve"), follow=True)

    assert "You wrote some of this yourself: somebody else approves it." in said(response)
    assert Review.objects.get().state == "submitted"


def test_discarding_a_draft_that_there_is_not_keeps_the_review():
    mission = records.mission(**HIDDEN)
    review.submit(mission, by=person("Author"))

    response = desk("Editor").post(step_of(mission, "discard"), follow=True)

    assert "There is no draft." in said(response)
    assert Review.objects.count() == 1


def test_what_is_not_published_cannot_be_withdrawn():
    mission = records.mission(**HIDDEN)

    response = desk("Publisher").post(address(mission, "withdraw"), follow=True)

    mission.refresh_from_db()
    assert "It is not published." in said(response)
    assert mission.state == "unpublished"


@pytest.mark.parametrize("comment", ["x" * 3000, "a\0b"])
@pytest.mark.parametrize("page", ["step/submit", "step/publish", "withdraw", "delete", "change"])
def test_a_comment_that_does_not_fit_is_cut(page, comment):
    mission = records.mission(**({} if page == "withdraw" else HIDDEN))
    client = desk("Publisher")
    typed = filled(client, address(mission), name="Webb") if page == "change" else {"post": "yes"}
    url = f"{address(mission).removesuffix('change/')}{page}/"

    response = client.post(url, typed | {"comment": comment, "_why": comment})

    assert response.status_code == 302


# -- who sees what


def test_who_may_only_look_sees_the_past_and_the_draft_and_changes_nothing():
    mission, client = records.mission(), only("view_mission")
    save(desk("Author"), mission, "_save", name="Webb")
    revision, before = Revision.objects.earliest("pk"), digest(Draft, Review)

    seen = [client.get(address(mission, page)) for page in ("change", "history", "compare", "used")]
    refused = [
        client.post(address(mission, "restore"), {"revision": revision.pk}),
        client.post(address(mission), {"_save": "1"}),
        *(client.post(step_of(mission, step)) for step in ("submit", "discard", "publish", "verify")),
    ]

    assert [page.status_code for page in seen] == [200] * 4
    assert [b"step/" in page.content or b"restore/" in page.content for page in seen] == [False] * 4
    assert [answer.status_code for answer in refused] == [403] * 6
    assert digest(Draft, Review) == before


def test_looking_something_up_is_for_those_who_may_see_it():
    records.agency("esa")
    asked = {"term": "esa", "app_label": "missions", "model_name": "participation", "field_name": "agency"}

    answers = [
        client.get("/admin/autocomplete/", asked).status_code
        for client in (Client(), desk(), only("view_mission", "view_participation"), only("view_agency"))
    ]

    assert answers == [302, 403, 403, 200]


def test_where_a_source_is_used_is_told_and_its_page_to_delete_it_opens():
    row = records.participation(mission=records.mission(name="Orion"))
    source = records.cite(row).source
    client = superuser()

    pages = [client.get(address(source, page)) for page in ("used", "delete")]

    assert [page.context["used_by"] for page in pages] == [[row.mission]] * 2


# -- what an open form tells


@pytest.mark.parametrize("typed", ["[" * 100_000, '[["a", "\\ud800"]]', "{}", '[["a", 1]]', "[["])
def test_what_no_form_says_is_refused(typed):
    mission, client = records.mission(), desk("Editor")
    client.get(address(mission))

    response = client.post("/admin/watch/", {"address": address(mission), "typed": typed})

    assert response.status_code == 400


@pytest.mark.parametrize("page", ["watch", "forget"])
def test_an_address_that_no_database_keeps_is_none(page):
    typed = json.dumps([["name", "a"]])

    response = desk("Editor").post(f"/admin/{page}/", {"address": "/\0", "typed": typed})

    assert response.status_code in {200, 302}


# -- the roles


def test_who_changes_what_is_live_at_once():
    names = [f"{step}_{kind}" for kind in ("country", "source") for step in ("add", "change", "delete")]

    held = {
        role: [name for name in names if person(role).has_perm(f"{app_of(name)}.{name}")]
        for role in ("Author", "Editor", "Publisher")
    }

    assert held == {
        "Author": ["add_source"],
        "Editor": ["add_country", "change_country", "add_source", "change_source"],
        "Publisher": names,
    }


def app_of(name):
    return "partners" if name.endswith("country") else "editorial"


@pytest.mark.parametrize("role", ["Author", "Editor", "Publisher"])
def test_every_kind_of_row_of_a_page_can_be_written_by_every_role(role):
    rows = [m for m in records.MAKERS if (m.belongs_to and m is not CountryName) or m is Citation]
    steps = ["add", "change", "view"] if role == "Author" else ["add", "change", "view", "delete"]

    missing = [
        f"{step}_{model._meta.model_name}"
        for model in rows
        for step in steps
        if not person(role).has_perm(f"{model._meta.app_label}.{step}_{model._meta.model_name}")
    ]

    assert missing == []
