"""The map of a treaty's parties and the curve of their number."""

import datetime
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from partners import world
from partners.models import Country
from tests import records
from treaties import pictures
from treaties.models import Status, Treaty, standings_of

pytestmark = pytest.mark.django_db

LARGEST = 80_000
OUTSIDE_THE_UNITED_NATIONS = {"VAT", "PSE", "COK", "NIU", "TWN"}
WITHIN_A_STATE = {"HKG"}
SHAPES = ["FRA", "NOR", "SOM", "SRB", "TWN", "NLD", "ISR", "MAR"]  # what numeric codes get wrong
DOTS = ["SGP", "TUV", "VAT", "PSE", "CYP", "LUX", "MLT", "COK", "NIU"]


@pytest.fixture
def treaty():
    """France in 1967, Norway and Tuvalu in 1969, Malta signed, Kenya left in 1972, two without a date."""
    treaty = records.treaty(adopted="1966-12-19", opened="1967-01-27")
    france, norway, tuvalu, malta, kenya, chad, former = countries(
        *("FRA", "NOR", "TUV", "MLT", "KEN", "TCD", "SUN")
    )
    records.action(treaty=treaty, country=france, date="1967-10-10")
    records.action(treaty=treaty, country=norway, date="1969-07-01", kind="accession")
    records.action(treaty=treaty, country=tuvalu, date="1969", kind="succession")
    records.action(treaty=treaty, country=malta, date="1967-02-01", kind="signature")
    records.action(treaty=treaty, country=kenya, date="1969-02-01")
    records.action(treaty=treaty, country=kenya, date="1972-02-01", kind="withdrawal")
    records.attested(treaty=treaty, country=chad)
    records.attested(treaty=treaty, country=former)
    records.action(treaty=treaty, organisation=records.agency("esa"), kind="declaration-of-acceptance")
    return treaty


def countries(*codes):
    return [records.country(iso3=code, name=f"The land {code}") for code in codes]


def drawn(component, **context):
    """A component as the parsed element that it draws."""
    return ElementTree.fromstring(render_to_string(f"components/{component}.svg", context).strip())  # noqa: S314


def titles(svg):
    return [link.find("title").text for link in svg.iter("a")]


def section(treaty, as_of=None):
    """The part of the page that shows both pictures, as one parsed element."""
    shown = pictures.pictures_of(treaty, standings_of(treaty, as_of), as_of)
    request = RequestFactory().get("/")
    html = render_to_string(
        "treaties/_pictures.html", {"pictures": shown, "treaty": treaty, "as_of": as_of}, request
    )
    return ElementTree.fromstring(f"<div>{html}</div>")  # noqa: S314


def in_words(points):
    return [(point["year"], point["joined"], point["left"], point["total"]) for point in points]


def test_every_state_has_a_shape_or_a_dot(catalogue):
    present = set(Country.objects.filter(until=None).values_list("iso3", flat=True))
    members = set(Country.objects.filter(until=None, un_member=True).values_list("iso3", flat=True))
    places = world.shapes()["places"]

    assert len(members) == 193
    assert present - WITHIN_A_STATE - set(places) == set()
    assert set(places) >= members | OUTSIDE_THE_UNITED_NATIONS


def test_a_state_is_drawn_as_a_shape_and_a_small_one_as_a_dot():
    places = world.shapes()["places"]

    assert [code for code in SHAPES if "d" not in places[code]] == []
    assert [code for code in DOTS if "x" not in places[code]] == []


def test_contested_land_without_a_code_is_plain():
    assert len(world.shapes()["land"]) == 3
    assert {"XKX", "XKK"} & set(world.shapes()["places"]) == set()


@pytest.mark.parametrize(
    ("code", "left", "right", "top", "bottom"),
    [
        ("FRA", 560, 1040, 120, 520),  # with French Guiana, which belongs to it
        ("NOR", 980, 1080, 5, 100),
        ("AUS", 1500, 1800, 550, 830),
        ("KEN", 1100, 1220, 440, 560),
    ],
)
def test_a_state_lies_where_it_lies(code, left, right, top, bottom):
    points = list(corners(world.shapes()["places"][code]["d"]))

    assert all(left <= x <= right and top <= y <= bottom for x, y in points), points


