"""The calendar: all that will be published or withdrawn by itself, by day, for whoever may see it."""

from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from editorial import schedule
from editorial.models import Schedule
from tests import records
from tests.admin.editing import address, desk

pytestmark = pytest.mark.django_db
HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}
PAGE = "/admin/calendar/"


def planned(name, at, step="publish", problem="", make=records.mission):
    record = make(name=name, **HIDDEN)
    schedule.plan(record, step, datetime.fromisoformat(at).replace(tzinfo=UTC), by="Publisher")
    Schedule.objects.filter(title=name).update(problem=problem)
    return record


def seen(response):
    """([titles that were refused], {day: [titles]}) of the page."""
    context = response.context
    days = {day: [row.step.title for row in rows] for day, rows in context["days"]}
    return [row.step.title for row in context["refused"]], days


def test_steps_stand_under_their_days_next_first_and_refused_ones_on_top():
    planned("Webb", "2031-03-02 23:30")
    planned("Hubble", "2031-03-02 09:00", "withdraw")
    planned("Euclid", "2031-01-05 00:10")
    planned("Orion", "2031-02-01 08:00", problem="Publish these first: Artemis")

    response = desk("Author").get(PAGE)

    assert seen(response) == (
        ["Orion"],
        {date(2031, 1, 5): ["Euclid"], date(2031, 3, 2): ["Hubble", "Webb"]},
    )
    assert "Publish these first: Artemis" in response.content.decode()


def test_a_step_leads_to_the_form_and_for_a_publisher_to_its_schedule():
    mission = planned("Webb", "2031-03-02 23:30")
    pages = {role: desk(role).get(PAGE).content.decode() for role in ("Author", "Publisher")}
    form, plan = f'href="{address(mission)}"', f'href="{address(mission, "schedule")}"'

    assert {role: (form in page, plan in page) for role, page in pages.items()} == {
        "Author": (True, False),
        "Publisher": (True, True),
    }


def test_the_pages_that_a_step_leads_to_open():
    mission = planned("Webb", "2031-03-02 23:30")
    publisher = desk("Publisher")

    pages = [publisher.get(address(mission, page)) for page in ("change", "schedule")]

    assert [page.status_code for page in pages] == [200, 200]


def test_a_step_says_what_when_and_by_whom():
    planned("Webb", "2031-03-02 23:30")

    text = " ".join(desk("Editor").get(PAGE).content.decode().split())

    assert "Sunday, 2 March 2031" in text
    assert '<time class="at" datetime="2031-03-02T23:30:00+00:00">23:30 UTC</time> Publish:' in text
    assert "mission · scheduled by Publisher" in text
    assert "All times are in UTC." in text


def test_an_empty_calendar_says_so():
    assert "Nothing is scheduled." in desk("Author").get(PAGE).content.decode()


def test_names_and_problems_are_shown_as_text():
    planned("<b>Webb</b>", "2031-03-02 23:30", problem="<i>No.</i>")

    content = desk("Publisher").get(PAGE).content

    assert b"<b>Webb" not in content
    assert b"<i>No." not in content


def test_somebody_sees_the_steps_of_those_records_alone_that_they_may_view():
    planned("Webb", "2031-03-02 23:30")
    planned("Artemis", "2031-03-02 10:00", make=records.programme)
    reader = User.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_programme"))
    client = Client()
    client.force_login(reader)

    assert seen(client.get(PAGE)) == ([], {date(2031, 3, 2): ["Artemis"]})


def test_somebody_without_a_role_may_not_see_it():
    assert desk().get(PAGE).status_code == 403


def test_who_is_not_signed_in_is_asked_to():
    response = Client().get(PAGE)

    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={PAGE}")


def test_it_costs_the_same_for_more_steps(django_assert_max_num_queries):
    client = desk("Publisher")
    planned("Webb", "2031-03-02 23:30")
    with django_assert_max_num_queries(20) as few:
        client.get(PAGE)

    for number in range(10):
        planned(f"Mission {number}", "2031-03-02 23:30")
    with django_assert_max_num_queries(len(few)):
        client.get(PAGE)
