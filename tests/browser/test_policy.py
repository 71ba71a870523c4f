"""Chromium has nothing to complain of on any page of the desk, the import screens or the documentation."""

import pytest
from django.contrib import admin

from missions.models import Mission
from tests.admin.matrix import pages as pages_of
from tests.browser.test_desk import PAGES as OF_THE_DESK
from tests.browser.test_desk import signed_in  # noqa: F401 (a fixture)

OF_ALL = ("add", "import", "recover")
NOT_SHOWN = {*OF_ALL, "changelist", "by key", "step", "import_run", "export"}  # of all, or files, or led on
PUBLIC = {
    *(
        "/api/v1/docs/",
        "/embed/missions/jwst/",
        "/embed/treaties/moon-agreement/",
        "/embed/agencies/network/",
    ),
    *("/feeds/changes.atom", "/robots.txt", "/search/suggest/?q=hub", "/readyz", "/nowhere"),
    *("/static/nothing.css", "/missions/?page=x", "/admin/login/forgotten/"),
}
KINDS = [model._meta for model in admin.site._registry]


@pytest.fixture
def watched(browser, base_url, signed_in):  # noqa: F811
    """A page at which the administrator is signed in, and what Chromium has complained of at it."""
    context = browser.new_context(storage_state=signed_in[0], base_url=base_url)
    page, complaints = context.new_page(), []
    page.on("console", lambda told: complaints.append(told.text) if told.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: complaints.extend(elsewhere(asked.url, base_url)))
    yield page, complaints
    context.close()


def elsewhere(address, base_url):
    return [] if address.startswith((base_url, "data:")) else [address]


def opened(page, complaints, address):
    """What Chromium complains of on the page; that something is missing is no fault of the page."""
    complaints.clear()
    page.goto(address, wait_until="load")
    return [text for text in complaints if "Failed to load resource" not in text]


def test_nothing_breaks_the_policy_on_the_public_pages_and_the_documentation(watched):
    page, complaints = watched

    found = {address: opened(page, complaints, address) for address in sorted(PUBLIC)}

    assert {address: lines for address, lines in found.items() if lines} == {}
    page.goto("/api/v1/docs/")
    page.locator(".opblock-summary-control").first.click()
    page.get_by_role("button", name="Try it out").wait_for()


def test_nothing_breaks_the_policy_on_any_kind_of_record(watched):
    page, complaints = watched
    found = {}
    for kind in KINDS:
        home = f"/admin/{kind.app_label}/{kind.model_name}/"
        found[home] = opened(page, complaints, home)
        link = page.locator("#result_list a[href*='/change/']").first
        address = link.get_attribute("href").split("?")[0] if link.count() else f"{home}add/"
        found[address] = opened(page, complaints, address)

    assert {address: lines for address, lines in found.items() if lines} == {}


def test_nothing_breaks_the_policy_on_any_page_about_a_mission(watched, signed_in):  # noqa: F811
    page, complaints = watched
    home = "/admin/missions/mission/"
    of_all = [f"{home}{name}/" for name in OF_ALL]
    of_one = [f"{home}{signed_in[1]}/{name}/" for name in sorted(set(pages_of(Mission)) - NOT_SHOWN)]

    found = {address: opened(page, complaints, address) for address in of_all + of_one}

    assert {address: lines for address, lines in found.items() if lines} == {}


def test_nothing_breaks_the_policy_on_the_other_pages_of_the_desk(watched, signed_in):  # noqa: F811
    page, complaints = watched
    addresses = {name: address.format(jwst=signed_in[1]) for name, address in OF_THE_DESK.items()}

    found = {name: opened(page, complaints, address) for name, address in addresses.items()}

    assert {name: lines for name, lines in found.items() if lines} == {}
