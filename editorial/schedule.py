"""Steps at a moment to come: planned, shown in one calendar, taken once, reported if refused."""

import logging

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import history, publishing
from editorial.models import Schedule

log = logging.getLogger("editorial.schedule")

STEPS = {Schedule.Step.PUBLISH: publishing.publish, Schedule.Step.WITHDRAW: publishing.withdraw}


@transaction.atomic
def plan(record, step, at, *, by):
    """Take the step by itself at that moment; a later plan for the same step replaces this one."""
    kind = ContentType.objects.get_for_model(record)
    planned, _created = Schedule.objects.update_or_create(
        content_type=kind,
        object_id=record.pk,
        step=step,
        defaults={
            "at": at,
            "by": history.by_name(by),
            "title": history.name_of(record),
            "problem": "",
        },
    )
    return planned


def due(now):
    return Schedule.objects.filter(at__lte=now, problem="")


def take_due(now=None):
    """Take every step whose moment has come; the list of (title, problem), "" where it was taken.

    Each in a transaction of its own that also removes it from the schedule: called twice, at once
    or after the clock was set back, a step is taken once. One that is refused is reported and left.
    """
    keys = due(now or timezone.now()).order_by("at", "pk").values_list("pk", flat=True)
    outcomes = [take(key) for key in list(keys)]
    return [outcome for outcome in outcomes if outcome is not None]


def take(key):
    """(title, problem) of the step; None if somebody else took it."""
    try:
        with transaction.atomic():
            planned = Schedule.objects.select_for_update(skip_locked=True).filter(pk=key, problem="").first()
            if planned is None:
                return None
            perform(planned)
            planned.delete()
    except publishing.Refused as refusal:
        problem = str(refusal)
    except Exception:  # the others are due, whatever is wrong with this one
        log.exception("A scheduled step failed.")
        problem = _("It failed; an operator finds the reason in the log.")
    else:
        return planned.title, ""
    Schedule.objects.filter(pk=key).update(problem=problem)
    return planned.title, problem


def perform(planned):
    if planned.record is None:
        raise publishing.NoLongerFits(labels=[_("the record is gone")])
    try:
        STEPS[planned.step](planned.record, by=planned.by)
    except publishing.NothingToPublish:
        log.info("%s is published already.", planned.title)