def corners(path):
    """The first point of each ring of a path."""
    for ring in path.split("M")[1:]:
        yield tuple(int(number) for number in ring.split("l")[0].split())


def test_the_shapes_are_small_enough_to_read():
    assert world.FILE.stat().st_size <= 70_000


def test_every_country_with_a_standing_is_on_the_map_once(treaty):
    marks = pictures.map_of(standings_of(treaty))["marks"]

    assert sorted(mark["iso3"] for mark in marks) == ["FRA", "KEN", "MLT", "NOR", "TCD", "TUV"]


def test_a_mark_shows_the_status_and_since_when(treaty):
    marks = pictures.map_of(standings_of(treaty))["marks"]

    assert {mark["iso3"]: (mark["status"], mark["year"], mark["url"]) for mark in marks} == {
        "FRA": (Status.PARTY, 1967, "#party-FRA"),
        "NOR": (Status.PARTY, 1969, "#party-NOR"),
        "TUV": (Status.PARTY, 1969, "#party-TUV"),
        "TCD": (Status.PARTY, None, "#party-TCD"),
        "MLT": (Status.SIGNATORY, 1967, "#party-MLT"),
        "KEN": (Status.WITHDRAWN, 1972, "#party-KEN"),
    }


def test_the_map_shows_the_day_that_it_is_asked_for(treaty):
    marks = pictures.map_of(standings_of(treaty, datetime.date(1970, 1, 1)))["marks"]

    assert {mark["iso3"]: mark["status"] for mark in marks}["KEN"] == Status.PARTY


def test_dots_come_last_so_that_no_shape_hides_them(treaty):
    marks = pictures.map_of(standings_of(treaty))["marks"]

    assert ["x" in mark for mark in marks] == [False, False, False, False, True, True]


def test_former_states_and_organisations_are_named_and_not_drawn(treaty):
    assert pictures.map_of(standings_of(treaty))["undrawn"] == ["Agency esa", "The land SUN"]


def test_the_map_draws_its_marks_with_title_and_link(treaty):
    svg = drawn("world_map", map=pictures.map_of(standings_of(treaty)), title="Parties")

    assert titles(svg) == [
        "The land FRA: party, 1967",
        "The land KEN: withdrawn, 1972",
        "The land NOR: party, 1969",
        "The land TCD: party",
        "The land MLT: signatory, 1967",
        "The land TUV: party, 1969",
    ]
    assert svg.find("a").get("href") == "#party-FRA"
    assert svg.find("desc").text.startswith("Party: 4. Signatory: 1. Withdrawn: 1.")


def test_the_legend_counts_the_marks(treaty):
    shown = pictures.map_of(standings_of(treaty))
    statuses = [mark["status"] for mark in shown["marks"]]

    assert {status: number for status, label, number in shown["legend"]} == {
        status: statuses.count(status) for status in statuses
    }


def test_the_curve_equals_numbers_counted_by_hand(treaty):
    curve = pictures.curve_of(standings_of(treaty), 1967, 2026)

    assert in_words(curve["points"]) == [(1967, 1, 0, 1), (1969, 3, 0, 4), (1972, 0, 1, 3)]
    assert curve["undated"] == 2


def test_a_step_leads_to_the_parties_at_the_end_of_its_year(treaty):
    points = pictures.curve_of(standings_of(treaty), 1967, 2026)["points"]

    assert [point["url"] for point in points][1] == "?as_of=1969-12-31#parties"
    assert [point["label"] for point in points] == ["1967: 1 party", "1969: 4 parties", "1972: 3 parties"]


def test_the_curve_stays_in_its_frame(treaty):
    curve = pictures.curve_of(standings_of(treaty), 1967, 2026, datetime.date(1970, 5, 1))

    assert curve["line"] == "M64 350H64V268H93V20H136V102H916"
    assert curve["day"] == 107
    assert curve["numbers"][0] == (0, 350)
    assert curve["numbers"][-1] == (4, 20)
    assert [year for year, x in curve["years"]] == [1970, 1980, 1990, 2000, 2010, 2020]


