"""Taking a backup while others read and write."""

import posixpath
import tempfile
from pathlib import Path

from django.core.files.storage import default_storage
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
        copy = Path(folder) / source.member
        before = set(media_files())
        made = timezone.now()
        tables = source.copy(copy)
        with archive.written(path) as written:
            with copy.open("rb") as file:
                written.add(source.member, file, copy.stat().st_size)
            for name in sorted(before.union(media_files())):
                with default_storage.open(name) as file:
                    written.add(f"{MEDIA}{name}", file, file.size)
            facts = {"made": made.isoformat(timespec="seconds"), "database": connection.vendor}
            written.finish({**facts, "migrations": migrations(), "tables": tables})
    return archive.manifest(path)


def media_files(folder=""):
    """The names of all files in the storage of media."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield posixpath.join(folder, name)
    for name in folders:
        yield from media_files(posixpath.join(folder, name))


def migrations():
    return sorted(map(list, MigrationRecorder(connection).applied_migrations()))
