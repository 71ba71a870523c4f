"""Launches of each year, and how many agencies took part in them."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from missions.models import Mission
from missions.pictures.shapes import Scale, label, px, round_steps

SPACE_AGE = 1957
WIDTH, HEIGHT, LEFT, RIGHT = 1000, 318, 24, 996
LINE_TOP, LINE_FOOT = 26, 116
TOP, FOOT = 156, 294


@dataclass
class Year:
    """One year: its launches, those of them still planned, and the agencies that took part."""

    year: int
    launches: int = 0
    planned: int = 0
    agencies: set = field(default_factory=set)

    @property
    def title(self):
        said = [ngettext("%d launch", "%d launches", self.launches) % self.launches]
        if self.planned:
            said.append(_("%d of them planned") % self.planned)
        said.append(ngettext("%d agency", "%d agencies", len(self.agencies)) % len(self.agencies))
        return f"{self.year}: {', '.join(said)}"

    @property
    def address(self):
        return f"{reverse('missions:index')}?year_min={self.year}&year_max={self.year}"


@dataclass(frozen=True)
class Column:
    """The marks of one year: a column, its planned part above, a dot on the line, and their reach."""

    year: Year
    x: str
    width: str
    flown: tuple  # y and height
    planned: tuple
    dot: tuple  # x and y
    reach: str


@dataclass(frozen=True)
class LaunchesByYear:
    """What components/columns.svg and the table below it expect."""

    years: list  # those with a launch
    columns: list
    line: str
    line_ahead: str
    rules: str
    labels: list
    desc: str
    width: str = px(WIDTH)
    height: str = px(HEIGHT)


class Upright:
    """An upright axis from nought: its scale, its rules and its lettering."""

    def __init__(self, name, numbers, foot, top):
        self.name, self.steps = name, round_steps(max(numbers))
        self.scale = Scale(0, self.steps[-1], foot, top)

    @property
    def rules(self):
        return "".join(f"M{LEFT} {px(self.scale(step))}H{RIGHT}" for step in self.steps)

    @property
    def labels(self):
        numbers = [label(LEFT - 5, self.scale(step) + 4, step, "end") for step in self.steps]
        return [*numbers, label(LEFT, self.scale(self.steps[-1]) - 9, self.name)]


def launches_by_year(at):
    """Columns of launches and a line of agencies over the years, from the first year of space flight.

    Of all missions as they stand in the tally of that Present.
    """
    years = counted(at)
    first, last, now = years[0].year, years[-1].year, timezone.localdate().year
    across = Scale(first, last + 1, LEFT, RIGHT)
    launches = Upright(_("Launches"), [year.launches for year in years], FOOT, TOP)
    agencies = Upright(_("Agencies"), [len(year.agencies) for year in years], LINE_FOOT, LINE_TOP)
    with_launch = [year for year in years if year.launches]
    return LaunchesByYear(
        years=with_launch,
        columns=[column(year, across, launches.scale, agencies.scale) for year in with_launch],
        line=line([year for year in years if year.year <= now], across, agencies.scale),
        line_ahead=line([year for year in years if year.year >= now], across, agencies.scale),
        rules=launches.rules + agencies.rules,
        labels=launches.labels + agencies.labels + decades(first, last, across),
        desc=described(with_launch, first, last),
    )


def counted(at):
    """Every Year from the first to the last, without a gap."""
    ahead, parts, found = at.tally.having("status", Mission.NOT_FLOWN), at.parts.by_role[""], {}
    for (name, number), missions in at.tally.sets.items():
        if name == "year" and missions:
            agencies = {agency for agency, flown in parts.items() if flown & missions}
            found[number] = Year(number, missions.bit_count(), (missions & ahead).bit_count(), agencies)
    last = max([timezone.localdate().year, *found])
    return [found.get(number, Year(number)) for number in range(min([SPACE_AGE, *found]), last + 1)]


def column(year, across, up, up_line):
    left, right = across(year.year), across(year.year + 1)
    foot, top = up(year.launches - year.planned), up(year.launches)
    return Column(
        year=year,
        x=px(left + 2),
        width=px(right - left - 4),
        flown=(px(foot), px(FOOT - foot)),
        planned=(px(top), px(foot - top)),
        dot=(px((left + right) / 2), px(up_line(len(year.agencies)))),
        reach=f"M{px(left)} {LINE_TOP}H{px(right)}V{FOOT}H{px(left)}z",
    )


def line(years, across, up):
    """The line through the numbers of agencies."""
    points = [f"{px(across(year.year + 0.5))} {px(up(len(year.agencies)))}" for year in years]
    return f"M{'L'.join(points)}"


def decades(first, last, across):
    years = range(-(-first // 10) * 10, last + 1, 10)
    return [label(across(year + 0.5), HEIGHT - 8, year, "middle") for year in years]


def described(years, first, last):
    if not years:
        return _("No launches are recorded.")
    most = max(years, key=lambda year: year.launches)
    widest = max(years, key=lambda year: len(year.agencies))
    return _(
        "Below, a column for the launches of each year from %(first)d to %(last)d, most of them in "
        "%(most)d: %(launches)d; planned ones are outlined. Above, a line for the agencies that took "
        "part in them, most of them in %(widest)d: %(agencies)d."
    ) % {
        "first": first,
        "last": last,
        "most": most.year,
        "launches": most.launches,
        "widest": widest.year,
        "agencies": len(widest.agencies),
    }
