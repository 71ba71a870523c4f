"""From an invitation to a sign-in with a passkey, in a real Chromium whose authenticator is a virtual one."""

import re

import pytest
from playwright.sync_api import expect

CHOSEN = "a-word-of-my-own-choice"


@pytest.fixture
def named_url(base_url):
    """The same site by a name: browsers make passkeys for no number."""
    return base_url.replace("127.0.0.1", "localhost")


@pytest.fixture
def invitation(browser, named_url):
    """The path of the link by which a new person chooses a password, as the administrator is shown it."""
    page = browser.new_page(base_url=named_url)
    sign_in(page, "admin", "a-long-test-password")
    page.goto("/admin/auth/user/add/")
    page.get_by_label("Username").fill("keeper")
    page.get_by_label("Email address").fill("keeper@example.org")
    page.get_by_role("button", name="Save", exact=True).click()
    link = page.locator("code.secret").inner_text()
    page.context.close()
    return re.sub(r"^http://[^/]+", "", link)


@pytest.fixture
def person(browser, named_url):
    """A page in a browser that holds an authenticator; `complaints`: what its console says is wrong."""
    context = browser.new_context(base_url=named_url)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()


def sign_in(page, name, password):
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()


def test_somebody_who_was_invited_signs_in_with_a_passkey(invitation, person):
    page = person
    page.goto(invitation)
    page.get_by_label("New password:").fill(CHOSEN)
    page.get_by_label("New password confirmation").fill(CHOSEN)
    page.get_by_role("button", name="Set the password").click()

    sign_in(page, "keeper", CHOSEN)
    page.get_by_role("link", name="Your account").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("my phone")
    page.get_by_label("Your password").fill(CHOSEN)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.locator(".codes code")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("passkey for localhost")).to_have_count(1)

    page.get_by_role("button", name="Log out").click()
    sign_in(page, "keeper", CHOSEN)
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/admin/")

    expect(page.get_by_role("heading", name="Editors’ desk")).to_be_visible()
    assert page.complaints == []
