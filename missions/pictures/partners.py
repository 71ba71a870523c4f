"""Agencies by the missions that they share: a matrix, a network, and the partners of one of them."""

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations
from math import cos, radians, sin, sqrt

from django.urls import reverse
from django.utils.translation import ngettext

from missions.models import Participation
from missions.pictures.shapes import Label, Scale, label, px
from partners.models import Agency, Country

IN_MATRIX, IN_NETWORK, LINES = 24, 40, 130
CLASSES = ["1", "2–3", "4–7", "8–15", "≥ 16"]
CELL, LEFT, TOP = 26, 96, 10
SIDE, RADIUS, LABEL_AT = 620, 200, 12
BAR_LEFT, BAR_RIGHT, BAR_ROW = 106, 330, 22


@dataclass(frozen=True)
class Together:
    """The agencies with the most missions, and the missions of each, its predecessors' among them."""

    agencies: list
    missions: dict

    def number(self, a, b):
        return len(self.missions[a.pk] & self.missions[b.pk])


@dataclass(frozen=True)
class Pair:
    """Two agencies with the number of their missions together, as a mark that leads to their page."""

    a: Agency
    b: Agency
    number: int
    shade: int = 0
    path: str = ""
    width: str = ""
    x: str = ""
    y: str = ""
    label: Label | None = None

    @property
    def address(self):
        return reverse("agencies:pair", args=[self.a.slug, self.b.slug])

    @property
    def title(self):
        return ngettext(
            "%(a)s and %(b)s: %(number)d mission together",
            "%(a)s and %(b)s: %(number)d missions together",
            self.number,
        ) % {"a": self.a.acronym, "b": self.b.acronym, "number": self.number}


@dataclass(frozen=True)
class Node:
    """An agency on the network's circle."""

    agency: Agency
    number: int
    x: str
    y: str
    radius: str
    label: Label
    turn: str

    @property
    def title(self):
        said = ngettext("%(name)s: %(number)d mission", "%(name)s: %(number)d missions", self.number)
        return said % {"name": self.agency.acronym, "number": self.number}


@dataclass(frozen=True)
class Matrix:
    """What components/matrix.svg and the table below it expect."""

    agencies: list  # (agency, label of the row, label of the column)
    cells: list
    key: list  # (shade, x, y, label)
    rules: str
    table: list  # (agency, [number or None where the agency meets itself])
    width: str
    height: str
    cell: str = px(CELL - 1)


@dataclass(frozen=True)
class Network:
    """What components/network.svg and the table below it expect."""

    nodes: list
    lines: list
    least: int
    desc: str
    width: str = px(SIDE)
    height: str = px(SIDE)


@dataclass(frozen=True)
class Bars:
    """What components/bars.svg expects."""

    agency: Agency
    pairs: list
    foot: str
    width: str
    height: str


def together(lineage, limit=IN_NETWORK):
    """Successors count for all before them, so that the numbers are those of the pairs' pages."""
    missions = defaultdict(set)
    for mission, agency in Participation.objects.public().values_list("mission_id", "agency_id"):
        missions[lineage.line(agency)[-1]].add(mission)
    most = sorted(missions, key=lambda key: (-len(missions[key]), lineage.acronyms[key]))[:limit]
    agencies = Agency.objects.select_related("country").in_bulk(most)
    return Together([agencies[key] for key in most], missions)


def matrix(shared):
    """A triangle like the table of distances in a road atlas: each pair of agencies once."""
    agencies = shared.agencies[:IN_MATRIX]
    side = CELL * len(agencies)
    pairs = [
        (Pair(agency, other, shared.number(agency, other)), row, column)
        for row, agency in enumerate(agencies)
        for column, other in enumerate(agencies[:row])
    ]
    return Matrix(
        agencies=[(agency, *ends(agency, row)) for row, agency in enumerate(agencies)],
        cells=[cell(pair, row, column) for pair, row, column in pairs if pair.number],
        key=[swatch(number, text, LEFT + side) for number, text in enumerate(CLASSES)],
        rules="".join(rule(row) for row in range(len(agencies))),
        table=[(a, [None if a == b else shared.number(a, b) for b in agencies]) for a in agencies],
        width=px(LEFT + side + 96),
        height=px(max(TOP + side, TOP + 30 * len(CLASSES)) + 4),
    )


def cell(pair, row, column):
    x, y = LEFT + CELL * column, TOP + CELL * row
    number = label(x + CELL / 2 - 0.5, y + CELL / 2 + 3.5, pair.number, "middle")
    shade = min(pair.number.bit_length(), len(CLASSES))
    return replace(pair, shade=shade, x=px(x), y=px(y), label=number)


