"""Who joined late and who left early, in all missions: read once for each generation, then narrowed."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from editorial import counting
from missions.models import Participation


class Change(NamedTuple):
    """`day` is the first of the period that is known, None where none is; `kind` joined or left."""

    day: date | None
    mission: str
    key: UUID
    agency: UUID
    kind: str

    @property
    def place(self):
        """Newest first, then those without a day; by mission."""
        return self.day is None, -(self.day or date.min).toordinal(), self.mission, self.key.hex


def kinds():
    """{kind: the public participations of which it is told}"""
    public = Participation.objects.public()
    return {"joined": public.joined_late(), "left": public.left_early()}


def changes():
    """[Change], newest first."""
    return counting.once("turnover", read)


def read():
    found = [
        Change(*row, kind)
        for kind, rows in kinds().items()
        for row in rows.order_by().values_list(kind, "mission__name", "pk", "agency_id")
    ]
    return sorted(found, key=lambda change: change.place)


class Listed:
    """What a paginator needs of some changes: how many, and stretches of them as participations."""

    ordered = True

    def __init__(self, found):
        self.found = found

    def __len__(self):
        return len(self.found)

    def __getitem__(self, stretch):
        """The participations, each with `change`, its `day` and what `joined_late` says of it."""
        some, parts = self.found[stretch], {}
        for kind, rows in kinds().items():
            if keys := [change.key for change in some if change.kind == kind]:
                shown = rows.filter(pk__in=keys).as_changes(kind)
                parts |= {(kind, part.pk): part for part in shown}
        named = ((change.kind, change.key) for change in some)
        return [parts[name] for name in named if name in parts]
