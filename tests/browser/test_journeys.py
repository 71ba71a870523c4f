"""What visitors come for, with JavaScript and without."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import problems


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def visitor(request, browser, base_url):
    context = browser.new_context(
        base_url=base_url, java_script_enabled=request.param, viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.updates_itself = request.param
    yield page
    context.close()


def test_a_student_finds_what_esa_and_jaxa_flew_together(visitor):
    visitor.goto("/missions/")
    visitor.get_by_role("checkbox", name=re.compile(r"^ESA \(")).check()
    show(visitor, partner="esa")
    visitor.get_by_text(re.compile(r"^All \d+")).click()
    visitor.get_by_role("checkbox", name=re.compile(r"^JAXA \(")).check()
    show(visitor, partner="jaxa")
    visitor.get_by_label("Flown by").select_option("all")
    show(visitor, match="all")

    expect(visitor.locator("#results .count")).to_contain_text("missions")
    expect(visitor.get_by_role("link", name="Remove JAXA")).to_be_visible()
    expect(visitor.get_by_role("link", name="BepiColombo", exact=True)).to_be_visible()


def show(visitor, **parameter):
    """Press the button where nothing updates by itself, and wait for the address."""
    name, value = next(iter(parameter.items()))
    if not visitor.updates_itself:
        visitor.get_by_role("button", name="Show").click()
    expect(visitor).to_have_url(re.compile(rf"[?&]{name}={value}\b"))


def test_a_journalist_reads_who_left_exomars_and_why(visitor):
    visitor.goto("/")
    visitor.locator("main").get_by_label("Search").fill("rosalind")
    visitor.get_by_role("button", name="Search").click()
    visitor.get_by_role("link", name="ExoMars Rosalind Franklin Rover").click()

    row = visitor.get_by_role("row").filter(has_text="Roscosmos")
    expect(row).to_contain_text("2022")
    expect(row).to_contain_text("ESA ended the cooperation on 12 July 2022")


def test_a_visitor_misspells_a_name_and_looks_for_one_kind(visitor):
    visitor.goto("/faq/")
    visitor.locator("header").get_by_label("Search").fill("Hubbel")
    visitor.keyboard.press("Enter")
    visitor.get_by_role("link", name="Hubble", exact=True).click()
    visitor.get_by_role("link", name="Archives").click()

    expect(visitor).to_have_url(re.compile(r"/search/\?q=Hubble&kind=archive$"))
    expect(visitor.get_by_role("article").first.locator("mark").first).to_have_text("Hubble")


def test_a_name_is_chosen_by_the_keyboard_from_what_is_suggested(page, base_url):
    page.goto(base_url)
    field = page.get_by_role("combobox", name="Search")
    field.press_sequentially("hubb")
    options = page.get_by_role("option")
    expect(options.first).to_have_text("Hubble Space Telescope Mission")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert problems(page) == []

    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("hubb")
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Enter")

    expect(page).to_have_url(f"{base_url}/missions/hubble/")


def test_what_is_suggested_can_be_clicked_and_passed_over(page, base_url):
    page.goto(f"{base_url}/faq/")
    field = page.locator("header").get_by_role("combobox", name="Search")
    field.press_sequentially("cassin")
    page.get_by_role("option").first.click()
    expect(page).to_have_url(f"{base_url}/missions/cassini-huygens/")

    page.goto(f"{base_url}/faq/")
    field.press_sequentially("cassini")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Enter")

    expect(page).to_have_url(f"{base_url}/search/?q=cassini")


def test_a_lawyer_asks_whether_a_country_was_party_on_a_day(visitor):
    visitor.goto("/treaties/liability-convention/")
    visitor.get_by_label("As of").fill("1980-01-01")
    visitor.locator("form.as-of").get_by_role("button", name="Show").click()

    expect(visitor.locator("#party-FRA")).to_contain_text("31 December 1975")
    expect(visitor.locator("#party-POL")).to_have_count(1)
    expect(visitor.locator("#party-ARG .status")).to_have_text("signatory")


def test_a_reader_opens_a_question_by_its_address(visitor):
    visitor.goto("/faq/#key-treaties")

    expect(visitor.locator("#key-treaties")).to_be_visible()


def test_a_reader_opens_and_closes_an_answer(visitor):
    visitor.goto("/faq/")
    question = visitor.get_by_text("Are there joint missions beyond Earth orbit?").first
    question.click()

    expect(visitor.locator("#joint-missions-beyond-earth-orbit")).to_be_visible()
    question.click()
    expect(visitor.locator("#joint-missions-beyond-earth-orbit")).to_be_hidden()


def test_pages_and_order_keep_the_filters(visitor):
    visitor.goto("/missions/?partner=nasa")
    visitor.get_by_role("link", name="Next").click()
    expect(visitor).to_have_url(re.compile(r"\?partner=nasa&page=2$"))
    visitor.get_by_label("Order").select_option("launched")
    show(visitor, sort="launched")

    expect(visitor.locator("#results article").first).to_contain_text("1962")


def test_a_researcher_takes_the_numbers_under_a_picture_with_source_and_licence(visitor):
    visitor.goto("/treaties/moon-agreement/")
    visitor.locator("#curve-numbers summary").click()

    expect(visitor.locator("#curve-numbers tbody tr").last).to_have_text(re.compile(r"2024\s*0\s*1\s*17"))
    expect(visitor.locator(".sources li").first).to_be_visible()
    expect(visitor.get_by_role("link", name="CC BY 4.0")).to_have_attribute("rel", "license")


def test_the_back_button_brings_back_the_list_as_it_was(page, base_url):
    page.goto(f"{base_url}/missions/?category=lunar")
    before = page.locator("#results .count").inner_text()
    page.get_by_label("Status").select_option("completed")
    expect(page).to_have_url(re.compile("status=completed"))
    page.go_back()

    expect(page).to_have_url(f"{base_url}/missions/?category=lunar")
    expect(page.locator("#results .count")).to_have_text(before)
    expect(page.get_by_label("Status")).to_have_value("")


def test_the_dark_page_is_dark(browser, base_url):
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(base_url)

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 22, 38)"
    context.close()


def test_a_printed_mission_carries_its_address_and_sources_and_no_controls(page, base_url):
    page.goto(f"{base_url}/missions/jwst/")
    page.emulate_media(media="print")

    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.locator(".printed")).to_contain_text("/missions/jwst/")
    expect(page.get_by_role("heading", name="Sources")).to_be_visible()


def test_an_editor_signs_in_changes_a_mission_and_sees_it_live(page, base_url):
    page.goto(f"{base_url}/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("a-long-test-password")
    page.get_by_role("button", name="Log in").click()
    page.goto(f"{base_url}/admin/missions/mission/?q=Alouette+1")
    page.get_by_role("link", name="Alouette 1", exact=True).click()
    page.get_by_label("Alternative names").fill("S-27; Alouette A")
    page.get_by_role("button", name="Save and publish").first.click()
    expect(page.locator(".messagelist")).to_contain_text("published")
    page.goto(f"{base_url}/missions/alouette-1/")

    expect(page.get_by_text("Also: S-27, Alouette A")).to_be_visible()
