"""The calendar: all that will be published or withdrawn by itself, day by day."""

from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby

from django.utils.translation import gettext as _

from editorial import kept
from editorial.models import Schedule


@dataclass(frozen=True)
class Planned:
    """A step to come, with the pages of its record; no `schedule` for who may not change it."""

    step: Schedule
    record: str
    schedule: str

    @property
    def day(self) -> date:
        return self.step.at.astimezone(UTC).date()


def calendar(request, desks):
    """The steps that were refused, and the days with those to come, for these kinds of records."""
    may_publish = kept.open_to(request.user, "publish", desks)
    steps = kept.about(Schedule.objects.all(), desks).order_by("at", "pk")
    rows = [planned(step, may_publish) for step in steps]
    coming = [row for row in rows if not row.step.problem]
    return {
        "title": _("Calendar"),
        "refused": [row for row in rows if row.step.problem],
        "days": [(day, list(found)) for day, found in groupby(coming, key=lambda row: row.day)],
    }


def planned(step, may_publish):
    allowed = step.content_type.model_class() in may_publish
    return Planned(step, kept.address(step), kept.address(step, "schedule") if allowed else "")
