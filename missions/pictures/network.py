"""All agencies that share a mission on one circle, joined where they fly together often."""

from dataclasses import dataclass
from math import cos, pi, radians, sin, sqrt

from django.urls import reverse
from django.utils.translation import ngettext

from missions.pictures.pairs import Pair, asked
from missions.pictures.shapes import Label, Scale, label, px
from partners.models import Agency, Country

LINES, NAMED = 130, 150
LETTERS, POINT = 11.5, 5  # room on the circle for an agency with its name, and without
NARROWEST, LABEL_AT, MARGIN = 200, 10, 108


@dataclass(frozen=True)
class Node:
    """An agency on the circle: a point that leads to its missions, with its name if it is a busy one."""

    agency: Agency
    number: int
    address: str
    partners: int
    closest: Pair
    x: str
    y: str
    radius: str
    label: Label | None
    turn: str

    @property
    def title(self):
        said = ngettext("%(name)s: %(number)d mission", "%(name)s: %(number)d missions", self.number)
        return said % {"name": self.agency.acronym, "number": self.number}


@dataclass(frozen=True)
class Network:
    """What components/network.svg and the tables below it expect."""

    nodes: list
    lines: list
    least: int
    desc: str
    width: str


class Circle:
    """Where each agency stands: region by region with a gap between, most missions first."""

    def __init__(self, agencies, named):
        self.named = set(agencies[:named])
        slots = [agency for group in by_region(agencies) for agency in [*group, None]]
        room = [POINT if agency and agency not in self.named else LETTERS for agency in slots]
        self.radius = max(NARROWEST, sum(room) / 2 / pi)
        self.middle = self.radius + MARGIN
        self.angles, at = {}, 0
        for agency, width in zip(slots, room, strict=True):
            if agency:
                self.angles[agency] = 360 * (at + width / 2) / sum(room)
            at += width

    def point(self, angle, radius):
        """The point at so many degrees from the top, clockwise, so far from the centre."""
        return (
            self.middle + radius * sin(radians(angle)),
            self.middle - radius * cos(radians(angle)),
        )

    def curve(self, one, other):
        """A curve between two agencies that bends towards the centre."""
        (x1, y1), (x2, y2) = (self.point(self.angles[agency], self.radius) for agency in (one, other))
        bend_x, bend_y = (self.middle + (x - self.middle) * 0.3 for x in ((x1 + x2) / 2, (y1 + y2) / 2))
        return f"M{px(x1)} {px(y1)}Q{px(bend_x)} {px(bend_y)} {px(x2)} {px(y2)}"


def by_region(agencies):
    """The agencies in groups, in the order of the regions, organisations last."""
    for region in [*Country.Region.values, ""]:
        group = [a for a in agencies if (a.country.region if a.country else "") == region]
        if group:
            yield group


def network(shared, query="", named=NAMED):
    """Every agency as a point; a line for each frequent pair and for each agency's most frequent partner."""
    circle, partners = Circle(shared.agencies, named), shared.partners()
    pairs, least = drawn(shared, partners)
    across = Scale(0, max((number for _a, _b, number in pairs), default=1), 0.4, 5)
    return Network(
        nodes=[
            node(agency, circle, shared.numbers[agency.pk], partners[agency.pk], query)
            for agency in circle.angles
        ],
        lines=[
            Pair(a, b, number, query, path=circle.curve(a, b), width=px(across(number)))
            for a, b, number in pairs
        ],
        least=least,
        desc=described(least),
        width=px(2 * circle.middle),
    )


def described(least):
    return (
        ngettext(
            "A line joins two agencies with at least %d mission together, and every agency with its most "
            "frequent partner; the more missions, the thicker.",
            "A line joins two agencies with at least %d missions together, and every agency with its most "
            "frequent partner; the more missions, the thicker.",
            least,
        )
        % least
    )


def drawn(shared, partners):
    """The pairs that get a line, most missions first, and the least number that suffices for one."""
    pairs = shared.pairs()
    beyond = pairs[LINES][2] if len(pairs) > LINES else 0
    least = max(min(beyond + 1, pairs[0][2]), 1) if pairs else 1
    closest = {frozenset((key, found[0][0].pk)) for key, found in partners.items()}
    lines = [(a, b, n) for a, b, n in pairs if n >= least or frozenset((a.pk, b.pk)) in closest]
    return lines, least


def node(agency, circle, number, partners, query):
    """The agency's point, as large as its number of missions, with its name on the spoke outward."""
    angle = circle.angles[agency]
    x, y = circle.point(angle, circle.radius)
    text_x, text_y = circle.point(angle, circle.radius + LABEL_AT)
    left = angle > 180
    partner, together = partners[0]
    name = label(text_x, text_y, agency.acronym, "end" if left else "start")
    own = f"partner={agency.slug}"
    return Node(
        agency=agency,
        number=number,
        address=asked(reverse("missions:index"), f"{own}&{query}" if query else own),
        partners=len(partners),
        closest=Pair(agency, partner, together, query),
        x=px(x),
        y=px(y),
        radius=px(1.5 + sqrt(number) / 2.4),
        label=name if agency in circle.named else None,
        turn=f"rotate({px(angle + 90 if left else angle - 90)} {name.x} {name.y})",
    )
