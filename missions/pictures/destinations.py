"""Where a mission flies: a diagram of orbits round the Earth or round the Sun.

Distances are real ones, laid out by their logarithms: their order is true, their scale is not.
"""

from dataclasses import dataclass, replace
from math import log

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from missions.models import Mission
from missions.pictures.shapes import Scale, px

WIDTH, HEIGHT, TILT = 300, 168, 0.3
MIDDLE = HEIGHT / 2
D = Mission.Destination
EARTH = "earth"

# Thousands of kilometres from the centre of the Earth: of a typical circular orbit, or of the apogee.
ROUND_EARTH = {D.LEO: 6.8, D.SSO: 7.1, D.MEO: 26.6, D.GEO: 42.2, D.HEO: 120, D.CISLUNAR: 240, D.MOON: 384}
# Millions of kilometres from the Sun: the mean, or of a comet the aphelion.
ROUND_SUN = {
    D.MERCURY: 57.9,
    D.VENUS: 108.2,
    D.L1: 148.1,
    EARTH: 149.6,
    D.L2: 151.1,
    D.MARS: 227.9,
    D.ASTEROID: 414,
    D.COMET: 570,
    D.JUPITER: 778.6,
    D.SATURN: 1433.5,
}
ONLY_WHEN_MEANT = {D.SSO, D.HEO, D.CISLUNAR, D.L1, D.L2, D.COMET}
DASHED = {D.CISLUNAR, D.ASTEROID}
SHORT = {
    EARTH: gettext_lazy("Earth"),
    D.LEO: pgettext_lazy("orbit", "LEO"),
    D.SSO: pgettext_lazy("orbit", "SSO"),
    D.MEO: pgettext_lazy("orbit", "MEO"),
    D.GEO: pgettext_lazy("orbit", "GEO"),
    D.HEO: pgettext_lazy("orbit", "HEO"),
    D.CISLUNAR: gettext_lazy("cislunar"),
    D.L1: "L1",
    D.L2: "L2",
}
POINTS = {D.L1: -10, D.L2: 10}  # how far from the Earth they are drawn: to scale they would touch it
RAISED = {*POINTS, D.COMET}  # their names stand above those of their neighbours


@dataclass(frozen=True)
class Place:
    """One orbit or body: its ellipse, its point, its name, and the list of the missions that go there."""

    key: str
    name: str
    address: str = ""
    title: str = ""
    here: bool = False
    dashed: bool = False
    ellipse: tuple = ()  # cx, cy, rx, ry
    dot: tuple = ()
    label: tuple = ()


@dataclass(frozen=True)
class Diagram:
    """What components/orbit.svg expects."""

    places: list
    title: str
    desc: str
    centre: Place
    radius: str
    width: str = px(WIDTH)
    height: str = px(HEIGHT)


def orbit_of(mission):
    """The diagram of the mission's destination, or nothing where that is not known here."""
    if mission.destination in {*ROUND_EARTH, D.SEVERAL}:
        middle, name, distances = 46, _("the Earth"), ROUND_EARTH
        body = Place(EARTH, SHORT[EARTH], dot=(px(middle), px(MIDDLE)), label=(px(middle), px(MIDDLE + 20)))
    elif mission.destination in {*ROUND_SUN, D.SUN}:
        middle, name, distances = 20, _("the Sun"), ROUND_SUN
        body = replace(place(D.SUN, mission.destination), dot=(px(middle), px(MIDDLE)))
        body = replace(body, label=(px(middle), px(MIDDLE + 25)))
    else:
        return None
    return Diagram(
        places=places(distances, middle, mission.destination),
        title=_("Destination of %(mission)s: %(place)s")
        % {"mission": mission.name, "place": mission.get_destination_display()},
        desc=_("Orbits round %(body)s in the true order of their distances, not to scale.") % {"body": name},
        centre=body,
        radius=px(8 if body.key == EARTH else 10),
    )


def places(distances, middle, destination):
    """The places shown for the destination, nearest first, their names above and below by turns."""
    shown = [key for key in distances if key == destination or key not in ONLY_WHEN_MEANT]
    across = Scale(log(min(distances.values())), log(max(distances.values())), 28, WIDTH - middle - 26)
    above, drawn = False, []
    for key in shown:
        above = above if key in RAISED else not above
        radius = across(log(distances[key])) + POINTS.get(key, 0)
        drawn.append(drawn_at(place(key, destination), middle, radius, above))
    return drawn


def place(key, destination):
    """The place by its name, with its list of missions; the Earth, where everything starts, has none."""
    if key == EARTH:
        return Place(key, SHORT[key])
    meant = {D.LEO, D.MEO, D.GEO} if destination == D.SEVERAL else {destination}
    name = str(D(key).label)
    written = f"{SHORT[key]} ({name})" if key in SHORT else name
    return Place(
        key,
        SHORT.get(key, name),
        address=f"{reverse('missions:index')}?destination={key}",
        title=_("%s: the missions that go there") % written,
        here=key in meant,
        dashed=key in DASHED,
    )


def drawn_at(place, middle, radius, above):
    """The place with its lengths: an ellipse round the middle, a point on it, the name beside that."""
    x, y = middle + radius, MIDDLE
    if place.key == D.SSO:  # over the poles
        x, y = middle + 4, MIDDLE - radius
        ellipse, above = (middle, MIDDLE, radius * TILT, radius), True
    elif place.key in (D.HEO, D.COMET):  # far out on one side only
        near = radius * 0.12
        ellipse = (middle + (radius - near) / 2, MIDDLE, (radius + near) / 2, radius * 0.17)
    else:
        ellipse = (middle, MIDDLE, radius, radius * TILT)
    beside = -22 if place.key in RAISED else -8 if above else 17
    shape = () if place.key in POINTS else tuple(map(px, ellipse))
    return replace(place, ellipse=shape, dot=(px(x), px(y)), label=(px(x), px(y + beside)))
