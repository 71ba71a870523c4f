"""How long data stayed closed, by year of launch: stacked columns, and the same numbers as a table."""

from collections import Counter
from dataclasses import dataclass
from math import ceil

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from missions.pictures.shapes import Scale, label, px, round_steps
from research.periods import CHOICES

YEARS = 5  # in a column
WIDTH, LEFT, RIGHT, PLOT, FOOT = 640, 24, 636, 130, 22
WIDEST, LINE, LETTER, SWATCH = 44, 19, 6.2, 10
MOST_LABELS = 10
TONES = {"0": "s2", "6": "s3", "12": "s4", "more": "s5", "varies": "planned", "unknown": "unknown"}


@dataclass(frozen=True)
class Part:
    """So many records with one period, of one stretch of launch years or of all; where they are listed."""

    period: str
    name: str
    number: int
    address: str
    years: str = ""

    @property
    def title(self):
        number = ngettext("%d record", "%d records", self.number) % self.number
        return ", ".join(filter(None, [self.years, f"{self.name}: {number}"]))


@dataclass(frozen=True)
class Stretch:
    """The records of some launch years: all of them, and how many with each period."""

    years: str
    number: int
    address: str
    parts: list


@dataclass(frozen=True)
class Mark:
    """A part of a column, or the square beside a name in the legend."""

    part: Part
    x: str
    y: str
    width: str
    height: str
    text: object = None

    @property
    def tone(self):
        return TONES[self.part.period]


@dataclass(frozen=True)
class Periods:
    """What components/stacks.svg and the table below it expect."""

    totals: list
    stretches: list
    undated: int
    legend: list
    marks: list
    labels: list
    rules: str
    height: str
    width: str = px(WIDTH)

    @property
    def desc(self):
        most = max(self.stretches, key=lambda one: one.number)
        words = _("A column for each five years of launch; most records, %(number)d, are of %(years)s.")
        return words % {"number": most.number, "years": most.years}


def totals(records, base=()):
    """A Part for each period that occurs. `base`: what else the lists that they lead to are narrowed by."""
    counts = Counter(records.with_length().order_by().values_list("length", flat=True))
    return [
        Part(key, str(name), counts[key], address(base, period=key)) for key, name in CHOICES if counts[key]
    ]


def address(base, **more):
    return f"{reverse('research:data')}?{urlencode([*base, *more.items()])}"


def periods_by_launch(records, base=()):
    """The Periods of the records, or nothing where none has a launch year."""
    found = Counter(
        (year and year // YEARS * YEARS, length)
        for year, length in records.with_length().order_by().values_list("mission__launched__year", "length")
    )
    firsts = sorted({first for first, _length in found if first})
    if not firsts:
        return None
    names = totals(records, base)
    stretches = [stretch(first, found, names, base) for first in range(firsts[0], firsts[-1] + 1, YEARS)]
    legend = keys(names)
    top = float(legend[-1].y) + LINE + 8
    across = Scale(0, len(stretches), LEFT, RIGHT)
    steps = round_steps(max(one.number for one in stretches))
    up = Scale(0, steps[-1], top + PLOT, top)
    return Periods(
        totals=names,
        stretches=stretches,
        undated=sum(number for (first, _length), number in found.items() if not first),
        legend=legend,
        marks=[mark for n, one in enumerate(stretches) for mark in column(one, n, across, up)],
        labels=[*numbers(steps, up), *years(stretches, across, top + PLOT + 15)],
        rules="".join(f"M{LEFT} {px(up(step))}H{RIGHT}" for step in steps),
        height=px(top + PLOT + FOOT),
    )


def stretch(first, found, names, base):
    """The Stretch of the years from the first on, with a part for each of the periods named."""
    span = {"year_min": first, "year_max": first + YEARS - 1}
    written = f"{first}–{first + YEARS - 1}"
    parts = [
        Part(
            one.period, one.name, found[first, one.period], address(base, period=one.period, **span), written
        )
        for one in names
    ]
    return Stretch(written, sum(part.number for part in parts), address(base, **span), parts)


def keys(parts):
    """The squares and names of the legend, in as many lines as they need."""
    marks, x, y = [], LEFT, 2
    for part in parts:
        room = SWATCH + 6 + LETTER * len(part.name)
        if x > LEFT and x + room > RIGHT:
            x, y = LEFT, y + LINE
        text = label(x + SWATCH + 6, y + SWATCH - 0.5, part.name)
        marks.append(Mark(part, px(x), px(y), px(SWATCH), px(SWATCH), text))
        x += room + 16
    return marks


def column(one, number, across, up):
    """The marks of a stretch, the shortest period at the foot."""
    room = across(1) - across(0)
    width, below, marks = min(WIDEST, room - 6), 0, []
    for part in one.parts:
        if part.number:
            foot, top = up(below), up(below + part.number)
            x = across(number + 0.5) - width / 2
            marks.append(Mark(part, px(x), px(top), px(width), px(foot - top)))
            below += part.number
    return marks


def numbers(steps, up):
    return [label(LEFT - 5, up(step) + 4, step, "end") for step in steps]


def years(stretches, across, y):
    """The years under the columns, as many as there is room for."""
    step = ceil(len(stretches) / MOST_LABELS)
    written = [f"{one.years[:5]}{one.years[-2:]}" for one in stretches]
    return [label(across(n + 0.5), y, text, "middle") for n, text in enumerate(written) if n % step == 0]
