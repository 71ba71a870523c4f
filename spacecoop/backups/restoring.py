"""Looking whether a backup is sound, and making the site what it says."""

import shutil
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from editorial.models import Generation
from spacecoop.backups import archive
from spacecoop.backups.databases import Failed, compare, database
from spacecoop.backups.taking import MEDIA


def verify(path):
    """Restore the backup into a scratch database and compare each table; the manifest."""
    told = fitting(path)
    with unpacked(path, told, Path(tempfile.gettempdir())) as (copy, _media):
        compare(told["tables"], database().tried(copy))
    return told


def restore(path):
    """Make the database and the media what the backup says; the manifest.

    All is written beside what is there and looked at before anything takes its place, and what was
    there is kept: as `NAME.before` and `media.before`, on PostgreSQL as the schema `before_restore`.
    A storage that is no folder keeps its files, and gets those of the backup besides.
    """
    told, target = fitting(path), database()
    target.check_free()
    with unpacked(path, told, target.folder, media_folder()) as (copy, media), brought(media):
        target.put_in_place(copy, told["tables"])
    renew()
    return told


def media_folder():
    """Where new media are laid beside those that are there; None if they are in no folder."""
    if not isinstance(default_storage, FileSystemStorage):
        return None
    media = Path(default_storage.location)
    if media.is_mount():
        raise Failed("MEDIA_ROOT is a mount point and cannot be replaced: let it name a folder below it.")
    media.parent.mkdir(parents=True, exist_ok=True)
    return media.parent


def brought(media):
    """A block in which the media of the backup are in their place; they stay if it does not fail."""
    if isinstance(default_storage, FileSystemStorage):
        return swapped(media, Path(default_storage.location))
    return stored(media)


def renew():
    """A number that no page kept from before has, for the content has gone back in time."""
    Generation.objects.filter(number__lt=time.time()).update(number=int(time.time()))


def fitting(path):
    """The manifest of a whole backup that this version, on this kind of database, can restore."""
    told = archive.manifest(path)
    if told["database"] != connection.vendor:
        raise Failed(f"It is a backup of {told['database']}, and this site runs on {connection.vendor}.")
    known = MigrationLoader(None).disk_migrations
    if unknown := [f"{app} {name}" for app, name in told["migrations"] if (app, name) not in known]:
        raise Failed(f"It was made by a newer version of the site, with {', '.join(unknown)}.")
    return told


@contextmanager
def unpacked(path, told, folder=None, media_folder=None):
    """(the copy of the database, the folder of the media), each on the disk where it is to go."""
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".restore-", dir=folder)))
        beside = scratch
        if media_folder:
            beside = tempfile.TemporaryDirectory(prefix=".restore-", dir=media_folder)
            beside = Path(stack.enter_context(beside))
        media = beside / MEDIA
        media.mkdir()
        archive.unpack(path, told, lambda name: (beside if name.startswith(MEDIA) else scratch) / name)
        yield scratch / database().member, media


@contextmanager
def swapped(new, place):
    """The new folder stands in the place; what was there is kept, and returns if the block fails."""
    before = place.with_name(f"{place.name}.before")
    shutil.rmtree(before, ignore_errors=True)
    was_there = place.exists()
    if was_there:
        place.rename(before)
    try:
        new.rename(place)
        yield
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        if was_there:
            before.rename(place)
        raise


@contextmanager
def stored(new):
    for path in (path for path in new.rglob("*") if path.is_file()):
        name = path.relative_to(new).as_posix()
        default_storage.delete(name)
        with path.open("rb") as file:
            default_storage.save(name, File(file))
    yield
