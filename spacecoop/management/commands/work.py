import logging
import os
import signal
import socket
import threading
import time
from contextlib import suppress

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from editorial import leases, unwritable

log = logging.getLogger("spacecoop.work")

TURN = 2  # seconds between looks at what is due: an editor waits for an import to be checked
RENEWAL = 15  # seconds between two looks at the lease
LEASE = 60

# What is done in the background: (seconds between runs, command and what it is told). Each job is
# short, for the others wait: one step of one import, a few addresses at a time, some 860 a day.
JOBS = [
    *((2, "run_imports", "--one"), (2, "reindex", "--marked"), (30, "publish_due")),
    *((2, "send_links"), (86_400, "tidy_accounts")),
    *((86_400, "clearsessions"), (86_400, "tidy_desk"), (86_400, "export_bundle", "--if-changed")),
]
if settings.CHECK_SOURCES:
    JOBS.append((300, "check_content", "--addresses=3"))


class Command(BaseCommand):
    help = "Does the background work, one worker at a time over all nodes, until it is stopped."

    def handle(self, **options):
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_signal: stop.set())
        parent, holder = os.getppid(), f"{socket.gethostname()}:{os.getpid()}"
        last_run, holds, renewed = {}, False, -RENEWAL
        while not stop.is_set() and os.getppid() == parent:
            try:
                if time.monotonic() - renewed >= RENEWAL:
                    holds, renewed = leases.take("work", holder, LEASE), time.monotonic()
                if holds:
                    run_due(last_run)
            except DatabaseError as error:
                pause(error, stop)
            close_old_connections()
            stop.wait(TURN)
        if holds:
            with suppress(DatabaseError):  # it runs out by itself
                leases.give_back("work", holder)


def pause(error, stop):
    """What cannot be written now may be written later."""
    if refusal := unwritable.refusal(error):
        log.warning("%s Trying again in %s s.", refusal.reason, RENEWAL)
        stop.wait(RENEWAL)
    else:
        log.error("The database did not answer; trying again in %s s.", TURN, exc_info=error)


def run_due(last_run):
    """Run each job whose time has come; one that fails is logged and does not stop the others."""
    for every, *command in JOBS:
        name = " ".join(command)
        if time.monotonic() - last_run.get(name, -every) >= every:
            last_run[name] = time.monotonic()
            try:
                call_command(*command)
            except Exception:  # whatever went wrong, the next job is due
                log.exception("%s failed.", name)
