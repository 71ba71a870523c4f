"""Treaties side by side, one row for each thing that can be compared."""

from collections import Counter, defaultdict

from django.utils.translation import gettext as _

from editorial import dates
from treaties.models import Action, Status


def rows(treaties, as_of=None):
    """[(label, [text for each treaty])] on the day, today without one."""
    statuses = defaultdict(Counter)
    for row in Action.objects.public().filter(treaty__in=treaties).standings(as_of):
        statuses[row["treaty_id"]][row["status"]] += 1
    found = [(label, [of(treaty) for treaty in treaties]) for label, of in facts()]
    for status in Status:
        numbers = [statuses[treaty.pk][status] for treaty in treaties]
        found.append((status.label, [str(number) if number else "–" for number in numbers]))
    return [(label, cells) for label, cells in found if any(cell not in {"", "–"} for cell in cells)]


def facts():
    yield _("kind"), lambda treaty: treaty.get_kind_display()
    for name, label in (
        ("adopted", _("adopted")),
        ("opened", _("opened for signature")),
        ("in_force", _("entry into force")),
    ):
        yield label, lambda treaty, name=name: written(treaty, name)
    yield _("resolution"), lambda treaty: treaty.resolution
    yield _("depositary"), lambda treaty: "; ".join(treaty.depositaries.splitlines())
    yield _("UN Treaty Series"), lambda treaty: treaty.unts_reference
    yield _("articles"), lambda treaty: str(treaty.number_of_articles or "")


def written(treaty, name):
    precision = getattr(treaty, f"{name}_precision")
    return "" if precision == dates.Precision.NONE else str(dates.written(getattr(treaty, name), precision))
