"""The pictures about missions: their numbers are those of the lists that they lead to."""

import re
from collections import Counter
from datetime import date
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from missions import figures, pictures
from missions.filters import MissionFilter
from missions.models import Mission, Participation
from missions.tally.present import present
from missions.together import Together, all_parts
from partners.lineage import Lineage
from partners.models import Agency
from tests import records

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 6, 1)
pytestmark = pytest.mark.django_db


def fly(slug, *agencies, **values):
    mission = records.mission(slug, **values)
    for agency in agencies:
        records.participation(mission=mission, agency=agency)
    return mission


def published():
    return Mission.objects.published()


def listed(address):
    """The missions of the list at that address; none of its filters may be misunderstood."""
    found = MissionFilter(QueryDict(urlsplit(address).query), published())
    assert found.form.is_valid(), address
    return found.qs


def drawn():
    """{name: text} of every picture, drawn from what the database holds."""
    lineage = Lineage()
    shared = Together(all_parts(), lineage)
    first = shared.agencies[0] if shared.agencies else Agency(slug="none", acronym="None")
    ids = lineage.ids(first.slug) if shared.agencies else set()
    texts = {
        "columns": component("columns", picture=pictures.launches_by_year(present())),
        "matrix": component("matrix", picture=pictures.matrix(shared)),
        "network": component("network", picture=pictures.network(shared)),
        "partners": bars(pictures.partners_chart(figures.frequent_partners(ids, lineage), first)),
        "roles": bars(pictures.roles_chart(figures.roles(ids, present().parts), first)),
        "leads": bars(pictures.leads_chart(figures.led_by(ids, lineage, present().parts), first)),
    }
    for category in pictures.timeline(published()):
        texts[f"timeline {category.key}"] = component("timeline", category=category)
    for value in Mission.Destination.values:
        orbit = pictures.orbit_of(Mission(name="A & B", destination=value))
        texts[f"orbit {value}"] = component("orbit", picture=orbit)
    return texts


def bars(picture):
    return component("bars", picture=picture)


def component(name, **context):
    return render_to_string(f"components/{name}.svg", context)


