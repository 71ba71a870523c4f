"""The steps of a run: brought, checked, shown, applied or refused, all by the background worker.

A run belongs to one worker by a lease that it renews with every sign of life; one left behind by a
killed worker is taken up again when the lease has run out.
"""

import logging
import os
import socket
from datetime import timedelta
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import leases
from editorial.imports import applying, checking, outcome, pages, tables
from editorial.imports.registry import resource_of
from editorial.models import ImportRun
from editorial.rights import may

log = logging.getLogger("editorial.imports")

State = ImportRun.State
TO_DO = {State.WAITING, State.CHECKING, State.QUEUED, State.APPLYING}
KEPT = timedelta(days=90)
PATIENCE = 120  # seconds without a sign of life after which a run is taken up again
BEGINNINGS = 3  # times that a run is begun
ATTEMPTS = 5  # times that a plan is made anew because somebody else was saving


class TakenOver(Exception):
    """Another worker has the run now."""


class Stopped(Exception):
    """The run ends here, with nothing written; `state` is what it is in then."""

    def __init__(self, text, state=State.FAILED, **found):
        self.state, self.found = state, {"note": text, **found}
        super().__init__(text)


def may_bring(user, model):
    return may(user, "add", model) and may(user, "change", model)


def may_publish(user, model):
    return may(user, "publish", resource_of(model)().root_model)


def bring(model, data, *, by, file_name, comment="", publish=False):
    """Keep the file for the worker; the ImportRun. What is long past is forgotten on the way."""
    ImportRun.objects.filter(at__lt=timezone.now() - KEPT).delete()
    return ImportRun.objects.create(
        content_type=ContentType.objects.get_for_model(model),
        file_name=file_name[-200:],
        format=file_name.lower().rpartition(".")[2],
        file=data,
        publish=publish,
        by=by.get_username(),
        user=by,
        comment=comment,
    )


def agree(run):
    """Apply what the editor has seen; whether it still waited for that."""
    return bool(ImportRun.objects.filter(pk=run.pk, state=State.CHECKED).update(state=State.QUEUED))


def discard(run):
    """Forget the run, unless it is being applied."""
    return bool(ImportRun.objects.filter(pk=run.pk).exclude(state=State.APPLYING).delete()[0])


# -- the worker


def take_next():
    """Take the next step of the first run that waits for one; whether there was such a run."""
    keys = ImportRun.objects.filter(state__in=TO_DO).order_by("at", "pk").values_list("pk", flat=True)
    return any(take(key) for key in list(keys))


def take(key):
    """Whether this worker took the next step of the run: nobody else had it."""
    holder = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
    if not leases.take(lease(key), holder, PATIENCE):
        return False
    try:
        run = ImportRun.objects.select_related("user").filter(pk=key, state__in=TO_DO).first()
        return run is not None and Work(run, holder).step()
    finally:
        leases.give_back(lease(key), holder)


def lease(key):
    return f"import {key}"


class Work:
    """One step of a run, by the worker that holds its lease."""

    def __init__(self, run, holder):
        self.run, self.holder = run, holder
        self.model = run.content_type.model_class()

    def step(self):
        """Whether the step was taken to an end: of whatever kind."""
        applies = self.run.state in {State.QUEUED, State.APPLYING}
        try:
            self.begin(State.APPLYING if applies else State.CHECKING)
            self.insist(self.apply if applies else self.check)
        except TakenOver:
            return False
        except Stopped as stop:
            self.end(stop.state, **stop.found)
        except Exception:  # the other runs wait, whatever is wrong with this one
            log.exception("The import %s failed.", self.run)
            self.end(State.FAILED, note=_("It failed; an operator finds the reason in the log."))
        return True

    def insist(self, step):
        """Take the step; anew, if others were saving what it had read."""
        for _attempt in range(ATTEMPTS):
            try:
                return step()
            except (pages.Moved, OperationalError) as error:
                log.info("%s: begun anew, for others were saving (%r).", self.run, error)
        text = _("Others were saving all the while, and nothing was written. Try again.")
        found = {name: value for name, value in self.run.outcome.items() if name != "begun"}
        raise Stopped(text, State.CHECKED if "digest" in found else State.FAILED, **found)

    def begin(self, state):
        begun = self.run.outcome.get("begun", 0) + 1 if self.run.state == state else 1
        self.run.outcome = {**self.run.outcome, "begun": begun}
        self.keep(state, outcome=self.run.outcome, done=0)
        if begun > BEGINNINGS:
            raise Stopped(_("It was begun three times and did not end: bring fewer rows at once."))

    def keep(self, state, **values):
        """Write the state of the run, if it is still this worker's."""
        if not leases.take(lease(self.run.pk), self.holder, PATIENCE):
            raise TakenOver
        if not ImportRun.objects.filter(pk=self.run.pk, state=self.run.state).update(state=state, **values):
            raise TakenOver
        self.run.state = state

    def tell(self, done, total):
        """A sign of life, and how far it is."""
        self.keep(self.run.state, done=done, total=total)

    def end(self, state, **found):
        """The file is kept only while there is something to be done with it."""
        values = {"outcome": found, "ended_at": timezone.now()}
        if state != State.CHECKED:
            values["file"] = b""
        self.keep(state, **values)

    # -- the two steps

    def check(self):
        checked, found = self.looked_through(whole=False)
        state = State.REFUSED if checked.messages else State.CHECKED
        self.end(state, **outcome.told(checked, found))

    def apply(self):
        """All or nothing, and only what the editor has seen."""
        self.check_rights()
        seen = applying.state_read(resource_of(self.model)().root_model)
        checked, found = self.looked_through(whole=True)
        told = outcome.told(checked, found)
        if checked.messages:
            raise Stopped(_("It no longer fits."), State.REFUSED, **told)
        if told["digest"] != self.run.outcome.get("digest"):
            text = _("The records have changed since it was checked: look at it again.")
            raise Stopped(text, State.CHECKED, **told)
        plan = applying.planned(found, checked.resource, by=self.run.user, why=self.run.comment)
        applying.write(plan, self.run, seen, finish=lambda: self.end(State.APPLIED, **told))

    def looked_through(self, *, whole):
        """(Checked, pages) of the file; whatever stands against the file as a whole stops the run."""
        resource = resource_of(self.model)(seed=f"{self.run.pk} {self.run.at.isoformat()}")
        try:
            table = tables.read(bytes(self.run.file), self.run.format)
            checked = checking.check(resource, table, self.tell)
            found = pages.laid_out(checked, publish=self.run.publish, whole=whole, tell=self.tell)
        except tables.Unreadable as error:
            raise Stopped(str(error), State.REFUSED) from error
        self.tell(checked.total, checked.total)
        return checked, found

    def check_rights(self):
        """Those of the moment: they may have been taken away since."""
        user = self.run.user
        allowed = user.is_active and may_bring(user, self.model)
        if not allowed or (self.run.publish and not may_publish(user, self.model)):
            raise Stopped(_("Who brought it may no longer do this."))
