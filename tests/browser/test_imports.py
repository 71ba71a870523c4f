"""A table taken away, changed and brought again on the running site, with its background worker."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import problems

LIST = "/admin/missions/mission/"


@pytest.fixture
def page(browser, base_url):
    """A page at which the administrator is logged in."""
    page = browser.new_page()
    page.goto(f"{base_url}{LIST}")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("a-long-test-password")
    page.get_by_role("button", name="Log in").click()
    yield page
    page.close()


def looked_at(page):
    """What axe says of the page, in light and dark, at three widths."""
    found = {}
    for scheme in ("light", "dark"):
        for width in (320, 768, 1280):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            found[scheme, width] = [line for line in problems(page) if "wider than" not in line]
    return [(place, lines) for place, lines in found.items() if lines]


def bring(page, text):
    page.get_by_label("File").set_input_files(
        files=[{"name": "missions.csv", "mimeType": "text/csv", "buffer": text.encode()}]
    )
    page.get_by_role("button", name="Check the file").click()


def test_an_exported_list_is_changed_checked_and_applied(page, base_url):
    page.goto(f"{base_url}{LIST}?q=cassini-huygens")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Export as CSV").click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    assert text.count("cassini-huygens,") == 1

    page.get_by_role("link", name="Import", exact=True).click()
    form = looked_at(page)
    bring(page, text.replace("cassini-huygens,", "cassini-huygens,The mission "))
    page.get_by_text("Checked: waits for your word.").wait_for(timeout=30_000)
    check = looked_at(page)
    page.get_by_role("button", name="Apply").click()
    address = page.url
    page.goto(f"{address}?still=1")
    at_work = looked_at(page)
    page.goto(address)
    page.get_by_text(re.compile("^Applied")).wait_for(timeout=30_000)

    assert (form, check, at_work, looked_at(page)) == ([], [], [], [])


def test_a_refused_file_is_told_on_its_page(page, base_url):
    page.goto(f"{base_url}{LIST}import/")

    bring(page, "slug,status\ncassini-huygens,flying\n")
    page.get_by_text("Refused: nothing was written.").wait_for(timeout=30_000)

    expect(page.get_by_role("cell", name="flying", exact=True)).to_have_count(1)
    assert looked_at(page) == []
    page.get_by_role("link", name="Import another file").click()
    expect(page.get_by_role("link", name="missions.csv").first).to_be_visible()
    assert looked_at(page) == []
