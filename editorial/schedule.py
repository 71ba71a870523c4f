"""Steps at a moment to come: planned, shown in one calendar, taken once, reported if refused."""

import logging
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import history, publishing
from editorial.models import Schedule
from editorial.rights import may

log = logging.getLogger("editorial.schedule")

STEPS = {Schedule.Step.PUBLISH: publishing.publish, Schedule.Step.WITHDRAW: publishing.withdraw}


@dataclass(frozen=True)
class Outcome:
    """What became of a step whose moment had come; `problem` says why it was not taken."""

    step: str
    title: str
    problem: str = ""


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
    """Take every step whose moment has come; the Outcome of each.

    Each in a transaction of its own that also removes it from the schedule: called twice, at once
    or after the clock was set back, a step is taken once. One that is refused is tried again after
    the others, for which it may have waited, and is then reported and left as it is.
    """
    now = now or timezone.now()
    waiting, outcomes = list(due(now).order_by("at", "pk").values_list("pk", flat=True)), []
    while waiting:
        done, refused = in_turn(waiting, now)
        outcomes += done or [outcome for key in refused for outcome in report(key, now, refused[key])]
        waiting = list(refused) if done else []
    return outcomes


def in_turn(keys, now):
    """The list of Outcome of those that are done with, and {key: why} of the refused ones."""
    done, refused = [], {}
    for key in keys:
        try:
            done += take(key, now)
        except publishing.Refused as refusal:
            refused[key] = str(refusal)
    return done, refused


def take(key, now):
    """[Outcome] of the step; nothing if somebody else has taken it, or planned it anew. Raises Refused.

    The record is locked before its plan, as by everybody who publishes by hand.
    """
    planned = due(now).filter(pk=key).first()
    if planned is None:
        return []
    try:
        with transaction.atomic():
            record = locked(planned)
            planned = due(now).select_for_update(skip_locked=True).filter(pk=key).first()
            if planned is None:
                return []
            problem = perform(planned, record)
            Schedule.objects.filter(pk=key).delete()
    except publishing.Refused:
        raise
    except Exception:  # the others are due, whatever is wrong with this one
        log.exception("A scheduled step failed.")
        return report(key, now, _("It failed; an operator finds the reason in the log."))
    return [Outcome(planned.step, planned.title, problem)]


def locked(planned):
    """The record, while nobody else writes it; None if it is gone."""
    model = planned.content_type.model_class()
    return model._base_manager.select_for_update().filter(pk=planned.object_id).first()


def perform(planned, record):
    """Take the step, unless what it is for has come about already; what there is to say of it."""
    if record is None:
        return _("The record is gone.")
    if not still_may(planned.by, record):
        raise publishing.MayNotPublish(labels=[planned.by])
    try:
        STEPS[planned.step](record, by=planned.by)
    except (publishing.NothingToPublish, publishing.NothingToWithdraw):
        log.info("%s: nothing to %s.", planned.title, planned.step)
    return ""


def still_may(username, record):
    """Whether who scheduled the step may take it now: the right may have been taken away since."""
    person = get_user_model().objects.filter(username=username, is_active=True).first()
    return person is not None and may(person, "publish", record)


def report(key, now, problem):
    """Keep why the step was not taken; [Outcome], unless somebody has done so or planned it anew."""
    planned = due(now).filter(pk=key).first()
    kept = due(now).filter(pk=key).update(problem=problem)
    return [Outcome(planned.step, planned.title, problem)] if planned and kept else []
