"""Every address of the contract answers with what it is for."""

import pytest

from missions.models import Mission
from tests import records

PAGES = [
    ("/", "Latest launches"),
    ("/missions/", "missions"),
    ("/missions/?partner=esa&partner=jaxa&match=all", "ESA"),
    ("/missions/?compare=jwst,hubble,euclid", "Missions side by side"),
    ("/missions/timeline/", "1960s"),
    ("/missions/sets/", "Three agencies or more"),
    ("/missions/sets/partnerships-that-ended/", "ExoMars Rosalind Franklin Rover"),
    ("/missions/jwst/", "James Webb Space Telescope"),
    ("/programmes/", "Artemis"),
    ("/programmes/artemis/", "Artemis I"),
    ("/agencies/", "National Aeronautics and Space Administration"),
    ("/agencies/a-z/", "Centre National d&#x27;Études Spatiales"),
    ("/agencies/nasa/", "Flies most often with"),
    ("/agencies/esa/with/jaxa/", "missions together"),
    ("/agencies/network/", "Missions together"),
    ("/agencies/network/?category=lunar&role=partner", "The network"),
    ("/agencies/esa/?as_of=1990-01-01", "Partnerships on 1 January 1990"),
    ("/missions/rosalind-franklin/?as_of=2015-01-01", "Partners on 1 January 2015"),
    ("/missions/changes-of-partners/", "NASA withdrew from the joint programme in 2012"),
    ("/missions/changes-of-partners/?change=joined&partner=suparco", "Tiangong"),
    ("/countries/", "France"),
    ("/countries/FRA/", "Outer Space Treaty"),
    ("/countries/?compare=FRA,IND,BRA", "Countries side by side"),
    ("/treaties/", "Outer Space Treaty"),
    ("/treaties/?compare=outer-space-treaty,moon-agreement", "Treaties side by side"),
    ("/treaties/outer-space-treaty/", "Articles in summary"),
    ("/treaties/status/", "OST"),
    ("/research/", "Archives"),
    ("/research/instruments/", "magnetometer"),
    ("/research/instruments/?country=FRA&builder=CNES", "CNES"),
    ("/research/data/?agency=esa&year_min=1990&year_max=1999", "Proprietary period"),
    ("/research/consortia/", "Euclid Consortium"),
    ("/research/consortia/euclid-consortium/", "Guaranteed access"),
    ("/research/data/", "Proprietary period"),
    ("/research/data/mast/", "Mikulski Archive"),
    ("/faq/", "International Space Cooperation FAQ"),
    ("/faq/key-treaties/", "1967 Outer Space Treaty"),
    ("/about/", "How sure we are"),
    ("/glossary/", "Proprietary period"),
    ("/changes/glossary/", "What changed: Glossary"),
    ("/changes/", "What changed"),
    ("/changes/missions/jwst/", "What changed: James Webb Space Telescope"),
    ("/report/?about=/missions/jwst/", "What is wrong"),
    ("/report/thanks/", "Thank you"),
    ("/search/", "COSPAR and NORAD numbers"),
    ("/search/?q=hubble", "<mark>Hubble</mark> Space Telescope"),
    ("/search/?q=moon&kind=treaty", "<mark>Moon</mark> Agreement"),
    ("/search/suggest/?q=hubb", '"Hubble Space Telescope"'),
    ("/opensearch.xml", "/search/?q={searchTerms}"),
    ("/healthz", "ok"),
]


@pytest.mark.parametrize(("address", "content"), PAGES)
def test_an_address_answers_with_its_content(client, catalogue, address, content):
    response = client.get(address)

    assert response.status_code == 200
    assert content in response.content.decode()


@pytest.mark.parametrize(("address", "content"), PAGES)
def test_a_page_sets_no_cookie_and_does_not_vary_by_one(client, catalogue, address, content):
    response = client.get(address)

    assert dict(response.cookies) == {}
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize(
    "address",
    [
        address
        for address, _content in PAGES
        if address.count("/") < 3 or address.endswith(("status/", "data/"))
    ],
)
def test_a_list_answers_on_an_empty_site(client, db, address):
    assert client.get(address).status_code == 200