def swatch(number, text, x):
    """One shade of the key, in the empty corner."""
    y = TOP + 30 * number
    return number + 1, px(x - 20), px(y), label(x + 14, y + 17, text)


def ends(agency, row):
    """The agency's name before its row, and on the diagonal, above its column."""
    y = TOP + CELL * row + CELL / 2 + 4
    return label(LEFT - 8, y, agency.acronym, "end"), label(LEFT + CELL * row + 4, y, agency.acronym)


def rule(row):
    """The fine line under a row, as far as the diagonal."""
    return f"M{LEFT} {px(TOP + CELL * (row + 1) - 0.5)}h{CELL * row}"


def network(shared):
    """Agencies on a circle, region by region, joined by lines where they fly together often."""
    places = around(shared.agencies[:IN_NETWORK])
    pairs, least = most_often(shared)
    across = Scale(0, max((number for _a, _b, number in pairs), default=1), 0.4, 5)
    return Network(
        nodes=[node(agency, angle, len(shared.missions[agency.pk])) for agency, angle in places.items()],
        lines=[
            Pair(a, b, number, path=curve(places[a], places[b]), width=px(across(number)))
            for a, b, number in pairs
        ],
        least=least,
        desc=ngettext(
            "A line joins two agencies with at least %d mission together; the more, the thicker.",
            "A line joins two agencies with at least %d missions together; the more, the thicker.",
            least,
        )
        % least,
    )


def most_often(shared):
    """The pairs with their numbers, most first, and the least number that still gets a line."""
    pairs = [(a, b, shared.number(a, b)) for a, b in combinations(shared.agencies[:IN_NETWORK], 2)]
    pairs.sort(key=lambda pair: -pair[2])
    beyond = pairs[LINES][2] if len(pairs) > LINES else 0
    least = max(min(beyond + 1, pairs[0][2]), 1) if pairs else 1
    return [pair for pair in pairs if pair[2] >= least], least


def around(agencies):
    """{agency: its angle from the top}: region by region with a gap between, most missions first."""
    regions = [*Country.Region.values, ""]
    groups = [
        [a for a in agencies if (a.country.region if a.country else "") == region] for region in regions
    ]
    slots = [agency for group in groups if group for agency in [*group, None]]
    return {agency: 360 * number / len(slots) for number, agency in enumerate(slots) if agency}


def point(angle, radius):
    """The point at so many degrees from the top, clockwise, so far from the centre."""
    return SIDE / 2 + radius * sin(radians(angle)), SIDE / 2 - radius * cos(radians(angle))


def curve(one, other):
    """A curve between two places on the circle that bends towards its centre."""
    (x1, y1), (x2, y2) = point(one, RADIUS), point(other, RADIUS)
    bend_x, bend_y = (SIDE / 2 + (x - SIDE / 2) * 0.3 for x in ((x1 + x2) / 2, (y1 + y2) / 2))
    return f"M{px(x1)} {px(y1)}Q{px(bend_x)} {px(bend_y)} {px(x2)} {px(y2)}"


def node(agency, angle, number):
    """The agency's point, as large as its number of missions, with its name on the spoke outward."""
    x, y = point(angle, RADIUS)
    text_x, text_y = point(angle, RADIUS + LABEL_AT)
    left = angle > 180
    return Node(
        agency=agency,
        number=number,
        x=px(x),
        y=px(y),
        radius=px(1.5 + sqrt(number) / 2.4),
        label=label(text_x, text_y, agency.acronym, "end" if left else "start"),
        turn=f"rotate({px(angle + 90 if left else angle - 90)} {px(text_x)} {px(text_y)})",
    )


def partners_chart(rows, agency):
    """Bars of the missions together, for the rows of `figures.frequent_partners` of the agency."""
    across = Scale(0, max((number for _partner, number in rows), default=1), BAR_LEFT, BAR_RIGHT)
    pairs = []
    for row, (partner, number) in enumerate(rows):
        y = BAR_ROW * row + 11
        path = f"M{BAR_LEFT} {px(y)}H{px(across(number))}"
        text = label(across(number) + 6, y + 4, number)
        pairs.append(Pair(agency, partner, number, path=path, x=px(BAR_LEFT - 8), y=px(y + 4), label=text))
    height = BAR_ROW * max(len(pairs), 1)
    return Bars(agency, pairs, f"M{BAR_LEFT} 0V{height}", px(BAR_RIGHT + 34), px(height))
