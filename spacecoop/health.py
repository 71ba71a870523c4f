"""Whether the site is ready to answer, for whoever sends it visitors."""

import logging
import os
import shutil
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import JsonResponse
from django.views.decorators.cache import never_cache

from editorial import generation, unwritable

log = logging.getLogger("spacecoop.health")

OK, FAILED, READ_ONLY, FULL, PENDING = "ok", "failed", "read-only", "full", "pending"
LEAST = 16 * 2**20  # bytes that must be free


def database():
    generation.current()
    return READ_ONLY if unwritable.is_read_only(connection) else OK


def migrations():
    """Whether all of this version's are applied; those of a newer one are none of its business."""
    applied = MigrationRecorder(connection).applied_migrations()
    return OK if known_migrations() <= applied.keys() else PENDING


@cache
def known_migrations():
    return MigrationLoader(None).disk_migrations.keys()


def kept():
    caches["default"].set("health", "kept", 10)
    return OK if caches["default"].get("health") == "kept" else FAILED


def disk():
    """Where the database and the secret key are."""
    return FULL if shutil.disk_usage(settings.DATA_DIR).free < LEAST else OK


def media():
    if not isinstance(default_storage, FileSystemStorage):
        return OK
    folder = Path(default_storage.location)
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return OK if os.access(there, os.W_OK) else READ_ONLY


PARTS = {"database": database, "migrations": migrations, "cache": kept, "disk": disk, "media": media}
NEEDED = ("database", "migrations")  # without which no page can be shown


def states():
    return {name: state(name) for name in PARTS}


def state(name):
    """What is to be said of a part; why it failed is in the log, and told to nobody else."""
    try:
        return PARTS[name]()
    except Error:
        log.warning("The %s cannot be reached.", name, exc_info=True)
    except Exception:  # a cache or a disk may fail in any way
        log.warning("The %s cannot be used.", name, exc_info=True)
    return FAILED


@never_cache
def ready(request):
    """200 as long as pages can be shown, “degraded” if something else is amiss; 503 if not."""
    found = states()
    if any(found[name] in {FAILED, PENDING} for name in NEEDED):
        return JsonResponse({"status": "unready", "parts": found}, status=503)
    status = "ok" if set(found.values()) == {OK} else "degraded"
    return JsonResponse({"status": status, "parts": found})