def test_the_list_of_two_partners_holds_exactly_the_missions_that_both_fly(client, catalogue):
    response = client.get("/missions/?partner=esa&partner=jaxa&match=all")

    of_esa, of_jaxa = (
        set(Mission.objects.filter(participations__agency__slug__in=line).values_list("slug", flat=True))
        for line in (["esa", "esro", "eldo"], ["jaxa", "nasda", "isas", "nal"])
    )
    missions = response.context["listing"].filter.qs
    assert set(missions.values_list("slug", flat=True)) == of_esa & of_jaxa
    assert response.context["listing"].total == len(of_esa & of_jaxa)


def test_the_page_of_webb_names_what_each_agency_supplied_with_its_source(client, catalogue):
    partners = {
        part.agency.acronym: part for part in client.get("/missions/jwst/").context["mission"].partners
    }

    assert {name: partners[name].contribution for name in ("NASA", "ESA", "CSA")} == {
        "NASA": "Observatory, telescope, NIRCam and operations lead.",
        "ESA": "NIRSpec, half of MIRI, Ariane 5 launch and staff at STScI.",
        "CSA": "Fine Guidance Sensor and NIRISS instrument.",
    }
    assert all(partners[name].citations.all() for name in ("NASA", "ESA", "CSA"))


def test_exomars_shows_when_roscosmos_left_and_why(client, catalogue):
    page = client.get("/missions/rosalind-franklin/").content.decode()

    assert "ESA ended the cooperation on 12 July 2022 after the invasion of Ukraine." in page
    assert '<time datetime="2022">2022</time>' in page


def test_a_predecessor_counts_for_its_successor_and_can_be_left_out(client, db):
    old, new = records.agency("esro"), records.agency("esa")
    old.successor = new
    old.save()
    records.participation(mission=records.mission("heos-1"), agency=old)

    with_it, without = (
        client.get(f"/missions/?partner=esa{switch}").context["listing"].total
        for switch in ("", "&predecessors=no")
    )

    assert (with_it, without) == (1, 0)


def test_a_country_is_found_by_its_code_in_small_letters(client, catalogue):
    assert client.get("/countries/fra/").headers["Location"] == "/countries/FRA/"


def test_an_agency_with_itself_is_its_own_page(client, catalogue):
    assert client.get("/agencies/esa/with/esa/").headers["Location"] == "/agencies/esa/"


def test_a_treaty_at_a_date_shows_the_parties_of_that_day(client, catalogue):
    response = client.get("/treaties/moon-agreement/?as_of=1985-01-01")

    parties = {row["party"].iso3 for row in response.context["standings"] if row["status"] == "party"}
    assert parties == {"AUT", "CHL", "NLD", "PHL", "URY"}


def test_an_empty_result_says_which_filter_to_drop(client, catalogue):
    response = client.get("/missions/?category=navigation&status=lost&partner=isro")

    ways = [(chip.label, number) for chip, number in response.context["listing"].ways_out]
    page = response.content.decode()
    assert len(ways) == 3
    assert all(f"Drop “{label}”" in page for label, _number in ways)


def test_links_to_other_pages_keep_the_filters(client, catalogue):
    listing = client.get("/missions/?partner=nasa&page=2&junk=1").context["listing"]

    assert listing.next == "?partner=nasa&page=3"
    assert listing.previous == "?partner=nasa&page=1"
    assert [chip.without for chip in listing.filter.chips] == ["?"]


def test_a_planned_launch_that_has_passed_says_so(client, db):
    overdue = records.mission("overdue", status="in-development", launched="2001")
    planned = records.mission("planned", status="in-development", launched="2999")

    assert "This date has passed" in client.get(overdue.get_absolute_url()).content.decode()
    assert "This date has passed" not in client.get(planned.get_absolute_url()).content.decode()


def test_what_has_flown_stands_before_what_is_planned(client, db):
    records.mission("planned", status="proposed", launched="2999")
    records.mission("old", launched="1990")
    records.mission("new", launched="2020")

    shown = [card.slug for card in client.get("/missions/").context["missions"]]

    assert shown == ["new", "old", "planned"]


def test_a_treaty_on_an_earlier_day_says_which_acts_it_cannot_date(client, db):
    treaty = records.attested().treaty

    response = client.get(f"{treaty.get_absolute_url()}?as_of=2019-12-31")

    assert response.context["unknown"] == 1
    assert "1 act without a known date" in response.content.decode()


def test_a_citation_names_its_fact_as_readers_know_it(client, db):
    mission = records.mission()
    records.cite(mission, fact="norad_id")

    assert "for “NORAD ID”" in client.get(mission.get_absolute_url()).content.decode()
