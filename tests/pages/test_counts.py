"""Every count beside a link, in a cell, a line, a bar or a mark equals the list that it leads to."""

import random

import pytest

from missions.models import Programme
from partners.models import Agency, Country
from tests.pages.counts import Counts, Lists, shown

PAGES = [
    "/",
    "/agencies/network/",
    "/agencies/network/?predecessors=no",
    "/agencies/network/?category=earth-observation&year_min=1990&year_max=2020",
    "/agencies/network/?role=contributor",
    "/agencies/network/?as_of=1995-06-01&role=partner",
    "/agencies/nasa/?as_of=1990-01-01",
    "/agencies/esa/?as_of=2015-01-01",
    "/agencies/esro/",
    "/agencies/roscosmos/?as_of=2021-01-01",
    "/agencies/nasa/with/esa/",
    "/agencies/esa/with/jaxa/?year_min=1995&role=partner",
    "/agencies/esa/with/nasa/?led_by=nasa&category=planetary",
    "/agencies/nasa/with/roscosmos/?as_of=2020-01-01",
    "/agencies/esa/with/esro/?predecessors=no",
    "/agencies/?sort=name",
    "/missions/timeline/",
    "/programmes/",
]
LEAST = {"/": 16, "/agencies/network/": 250, "/agencies/nasa/?as_of=1990-01-01": 15}


@pytest.fixture(scope="module")
def lists():
    """What was counted once is not counted again: the catalogue is the same for every test."""
    return Lists()


def compared(client, lists, address):
    """([(address, number)] that the page says, the same as the lists hold)."""
    said = sorted(Counts(address, client.get(address).content.decode()).found)
    return said, [(link, lists.held(link)) for link, _number in said]


@pytest.mark.slow
@pytest.mark.parametrize("address", PAGES)
def test_a_page_says_what_its_lists_hold(client, catalogue, lists, address):
    said, held = compared(client, lists, address)

    assert said == held
    assert len(said) >= LEAST.get(address, 0)


@pytest.mark.slow
def test_the_network_says_a_number_for_every_line_point_and_cell(client, catalogue):
    response = client.get("/agencies/network/")

    said = dict(Counts("/agencies/network/", response.content.decode()).found)
    network, matrix = response.context["network"], response.context["matrix"]
    for mark in [*network.lines, *network.nodes, *matrix.cells]:
        assert said[mark.address] == mark.number


@pytest.mark.slow
def test_no_cell_is_left_empty_where_two_agencies_share_a_mission(client, catalogue, lists):
    for one, row in client.get("/agencies/network/").context["matrix"].table:
        assert [lists.held(pair.address) for pair in row if pair] == [pair.number for pair in row if pair], (
            one
        )


@pytest.mark.slow
def test_the_page_of_every_agency_country_and_programme_says_what_its_lists_hold(client, catalogue, lists):
    records = [*Agency.objects.published(), *Programme.objects.published(), *Country.objects.all()]

    for record in records:
        said, held = compared(client, lists, record.get_absolute_url())
        assert said == held, record


@pytest.mark.slow
def test_a_list_shows_what_it_holds(client, catalogue, lists):
    """The lists are counted above by their querysets: here some of them are opened."""
    links = set()
    for address in PAGES[:12]:
        links |= {link for link, _number in compared(client, lists, address)[0]}

    for address in random.Random(1957).sample(sorted(links), 30):
        assert shown(client, address) == lists.held(address), address


def test_counts_are_found_in_text_in_pictures_and_behind_links():
    page = """<main><p><a href="/a/">A</a> <span class="small">3</span></p>
        <td><a href="?x=1">12<span class="visually-hidden"> missions</span></a></td>
        <svg><a href="/b/#c"><title>1998: 2 launches, 5 agencies</title><path d="M0 0"/></a></svg>
        <th><a href="/c/">1998</a></th> <nav><a href="/d/">2</a></nav> <a href="/e/">E</a> and 4</main>"""

    assert Counts("/here/", page).found == {("/a/", 3), ("/here/?x=1", 12), ("/b/", 2)}
