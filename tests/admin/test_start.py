"""The editors' start page: what waits for whom, and numbers that lead to just as many rows."""

from datetime import UTC, datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import drafts, openings, review, schedule, upkeep
from editorial.models import Draft, Opening, Publishable, Report, Review, Schedule, Sourced
from editorial.start import Entry
from missions.models import Mission
from tests import records
from tests.admin.editing import address, desk, person, superuser
from treaties.models import Article

pytestmark = pytest.mark.django_db
HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}
AT = datetime(2026, 11, 3, 14, 5, tzinfo=UTC)
WHEN = "3 November 2026, 14:05 UTC"


def shown(client):
    """{name of a section: its entries} of somebody's start page."""
    return {section.name: section.entries for section in client.get("/admin/").context["start"].sections}


def drafted(mission, by="author", comment=""):
    """The mission with a draft of another summary."""

    def change(record):
        record.summary = "Another flight."
        record.save()

    drafts.amend(Mission.objects.get(pk=mission.pk), change, by=by, comment=comment)
    Draft.objects.update(saved_at=AT)
    return mission


def submitted(mission, by="Author", comment=""):
    review.submit(mission, by=person(by), comment=comment)
    Review.objects.update(submitted_at=AT)
    return mission


def in_review(name="Webb", **values):
    return submitted(drafted(records.mission(name=name)), **values)


def entry(mission, said, links=("compare",), **more):
    labels = {"compare": "What changes", "preview": "Preview"}
    listed = [(labels[page], address(mission, page)) for page in links]
    return Entry(mission.name, address(mission), f"mission · {said}", links=listed, **more)


# On the way to the public


def test_a_submitted_draft_waits_for_review_with_a_link_to_what_it_changes():
    mission = in_review(comment="New mirror.")

    sections = shown(desk("Editor"))

    told = entry(mission, f"submitted by Author, {WHEN}", comment="New mirror.")
    assert sections == {"submitted": [told]}


def test_what_is_not_published_yet_has_a_preview_in_place_of_a_difference():
    mission = submitted(records.mission(name="Webb", **HIDDEN))

    sections = shown(desk("Editor"))

    assert sections == {"submitted": [entry(mission, f"submitted by Author, {WHEN}", ["preview"])]}


def test_the_pages_that_a_review_leads_to_open():
    in_review()
    editor = desk("Editor")

    [told] = shown(editor)["submitted"]

    addresses = [told.address, *(target for _label, target in told.links)]
    assert [editor.get(target).status_code for target in addresses] == [200, 200]


def test_what_one_submitted_oneself_is_said_to_be_ones_own():
    mission = in_review()

    sections = shown(desk("Author"))

    assert sections["submitted"] == [entry(mission, f"submitted by you, {WHEN}")]


def test_what_was_returned_comes_to_its_author_alone_with_the_comment():
    mission = submitted(records.mission(name="Webb", **HIDDEN))
    review.send_back(mission, by=person("Editor"), comment="Which mirror?")
    Review.objects.update(answered_at=AT)

    told = entry(mission, f"returned by Editor, {WHEN}", ["preview"], comment="Which mirror?")
    assert shown(desk("Author")) == {"returned": [told]}
    assert shown(desk("Editor")) == {}


def test_what_is_approved_comes_to_those_who_may_publish_and_stays_a_draft_for_the_others():
    mission = in_review()
    review.approve(mission, by=person("Editor"))
    Review.objects.update(answered_at=AT)

    told = entry(mission, f"approved by Editor, {WHEN}")
    assert shown(desk("Publisher")) == {"approved": [told]}
    assert shown(desk("Editor")) == {"drafts": [entry(mission, f"saved by author, {WHEN} · approved")]}


def test_drafts_are_ones_own_or_others():
    mine = drafted(records.mission(name="Hubble"), by="Author")
    other = drafted(records.mission(name="Webb"), by="somebody", comment="New mirror.")

    sections = shown(desk("Author"))

    assert sections == {
        "mine": [entry(mine, f"saved by you, {WHEN}")],
        "drafts": [entry(other, f"saved by somebody, {WHEN}", comment="New mirror.")],
    }


def test_ones_own_draft_says_where_it_stands():
    mission = submitted(drafted(records.mission(), by="Author"))
    review.approve(mission, by=person("Editor"))

    sections = shown(desk("Author"))

    assert sections == {"mine": [entry(mission, f"saved by you, {WHEN} · approved")]}


