"""Missions in time: a line for each from its launch to its end, a picture for each category."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editorial import dates
from missions.models import Mission
from missions.pictures.shapes import Scale, label, px

WIDTH, LEFT, RIGHT = 860, 4, 846
HEAD, ROW, LETTER = 24, 12, 5.1
LEAST, PLANNED = 2, 22
CROSS = "m-2.5-2.5 5 5m-5 0 5-5"
ARROW = "m-3-3 3 3-3 3"
OPERATING = (Mission.Status.OPERATIONAL, Mission.Status.EXTENDED)


@dataclass(frozen=True)
class Life:
    """One mission: its line with what stands at the end of it, and its name beside it."""

    mission: Mission
    name: str
    title: str
    kind: str
    path: str
    x: str
    y: str
    anchor: str


@dataclass(frozen=True)
class Category:
    """What components/timeline.svg expects."""

    key: str
    name: str
    desc: str
    lives: list
    rules: str
    now: str
    labels: list
    height: str
    width: str = px(WIDTH)


def timeline(missions, today=None):
    """A picture for each category that has missions, all on one axis, earliest launch first."""
    today = today or timezone.localdate()
    groups = defaultdict(list)
    for mission in sorted(missions, key=lambda m: (m.launched is None, m.launched or today, m.name)):
        groups[mission.category].append(mission)
    across = axis([mission for group in groups.values() for mission in group], today)
    return [
        category(value, name, groups[value], across, today)
        for value, name in Mission.Category.choices
        if value in groups
    ]


def axis(missions, today):
    """The scale of whole decades that holds every date of the missions, and today."""
    years = [day.year for m in missions for day in (m.launched, m.ended) if day] + [today.year]
    return Scale(min(years) // 10 * 10, max(years) // 10 * 10 + 10, LEFT, RIGHT)


def category(value, name, missions, across, today):
    foot = HEAD + ROW * len(missions)
    decades = range(across.low, across.high + 1, 10)
    number = len(missions)
    return Category(
        key=value,
        name=capfirst(str(name)),
        desc=ngettext(
            "%(number)d mission from launch to end, from %(first)d to %(last)d.",
            "%(number)d missions from launch to end, earliest launch first, from %(first)d to %(last)d.",
            number,
        )
        % {"number": number, "first": across.low, "last": across.high},
        lives=[life(mission, HEAD + ROW * row + 8, across, today) for row, mission in enumerate(missions)],
        rules="".join(f"M{px(across(year))} 17V{foot}" for year in decades),
        now=f"M{px(across(when(today)))} 17V{foot}",
        labels=[label(across(year), 12, year, "middle") for year in decades[1:-1]],
        height=px(foot + 2),
    )


def life(mission, y, across, today):
    """The line of one mission; without a launch date there is its name alone, at the far edge."""
    kind = kind_of(mission)
    if mission.launched is None:
        name = _("%s, no launch date") % mission.name
        return Life(mission, name, titled(mission), kind, "", px(RIGHT), px(y), "end")
    start, end = reach(mission, kind, across, today)
    mark = {"open": ARROW, "lost": CROSS, "planned": ARROW}.get(kind, "m0-2.5v5")
    path = f"M{px(start)} {px(y - 3.5)}H{px(end)}{mark}"
    fits = end + 7 + LETTER * len(mission.name) < RIGHT
    x, anchor = (end + 7, "start") if fits else (start - 5, "end")
    return Life(mission, mission.name, titled(mission), kind, path, px(x), px(y), anchor)


def kind_of(mission):
    if not mission.has_flown:
        return "planned"
    if mission.status in OPERATING and not mission.ended:
        return "open"
    if mission.status == Mission.Status.LOST:
        return "lost"
    return "ended" if mission.ended else "unknown"


def reach(mission, kind, across, today):
    """Where the line begins and ends: in the widest reading of the dates, never too short to be seen."""
    start = across(when(mission.launched))
    if kind == "planned":
        return start, start + PLANNED
    last = dates.last_day(mission.ended, mission.ended_precision)
    end = across(when(today if kind == "open" else last or mission.launched))
    return start, max(end, start + LEAST)


def when(day):
    """The day as a year with its fraction."""
    return day.year + (day.timetuple().tm_yday - 1) / 366


def titled(mission):
    """The mission, its dates and its status in words."""
    words = {
        "name": mission.name,
        "launch": dates.written(mission.launched, mission.launched_precision),
        "end": dates.written(mission.ended, mission.ended_precision),
        "status": mission.get_status_display(),
    }
    if not mission.launched:
        return _("%(name)s, no launch date, %(status)s") % words
    if not mission.has_flown:
        return _("%(name)s: launch planned for %(launch)s, %(status)s") % words
    if kind_of(mission) == "open":
        return _("%(name)s: since %(launch)s, %(status)s") % words
    return _("%(name)s: launched %(launch)s, end %(end)s, %(status)s") % words