def test_an_act_before_the_opening_widens_the_curve(treaty):
    curve = pictures.curve_of(standings_of(treaty), 2000, 2001)

    assert [point["x"] for point in curve["points"]] == [64, 114, 189]


def test_a_day_beyond_the_curve_is_not_marked(treaty):
    assert pictures.curve_of(standings_of(treaty), 1967, 2026, datetime.date(1950, 1, 1))["day"] is None


def test_the_table_holds_the_numbers_of_the_curve(treaty):
    shown = section(treaty)
    rows = [
        tuple(int("".join(cell.itertext())) for cell in row) for row in shown.findall(".//table/tbody/tr")
    ]

    assert rows == in_words(pictures.curve_of(standings_of(treaty), 1967, 2026)["points"])
    assert len(rows) == len(titles(shown.findall(".//svg[@class='curve']")[0]))


def test_the_section_says_what_is_left_out(treaty):
    words = "".join(section(treaty).itertext())

    assert "2 parties without a date are not in the curve." in words
    assert "Not drawn: Agency esa, The land SUN." in words
    assert "express no opinion on the legal status of any territory" in words


def test_on_an_earlier_day_the_curve_is_whole_and_the_day_marked(treaty):
    day = datetime.date(1970, 5, 1)
    shown = pictures.pictures_of(treaty, standings_of(treaty, day), day)

    assert [point["year"] for point in shown["curve"]["points"]] == [1967, 1969, 1972]
    assert shown["curve"]["day"]


def test_a_picture_can_be_skipped(treaty):
    shown = section(treaty)
    ids = {element.get("id") for element in shown.iter()}
    skips = [link.get("href") for link in shown.iter("a") if link.get("class") == "skip"]

    assert len(skips) == 2
    assert {skip.removeprefix("#") for skip in skips} <= ids


def test_names_are_escaped(treaty):
    Country.objects.filter(iso3="FRA").update(name='<A & "B">')
    svg = drawn("world_map", map=pictures.map_of(standings_of(treaty)), title="<&>")

    assert '<A & "B">: party, 1967' in titles(svg)


def test_a_treaty_that_nobody_acted_upon_has_no_pictures():
    assert pictures.pictures_of(records.treaty(), []) is None


def test_both_components_are_well_formed_without_anybody():
    svg = drawn("world_map", map=pictures.map_of([]), title="Nobody")
    curve = drawn("step_curve", curve=pictures.curve_of([], 1967, 1967), title="Nobody")

    assert titles(svg) == titles(curve) == []


def test_a_treaty_with_undated_parties_only_has_no_curve():
    treaty = records.treaty()
    records.attested(treaty=treaty)

    assert "1 party is attested without a date" in "".join(section(treaty).itertext())


def test_both_components_are_well_formed_for_every_treaty(catalogue):
    for treaty in Treaty.objects.published():
        standings = standings_of(treaty)
        if not standings:
            continue
        shown = section(treaty)
        world_map, *curve = [svg for svg in shown.iter("svg") if svg.get("role") == "group"]
        states = {row["anchor"] for row in standings if row["country_id"] and not row["party"].until}
        links = [link.get("href") for link in world_map.iter("a")]

        assert sorted(links) == sorted(f"#party-{code}" for code in states), treaty
        assert bool(curve) == any(row["since"] for row in standings), treaty


def test_the_curve_agrees_with_the_standings_of_every_year(catalogue):
    for treaty in Treaty.objects.published().filter(kind=Treaty.Kind.UN_TREATY):
        for point in pictures.pictures_of(treaty, standings_of(treaty))["curve"]["points"]:
            parties = standings_of(treaty, datetime.date(point["year"], 12, 31))
            dated = [row for row in parties if row["status"] == Status.PARTY and row["since"]]

            assert point["total"] == len(dated), (treaty, point["year"])


def test_the_largest_map_is_light(catalogue):
    standings = standings_of(Treaty.objects.get(slug="outer-space-treaty"))
    svg = render_to_string(
        "components/world_map.svg", {"map": pictures.map_of(standings), "title": "Parties"}
    )

    assert len(svg.encode()) <= LARGEST
    assert " style=" not in svg
    assert "<script" not in svg