def test_a_draft_that_waits_for_somebody_stands_on_the_page_once():
    mission = submitted(drafted(records.mission(name="Webb"), by="Author"))

    sections = shown(desk("Author"))

    assert sections == {"submitted": [entry(mission, f"submitted by you, {WHEN}")]}


def test_a_long_section_says_how_many_more_there_are():
    for number in range(23):
        drafted(records.mission(name=f"Mission {number}"))

    response = desk("Editor").get("/admin/")

    [section] = response.context["start"].sections
    assert (len(section.entries), section.total, section.more) == (20, 23, 3)
    assert "and 3 more" in response.content.decode()


def test_what_somebody_wrote_is_shown_as_text():
    submitted(drafted(records.mission(name="<b>Webb</b>")), comment="<script>alert(1)</script>")

    content = desk("Editor").get("/admin/").content

    assert b"<b>Webb" not in content
    assert b"<script>alert" not in content


# Steps to come


def planned(name, at, problem=""):
    mission = records.mission(name=name, **HIDDEN)
    schedule.plan(mission, "publish", at, by="Publisher")
    Schedule.objects.filter(title=name).update(problem=problem)
    return mission


def test_the_next_ten_steps_follow_those_that_were_refused():
    for number in range(12):
        planned(f"Mission {number:02}", AT.replace(day=10 + number))
    refused = planned("Webb", AT.replace(day=28), problem="Publish these first: Artemis")

    response = desk("Editor").get("/admin/")

    [section] = response.context["start"].sections
    said = "publish on 28 November 2026, 14:05 UTC, scheduled by Publisher"
    first = entry(refused, said, [], problem="Publish these first: Artemis")
    assert [each.title for each in section.entries] == ["Webb", *(f"Mission {n:02}" for n in range(10))]
    assert (section.entries[0].said, section.entries[0].problem) == (first.said, first.problem)
    assert (section.total, section.links) == (13, [("Calendar", "/admin/calendar/")])


# Reports


def report(text="Wrong year.", **values):
    return Report.objects.create(
        **{"path": "/missions/jwst/", "text": text, "at": AT, "sender": "x"} | values
    )


def test_the_newest_five_open_reports_are_shown_with_how_many_there_are():
    made = [report(f"Wrong {number}.", at=AT.replace(day=3 + number)) for number in range(7)]
    report("Settled.", state="settled")

    response = desk("Author").get("/admin/")

    [section] = response.context["start"].sections
    newest = made[-1]
    assert section.entries[0] == Entry(
        "Wrong 6.", address(newest), "on /missions/jwst/, 9 November 2026, 14:05 UTC"
    )
    assert ([each.title[6] for each in section.entries], section.total) == (list("65432"), 7)
    assert section.links == [("All open reports", "/admin/editorial/report/?state__exact=open")]


# Typed and not saved


def typing(user, url, model=Mission, record=None):
    return Opening.objects.create(
        user=user,
        address=url,
        content_type=openings.ContentType.objects.get_for_model(model),
        object_id=record and record.pk,
        typed=[["name", "Webb"]],
        typed_at=AT,
    )


def test_what_one_typed_and_did_not_save_is_shown_to_oneself_alone():
    mission = records.mission(name="Webb")
    typing(person("Author"), address(mission), record=mission)
    typing(person("Editor"), address(mission), record=mission)
    typing(person("Author"), address(Mission, "add"))
    openings.close_form(type("Request", (), {"user": person("Editor"), "path": address(mission)}))

    assert shown(desk("Author")) == {
        "typed": [
            Entry("New: mission", address(Mission, "add"), f"typed {WHEN}"),
            Entry("Webb", address(mission), f"typed {WHEN}"),
        ]
    }
    assert shown(desk("Editor")) == {}


# Who sees what


def test_who_has_nothing_waiting_is_told_so_calmly():
    content = desk("Author").get("/admin/").content.decode()

    assert "Nothing waits for you." in content
    assert "Every record has a source and was verified within a year." in content
    assert "Waits for review" not in content


def test_somebody_without_a_role_sees_neither_boxes_nor_numbers():
    in_review()
    report()

    response = desk().get("/admin/")

    assert (response.status_code, response.context["start"].sections) == (200, [])
    assert b"Nothing waits" not in response.content
    assert b"To keep true" not in response.content