def assert_sound(text):
    """Well-formed, named and described, each link with a title of its own, nothing inline."""
    text = text.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    root = ElementTree.fromstring(text)  # noqa: S314 (our own picture)
    named = root.get("aria-labelledby").split()
    assert [root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")] == named
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for link in root.iter(f"{SVG}a"):
        assert link.get("href")
        assert link[0].tag == f"{SVG}title"
        assert link[0].text.strip()
    for element in root.iter():
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
    assert "<script" not in text
    return root


def test_pictures_of_nothing_are_sound():
    for text in drawn().values():
        assert_sound(text)


def test_pictures_of_the_catalogue_are_sound_and_small(catalogue):
    for name, text in drawn().items():
        assert_sound(text)
        most = 60_000 if name.startswith("timeline") else 200_000
        assert len(text.encode()) <= most, name


def test_a_name_with_signs_of_markup_stays_a_name():
    agencies = [records.agency("a", acronym='A & <b> "C"'), records.agency("b", acronym="B]]>")]
    fly("signs", *agencies, name="<i>Signs</i> & 'wonders'")

    for text in drawn().values():
        assert_sound(text)


def test_lengths_are_written_the_same_in_every_language(catalogue, settings):
    settings.USE_THOUSAND_SEPARATOR = True
    with translation.override("en-gb"):
        lengths = lengths_in(drawn())
    with translation.override("de"):
        assert lengths_in(drawn()) == lengths


def lengths_in(texts):
    found = {}
    for name, text in texts.items():
        root = assert_sound(text)
        found[name] = [
            value
            for element in root.iter()
            for attribute, value in sorted(element.attrib.items())
            if attribute in ("d", "x", "y", "r", "cx", "cy", "rx", "ry", "width", "height", "viewBox")
        ]
    return found


# Launches by year


def test_every_column_says_what_its_list_holds(catalogue):
    picture = pictures.launches_by_year(present())

    for column in picture.columns:
        missions = listed(column.year.address)
        agencies = Participation.objects.public().filter(mission__in=missions).values("agency").distinct()
        assert column.year.launches == missions.count(), column.year
        assert column.year.planned == missions.filter(status__in=Mission.NOT_FLOWN).count()
        assert len(column.year.agencies) == agencies.count()
    assert sum(year.launches for year in picture.years) == published().exclude(launched=None).count()


def test_planned_launches_are_told_apart():
    esa = records.agency("esa")
    fly("here", esa, launched="2025-01-01")
    fly("to-come", esa, records.agency("jaxa"), launched="2025-11", status="in-development")
    records.mission("some-day", launched="", status="proposed")

    picture = pictures.launches_by_year(present())

    assert [column.year.title for column in picture.columns] == [
        "2025: 2 launches, 1 of them planned, 2 agencies"
    ]


def test_the_years_begin_with_space_flight():
    records.mission(launched="1998-11-20")

    picture = pictures.launches_by_year(present())

    assert [label.text for label in picture.labels if len(label.text) == 4][:2] == ["1960", "1970"]
    assert [year.year for year in picture.years] == [1998]


# Missions in time


def test_the_timeline_shows_every_mission_once_in_its_category(catalogue):
    shown = Counter(
        (category.key, life.mission.slug)
        for category in pictures.timeline(published())
        for life in category.lives
    )

    assert shown == Counter(published().values_list("category", "slug"))


def test_the_timeline_follows_the_filter(catalogue):
    missions = listed("/missions/timeline/?partner=jaxa&category=lunar")

    (category,) = pictures.timeline(missions)

    assert {life.mission for life in category.lives} == set(missions)


def kinds():
    return {
        life.mission.slug: life.kind
        for category in pictures.timeline(published(), TODAY)
        for life in category.lives
    }


def test_the_end_of_a_line_tells_how_the_mission_stands():
    records.mission("flying", status="extended")
    records.mission("over", status="completed", ended="2010")
    records.mission("gone", status="lost", ended="2001-02-03")
    records.mission("quiet", status="completed", ended_precision="unknown")
    records.mission("coming", status="in-development", launched="2030")
    records.mission("dropped", status="cancelled", launched="")

    assert kinds() == {
        "flying": "open",
        "over": "ended",
        "gone": "lost",
        "quiet": "unknown",
        "coming": "planned",
        "dropped": "planned",
    }


def test_a_mission_without_a_launch_date_has_a_name_and_no_line():
    records.mission("some-day", name="Some Day", launched="", status="proposed")

    ((life,),) = [category.lives for category in pictures.timeline(published(), TODAY)]

    assert (life.name, life.path) == ("Some Day, no launch date", "")
    assert life.title == "Some Day, no launch date, proposed"


def test_lines_run_from_launch_to_end_on_one_axis():
    records.mission("early", launched="1990-01-01", ended="1999", status="completed")
    records.mission("late", launched="2000-01-01", status="operational", category="lunar")

    (early, late) = [category.lives[0] for category in pictures.timeline(published(), TODAY)]

    ends = [
        [float(n) for n in re.match(r"M([\d.]+) [\d.]+H([\d.]+)", life.path).groups()]
        for life in (early, late)
    ]
    assert ends[0][0] < ends[0][1] <= ends[1][0] < ends[1][1]


# Destinations


@pytest.mark.parametrize("destination", Mission.Destination.values)
def test_a_destination_is_marked_and_every_mark_leads_to_its_missions(destination):
    picture = pictures.orbit_of(Mission(name="One", destination=destination))

    here = [place.key for place in [*picture.places, picture.centre] if place.here]
    assert here == (["leo", "meo", "geo"] if destination == "earth-orbits" else [destination])
    for place in picture.places:
        if place.address:
            record = records.mission(destination=place.key)
            assert list(listed(place.address)) == [record]
            record.delete()


@pytest.mark.parametrize(
    "destination", ["leo", "heo", "cislunar", "moon", "sun-earth-l1", "sun-earth-l2", "comet"]
)
def test_distances_stand_in_their_true_order(destination):
    picture = pictures.orbit_of(Mission(name="One", destination=destination))

    distances = [float(place.dot[0]) for place in picture.places]
    assert distances == sorted(distances)


def test_there_is_no_diagram_of_an_unknown_destination():
    assert pictures.orbit_of(Mission(name="One", destination="pluto")) is None


# Who flies with whom


@pytest.fixture
def shared():
    return Together(all_parts(), Lineage())


def test_the_table_is_the_same_from_both_sides(catalogue, shared):
    numbers = [[pair and pair.number for pair in row] for _agency, row in pictures.matrix(shared).table]

    assert numbers == [list(column) for column in zip(*numbers, strict=True)]


def test_the_network_holds_every_agency_that_shares_a_mission(catalogue, shared):
    sharing = set()
    lineage = Lineage()
    for mission in published().for_listing():
        heirs = {lineage.line(part.agency_id)[-1] for part in mission.partners}
        sharing |= heirs if len(heirs) > 1 else set()

    nodes = pictures.network(shared).nodes

    assert {node.agency.pk for node in nodes} == sharing
    assert len(nodes) == len(sharing)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "year_min=1957&year_max=2100&as_of=2026-01-01&predecessors=no&category=earth-observation&role=ground",
    ],
)
def test_the_network_of_all_agencies_is_one_light_picture(catalogue, shared, query):
    drawn = component("network", picture=pictures.network(shared, query))

    assert drawn.count("<svg") == 1
    assert len(drawn.encode()) <= 200_000


