"""The pictures of a treaty's page, worked out in whole units: the map of its parties and their curve."""

import datetime
from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial.curve import step_curve
from partners import world
from treaties.figures import totals
from treaties.models import Status, ended_with_their_state, standings_of

DAY_OF_STATUS = {
    Status.PARTY: "since",
    Status.DECLARED: "declared",
    Status.SIGNATORY: "signed",
    Status.WITHDRAWN: "left",
}


def pictures_of(treaty, standings, as_of=None):
    """The map on the day, and the curve up to today with that day marked; nothing where nobody acted."""
    whole = standings_of(treaty) if as_of else standings
    if not (whole or standings):
        return None
    today = datetime.date.today()
    opened = treaty.opened or treaty.adopted or treaty.in_force or today
    ever = [*whole, *ended_with_their_state(treaty)]
    return {"map": map_of(standings), "curve": curve_of(ever, opened.year, today.year, as_of)}


def map_of(standings):
    """The marks of the states that have a standing, dots last, and the land that stays plain."""
    shapes = world.shapes()
    places = shapes["places"]
    drawn = [row for row in standings if row["country_id"] and row["anchor"] in places]
    drawn_codes = {row["anchor"] for row in drawn}
    plain = [place for code, place in places.items() if code not in drawn_codes]
    return {
        "size": shapes["size"],
        "sphere": shapes["sphere"],
        "graticule": shapes["graticule"],
        "land": "".join([*shapes["land"], *(place["d"] for place in plain if "d" in place)]),
        "dots": [place for place in plain if "x" in place],
        "marks": sorted((mark(row, places[row["anchor"]]) for row in drawn), key=lambda mark: "x" in mark),
        "legend": totals(drawn),
        "undrawn": [row["party"].name for row in standings if row["anchor"] not in drawn_codes],
    }


def mark(row, place):
    """A state on the map: its path or its point, its status, and the row of the table that it leads to."""
    day = row[DAY_OF_STATUS[row["status"]]]
    return place | {
        "name": row["party"].name,
        "iso3": row["anchor"],
        "status": row["status"],
        "status_label": row["status_label"],
        "year": day and day.year,
        "label": label_of(row["party"].name, row["status_label"], day and day.year),
        "url": f"#party-{row['anchor']}",
    }


def label_of(name, status, year):
    words = {"name": name, "status": status, "year": year}
    return (_("%(name)s: %(status)s, %(year)d") if year else _("%(name)s: %(status)s")) % words


def curve_of(standings, first, last, as_of=None):
    """The number of parties at the end of each year in which it changed, from dated acts of consent.

    A withdrawal takes its party out again; parties without a date are `undated` and not in the line.
    """
    rows = changes([row for row in standings if row["since"]])
    undated = sum(row["status"] == Status.PARTY and not row["since"] for row in standings)
    return step_curve(rows, first, last, as_of and as_of.year) | {"undated": undated}


def changes(dated):
    """A row for each year with an act: how many joined, how many left, and how many parties it ended with."""
    joined = Counter(row["since"].year for row in dated)
    left = Counter(row["left"].year for row in dated if row["status"] == Status.WITHDRAWN)
    rows, total = [], 0
    for year in sorted(joined | left):
        total += joined[year] - left[year]
        words = ngettext("%(year)d: %(total)d party", "%(year)d: %(total)d parties", total)
        row = {"year": year, "joined": joined[year], "left": left[year], "total": total}
        rows.append(row | {"label": words % row, "url": f"?as_of={year}-12-31#parties"})
    return rows