def test_what_somebody_may_not_view_is_not_shown():
    in_review()
    typing_about = submitted(records.treaty(**HIDDEN))
    schedule.plan(records.mission(**HIDDEN), "publish", AT, by="Publisher")
    report()
    lawyer = User.objects.create_user("lawyer", is_staff=True)
    lawyer.user_permissions.add(Permission.objects.get(codename="view_treaty"))
    client = Client()
    client.force_login(lawyer)

    response = client.get("/admin/")

    start = response.context["start"]
    assert {s.name: [e.address for e in s.entries] for s in start.sections} == {
        "submitted": [address(typing_about)]
    }
    assert [kind for kind, _figures in start.upkeep] == ["Treaties"]


# To keep true


def figures(client):
    return dict(client.get("/admin/").context["start"].upkeep)


def test_every_number_is_that_of_the_list_it_leads_to():
    client = superuser()
    for model in records.MAKERS:
        for _ in range(2):
            records.MAKERS[model](**{"successor": None} if model._meta.model_name == "country" else {})
    records.mission(status="operational", launched="2001", ended="2005")
    records.participation(contribution="The mirror.")

    found = [figure for figures_of_kind in figures(client).values() for figure in figures_of_kind]

    there = {}
    for figure in found:
        response = client.get(figure.address)
        assert response.status_code == 200, figure
        there[figure.address] = response.context["cl"].result_count
    assert {figure.address: figure.number for figure in found} == there
    assert len(found) > 20


def test_every_list_of_records_is_looked_after():
    request = type("Request", (), {"user": User(is_superuser=True, is_active=True), "GET": {}})
    looked_after = {
        model: {figure.address.split("?")[1] for figure in upkeep.figures(admin_class, request)}
        for model, admin_class in admin.site._registry.items()
        if issubclass(model, Sourced)
    }

    assert [m for m, found in looked_after.items() if "sourced=no" not in found] == []
    assert [
        m for m, found in looked_after.items() if issubclass(m, Publishable) and "verified=old" not in found
    ] == []
    assert Article not in looked_after  # a row of a treaty's form, without a list


def verified(**values):
    return {"verified_on": timezone.localdate()} | values


def test_missions_past_their_end_and_still_operational_are_counted():
    past = {"status": "extended", "launched": "2001"}
    found = [
        records.mission(**verified(ended="2005", **past)),
        records.mission(**verified(ended="2005-03", **past)),
    ]
    this_year = str(timezone.localdate().year)
    others = [
        records.mission(**verified(ended=this_year, **past)),
        records.mission(**verified(status="completed", launched="2001", ended="2005")),
        records.mission(**verified(**past)),
    ]
    for mission in (*found, *others):
        records.cite(mission)

    client = superuser()

    [figure] = figures(client)["Missions"]
    listed = client.get(figure.address).context["cl"].result_list
    assert (figure.label, figure.number) == ("ended, and still called operational", 2)
    assert set(listed) == set(found)


def test_participants_without_a_contribution_are_counted():
    told, silent = records.participation(contribution="The mirror."), records.participation()
    for row in (told, silent):
        records.cite(row)
    client = superuser()

    [figure] = figures(client)["Participations"]

    assert (figure.label, figure.number) == ("without a contribution", 1)
    assert list(client.get(figure.address).context["cl"].result_list) == [silent]


# What it costs


def queries(client):
    with CaptureQueriesContext(connection) as found:
        assert client.get("/admin/").status_code == 200
    return len(found)


def fill(number):
    """Some of everything that the page shows."""
    for each in range(number):
        in_review()
        drafted(records.mission(), by="chief")
        returned = submitted(records.agency(**HIDDEN))
        review.send_back(returned, by=person("Editor"), comment="Why?")
        planned(f"Mission {number}-{each}", AT, problem="No." if each % 2 else "")
        report()
        row = records.participation(mission=records.mission(**HIDDEN))
        typing(User.objects.get(username="chief"), address(row), type(row), row)
        records.action()
        records.data_access()


def test_the_page_costs_the_same_for_more_records_and_not_too_much():
    client = superuser()
    fill(1)
    queries(client)
    few = queries(client)

    fill(4)

    assert queries(client) <= few
    assert few < 60
