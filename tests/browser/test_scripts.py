"""Payloads in every text of every kind of record, seen in Chromium: none runs, none is even markup."""

import json
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.contrib import admin

from editorial.models import ContentModel
from tests import records
from tests.browser.payloads import PAYLOADS
from tests.server import site

SEED = 12  # payloads of the short run
ON_A_PAGE = """() => {
  const found = [];
  for (const element of document.querySelectorAll('*')) {
    for (const attribute of element.attributes)
      if (/^on|^hx-on|^srcdoc$/i.test(attribute.name)) found.push(element.outerHTML.slice(0, 200));
    for (const name of ['href', 'src', 'action', 'formAction', 'data'])
      if (element.hasAttribute(name) && /^(javascript|vbscript|data:text)/i.test(String(element[name])))
        found.push(element.outerHTML.slice(0, 200));
    if (['IFRAME', 'OBJECT', 'EMBED', 'MARQUEE', 'X', 'MATH', 'PORTAL'].includes(element.tagName))
      found.push(element.outerHTML.slice(0, 200));
    if (element.tagName === 'BASE' && !element.href.startsWith(location.origin))
      found.push(element.outerHTML.slice(0, 200));
  }
  return found;
}"""
WATCH = """
for (const name of ['alert', 'confirm', 'prompt', 'print']) window[name] = () => ran(name);
addEventListener('securitypolicyviolation', event =>
  ran(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""


class Watched:
    """A page of Chromium and what happened on it that should not: (address, what)."""

    def __init__(self, browser, base):
        self.context = browser.new_context(base_url=base, viewport={"width": 1280, "height": 900})
        self.base, self.found, self.at, self.seen = base, [], "", 0
        self.context.expose_binding("ran", lambda _source, *what: self.note(f"ran: {what}"))
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.page.on("dialog", lambda dialog: (self.note(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.note(f"error: {error}"))
        self.page.on("console", lambda told: self.heard(told.text))
        self.page.on("request", lambda request: self.asked(request.url))

    def note(self, what):
        self.found.append((self.at, what))

    def heard(self, text):
        if "Content Security Policy" in text:
            self.note(text)

    def asked(self, url):
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws"} and f"{parts.scheme}://{parts.netloc}" != self.base:
            self.note(f"asked for {url}")

    def sign_in(self, name):
        self.page.goto("/admin/login/")
        self.page.get_by_label("Username").fill(name)
        self.page.get_by_label("Password").fill(name * 3)
        self.page.get_by_role("button", name="Log in").click()
        self.page.wait_for_url("**/admin/")

    def look(self, address):
        self.at, self.seen = address, self.seen + 1
        response = self.page.goto(address, wait_until="load")
        assert response is None or response.status == 200, (address, response.status)  # None: a part of it
        for markup in self.page.evaluate(ON_A_PAGE):
            self.note(f"markup: {markup}")


def payloads_of(run):
    return len(PAYLOADS) if run == "all" else SEED


@pytest.fixture(params=["some", pytest.param("all", marks=pytest.mark.soak)])
def attacked(request, tmp_path, browser):
    """(run, the site as Chromium watches it, the addresses that show the payloads)."""
    (tmp_path / "static").symlink_to(settings.STATIC_ROOT)
    variables = site.environment(tmp_path)
    site.manage(variables, "migrate")
    make = f"from tests.browser import hostile; hostile.make({payloads_of(request.param)})"
    shown = json.loads(site.manage(variables, "shell", "--verbosity", "0", "--command", make))
    with site.running(variables) as base:
        watched = Watched(browser, base)
        watched.sign_in("chief")
        yield request.param, watched, shown
        watched.context.close()


def test_no_payload_runs_wherever_it_is_shown(attacked):
    run, watched, shown = attacked
    public, desk = (shown[part] if run == "all" else one_of_each(shown[part]) for part in ("public", "desk"))

    for address in [*public, *desk, *(where + quote(text) for where in ASKED for text in asked(run))]:
        watched.look(address)
    look_at_lists_that_scripts_fill(watched, next(page for page in desk if is_form(page, "mission")))

    assert watched.found == []
    assert watched.seen >= {"some": 80, "all": 1000}[run]


ASKED = ("/search/?q=", "/missions/?partner=", "/missions/?year_min=", "/report/?about=")


def asked(run):
    """What a visitor types; in the short run all of it in one or two."""
    return PAYLOADS if run == "all" else [" ".join(PAYLOADS[:20])[:500], PAYLOADS[-1]]


def one_of_each(addresses):
    """The first page of each kind: those of other records of the kind are like it."""
    return list({kind_of(address): address for address in reversed(addresses)}.values())


def kind_of(address):
    return "/".join(
        part for part in address.split("/") if not part.rpartition("-")[2].isdigit() and len(part) < 30
    )


def is_form(address, kind):
    return f"/{kind}/" in address and address.endswith("/change/")


def look_at_lists_that_scripts_fill(watched, form):
    """What is offered while somebody types: at the desk, and in the public search."""
    page = watched.page
    watched.look(form)
    page.locator("#participations-group .select2-selection").first.click()
    page.locator(".select2-results__option:not(.loading-results)").first.wait_for()
    watched.look("/search/")
    page.locator("main input[name=q]").first.press_sequentially("ran", delay=50)
    page.wait_for_timeout(1000)
    watched.look("/missions/")


def test_the_corpus_is_large_and_every_kind_of_record_is_made():
    kinds = {model for model in admin.site._registry if issubclass(model, ContentModel)}

    assert len(set(PAYLOADS)) >= 200
    assert kinds <= set(records.MAKERS)


def test_this_watch_sees_what_would_run(browser):
    watched = Watched(browser, "http://site.test")
    watched.page.route(
        "**/evil",
        lambda route: route.fulfill(
            body="<body onload=ran(1)><script>ran(2)</script><a href=javascript:ran(3)>x</a>",
            content_type="text/html",
        ),
    )

    watched.look("/evil")
    watched.page.wait_for_timeout(200)
    ran = sorted(what for _at, what in watched.found if what.startswith("ran"))
    markup = [what for _at, what in watched.found if what.startswith("markup")]
    watched.context.close()

    assert (ran, len(markup)) == (["ran: (1,)", "ran: (2,)"], 2)