def test_every_frequent_pair_and_every_agencys_closest_partner_has_its_line(catalogue, shared):
    network, partners = pictures.network(shared), shared.partners()

    wanted = {frozenset((a, b)) for a, b, number in shared.pairs() if number >= network.least}
    wanted |= {frozenset((node.agency, partners[node.agency.pk][0][0])) for node in network.nodes}
    assert {frozenset((pair.a, pair.b)) for pair in network.lines} == wanted


def test_only_the_busiest_are_named_where_there_is_no_room():
    busy, other, rare = (records.agency(slug) for slug in ("busy", "other", "rare"))
    for number in range(2):
        fly(f"shared-{number}", busy, other)
    fly("once", busy, rare)

    nodes = pictures.network(Together(all_parts(), Lineage()), named=2).nodes

    assert {node.agency: bool(node.label) for node in nodes} == {busy: True, other: True, rare: False}


def test_a_predecessor_counts_for_its_successor(client):
    esa, nasa = records.agency("esa"), records.agency("nasa")
    esro = records.agency("esro", successor=esa)
    fly("heos", esro, nasa)
    fly("handover", esro, esa, nasa)
    fly("hidden", esa, nasa, state="unpublished")

    shared = Together(all_parts(), Lineage())
    (pair,) = pictures.matrix(shared).cells

    assert {pair.a, pair.b} == {esa, nasa}
    assert pair.number == len(client.get(pair.address).context["rows"]) == 2
    assert [node.agency for node in pictures.network(shared).nodes] == [esa, nasa]


def test_many_pairs_that_fly_together_once_are_all_drawn():
    fly("all", *(records.agency() for _number in range(18)))

    network = pictures.network(Together(all_parts(), Lineage()))

    assert (len(network.lines), network.least) == (18 * 17 // 2, 1)


def test_the_curve_of_a_pair_adds_up_and_names_what_it_leaves_out():
    for slug, launched in (("a", "1990"), ("b", "1990-05"), ("c", "2001-02-03"), ("d", "")):
        records.mission(slug, launched=launched)

    curve = pictures.pair_curve(list(published()), lambda **values: urlencode(values))

    points = [(point["label"], point["launched"], point["url"]) for point in curve["points"]]
    assert points == [
        ("1990: 2 missions", 2, "?year_max=1990#missions"),
        ("2001: 3 missions", 1, "?year_max=2001#missions"),
    ]
    assert curve["undated"] == 1


def test_a_pair_without_a_launch_date_has_no_curve():
    assert pictures.pair_curve([records.mission(launched="")], urlencode) is None


# Queries


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    """None for the years and for missions at hand, two for all pairs: the lineage and the agencies."""
    agencies = [records.agency() for _number in range(3)]
    for size in (1, 8):
        for number in range(size):
            fly(f"mission-of-{size}-{number}", *agencies)
        missions, at = list(published()), present()
        with django_assert_num_queries(0):
            component("columns", picture=pictures.launches_by_year(at))
        with django_assert_num_queries(0):
            for category in pictures.timeline(missions):
                component("timeline", category=category)
            component("orbit", picture=pictures.orbit_of(missions[0]))
            bars(pictures.partners_chart([(agencies[0], 2)], agencies[1]))
        with django_assert_num_queries(2):
            shared = Together(at.parts.by_role[""], Lineage())
            context = {"matrix": pictures.matrix(shared), "network": pictures.network(shared)}
            render_to_string("missions/_network.html", context)
