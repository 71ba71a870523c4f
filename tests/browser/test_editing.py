"""A change of a live page on its whole way: written, seen in a preview, reviewed, scheduled, public."""

import datetime
import re

import pytest

from tests.server import site

PASSWORD = "a-long-test-password"
PEOPLE = ("author", "editor", "publisher")
MAKE_PEOPLE = """
from django.contrib.auth.models import Group, User
for name in {people}:
    user = User.objects.create_user(name, password={password!r}, is_staff=True)
    user.groups.add(Group.objects.get(name=name.capitalize()))
"""


@pytest.fixture
def people(site_environment, base_url):
    site.manage(site_environment, "shell", "-c", MAKE_PEOPLE.format(people=PEOPLE, password=PASSWORD))


@pytest.fixture
def at_the_desk(browser, base_url, people):
    """A page on which the named person is signed in."""
    contexts = []

    def sign_in(name):
        context = browser.new_context(base_url=base_url, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.goto("/admin/login/")
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        return page

    yield sign_in
    for context in contexts:
        context.close()


def open_mission(page, name):
    page.goto(f"/admin/missions/mission/?q={name}")
    page.locator("#result_list").get_by_role("link", name=re.compile(name)).first.click()


def add_partner(page, agency, contribution):
    """A new row among the participations, the agency looked up by its name."""
    rows = page.locator("#participations-group")
    rows.get_by_text("Add another Participation").click()
    row = rows.locator("tr.form-row.dynamic-participations").last
    row.locator(".select2-selection").click()
    page.locator(".select2-search__field").last.fill(agency)
    page.locator(".select2-results__option", has_text=re.compile(f"^{agency}")).first.click()
    row.locator("select[name$=-role]").select_option("contributor")
    row.locator("textarea[name$=-contribution], input[name$=-contribution]").fill(contribution)


def test_a_live_mission_gets_a_partner_by_way_of_three_people(
    browser, base_url, at_the_desk, site_environment
):
    gift = "A dust counter, for this test alone."
    author = at_the_desk("author")
    open_mission(author, "XRISM")
    add_partner(author, "ISRO", gift)
    author.get_by_role("button", name="Save draft").first.click()
    author.get_by_text("Draft saved. The live page is unchanged.").wait_for()
    form = author.url

    author.get_by_role("link", name="Preview").first.click()
    author.get_by_text(gift).first.wait_for()
    reader = browser.new_page(base_url=base_url)
    reader.goto("/missions/xrism/")
    assert gift not in reader.content()

    author.goto(form)
    author.get_by_role("button", name="Submit for review").click()
    author.get_by_text("Submitted for review.").first.wait_for()

    editor = at_the_desk("editor")
    editor.goto("/admin/")
    editor.get_by_role("link", name=re.compile("^What changes")).first.click()
    editor.get_by_text(gift).first.wait_for()
    editor.get_by_role("button", name="Approve").click()
    editor.get_by_text("Approved.").first.wait_for()

    publisher = at_the_desk("publisher")
    publisher.goto(form)
    publisher.get_by_role("link", name="Schedule", exact=True).first.click()
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=5)
    publisher.locator("[name=publish_0]").fill(f"{soon:%Y-%m-%d}")
    publisher.locator("[name=publish_1]").fill(f"{soon:%H:%M:%S}")
    publisher.get_by_role("button", name="Schedule").last.click()
    publisher.get_by_text("Scheduled: publish:").first.wait_for()

    reader.wait_for_timeout(6000)
    site.manage(site_environment, "publish_due")  # or the worker of the server was quicker
    reader.goto("/missions/xrism/")
    assert gift in reader.content()
    reader.goto("/changes/missions/xrism/")
    assert "ISRO joined (contributor)" in reader.content()
    assert "author" not in reader.locator("main").inner_text()
    reader.close()
