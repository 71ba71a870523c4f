"""Taking a backup while others read and write."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from spacecoop.backups import archive
from spacecoop.backups.databases import database

MEDIA = "media/"
TRIES = 5


def take(path):
    """Write the backup; its manifest.

    A picture is written before the record that shows it is saved, is never changed, and is removed only
    when nothing has mentioned it for a day. The pictures that are there after the database was copied
    are therefore all that the copy mentions, unless one was removed meanwhile: then it begins anew.
    """
    for _try in range(TRIES - 1):
        try:
            return tried(path)
        except FileNotFoundError:
            continue
    return tried(path)


def tried(path):
    source = database()
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as folder:
        scratch = Path(folder)
        before = media_files()
        copy = scratch / source.member
        made = timezone.now()
        tables = source.copy(copy)
        with archive.written(path) as written:
            written.add(source.member, copy)
            for name in sorted({*before, *media_files()}):
                written.add(f"{MEDIA}{name}", Path(settings.MEDIA_ROOT) / name)
            facts = {"made": made.isoformat(timespec="seconds"), "database": connection.vendor}
            written.finish({**facts, "migrations": migrations(), "tables": tables}, scratch)
    return archive.manifest(path)


def media_files():
    """The names of all files below the folder of media, as in an address."""
    root = Path(settings.MEDIA_ROOT)
    found = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(root).as_posix() for path in found}


def migrations():
    return sorted(map(list, MigrationRecorder(connection).applied_migrations()))
