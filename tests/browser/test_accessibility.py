"""Every kind of page, in light and dark, at three widths: axe finds nothing, nothing overflows."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import PAGES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENSHOTS = Path(__file__).resolve().parents[2] / "screenshots"


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(browser, base_url, name):
    SCREENSHOTS.mkdir(exist_ok=True)
    found = {}
    for scheme in ("light", "dark"):
        for width in (320, 768, 1280):
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            page.goto(base_url + PAGES[name])
            found[scheme, width] = problems(page)
            page.screenshot(path=SCREENSHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
            context.close()

    assert [(place, lines) for place, lines in found.items() if lines] == []


def problems(page):
    """What axe and the width of the page have to say, one line each."""
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    lines = [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in result.response["violations"]
        for node in violation["nodes"][:3]
    ]
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*lines, *([f"{beyond} px wider than the window"] if beyond > 0 else [])]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_nothing_beyond_its_own_origin_and_breaks_no_policy(page, base_url, name):
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(base_url + PAGES[name], wait_until="networkidle")

    assert [url for url in asked if not url.startswith((base_url, "data:"))] == []
    assert [text for text in complaints if "404 (Not Found)" not in text] == []


def test_the_keyboard_reaches_everything_in_order_from_the_skip_link(page, base_url):
    page.goto(base_url + "/missions/?partner=esa")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    seen = [press_tab(page) for _number in range(60)]
    assert all(outlined for _name, outlined in seen)
    assert len({name for name, _outlined in seen}) > 40


def press_tab(page):
    """(which element has the focus now, whether that can be seen)."""
    page.keyboard.press("Tab")
    return page.evaluate(
        """() => {
            const element = document.activeElement, style = getComputedStyle(element);
            const name = element.tagName + (element.href || element.id || element.textContent.trim());
            return [name, style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
        }"""
    )


def test_the_first_visit_to_the_mission_list_is_light_and_still(browser, base_url):
    context = browser.new_context(viewport={"width": 412, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))

    page.goto(base_url + "/missions/", wait_until="networkidle")
    shift = page.evaluate(
        """() => new Promise((done) => {
            let sum = 0;
            new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
              .observe({ type: "layout-shift", buffered: true });
            setTimeout(() => done(sum), 300);
        })"""
    )
    context.close()

    assert sum(sizes) <= 60_000
    assert shift <= 0.01
