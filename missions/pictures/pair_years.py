"""The missions of two agencies, added up from year to year."""

from collections import Counter

from django.utils import timezone
from django.utils.translation import ngettext

from editorial.curve import step_curve


def pair_curve(missions, kept):
    """The number of missions launched, or to be launched, by the end of each year in which it grew.

    `kept`: a function that gives the query string of the page with another value of a filter.
    Those without a launch date are `undated` and not in the line.
    """
    launches = Counter(mission.launched.year for mission in missions if mission.launched)
    if not launches:
        return None
    rows, total = [], 0
    for year in sorted(launches):
        total += launches[year]
        words = ngettext("%(year)d: %(total)d mission", "%(year)d: %(total)d missions", total)
        row = {"year": year, "launched": launches[year], "total": total}
        rows.append(row | {"label": words % row, "url": f"?{kept(year_max=year)}#missions"})
    now = timezone.localdate().year
    return step_curve(rows, rows[0]["year"], now, now) | {"undated": len(missions) - total}
