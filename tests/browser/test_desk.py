"""The editors' desk, in light and dark, at three widths: axe finds nothing."""

import pytest

from tests.browser.test_accessibility import problems

PAGES = {
    "login": "/admin/login/",
    "index": "/admin/",
    "account": "/admin/account/",
    "authenticator app": "/admin/account/app/",
    "account log": "/admin/accounts/entry/",
    "sign-in of an account": "/admin/auth/user/1/access/",
    "calendar": "/admin/calendar/",
    "together": "/admin/together/",
    "sets": "/admin/missions/missionset/",
    "list": "/admin/missions/mission/",
    "form": "/admin/missions/mission/{jwst}/change/",
    "history": "/admin/missions/mission/{jwst}/history/",
}


@pytest.fixture(scope="module")
def signed_in(browser, base_url):
    """What the browser keeps of an administrator's session, and the key of a mission."""
    page = browser.new_page()
    page.goto(f"{base_url}/admin/missions/mission/?q=webb")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("a-long-test-password")
    page.get_by_role("button", name="Log in").click()
    link = page.get_by_role("link", name="James Webb Space Telescope").get_attribute("href")
    state = page.context.storage_state()
    page.close()
    return state, link.split("/")[4]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_the_desk(browser, base_url, signed_in, name):
    state, key = signed_in
    found = {}
    for scheme in ("light", "dark"):
        for width in (320, 768, 1280):
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme=scheme,
                storage_state=None if name == "login" else state,
            )
            page = context.new_page()
            page.goto(base_url + PAGES[name].format(jwst=key), wait_until="networkidle")
            found[scheme, width] = [line for line in problems(page) if "wider than" not in line]
            context.close()

    assert [(place, lines) for place, lines in found.items() if lines] == []
