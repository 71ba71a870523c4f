"""A backup brings back the database and the media, and keeps what was there."""

import io
import sqlite3
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from editorial.models import Generation
from faq.models import Term
from spacecoop.backups import archive
from tests import records
from tests.conftest import connect, use

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "pictures").mkdir(parents=True)
    return tmp_path / "media"


@pytest.fixture(autouse=True)
def database(transactional_db, tmp_path_factory):
    """What is restored is nobody else's: a file of its own; on PostgreSQL what is kept of it is dropped."""
    shared = connections["default"]
    if shared.vendor == "postgresql":
        yield
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA IF EXISTS before_restore CASCADE")
        return
    shared.ensure_connection()
    file = tmp_path_factory.mktemp("database") / "file"
    with closing(sqlite3.connect(file)) as own:
        shared.connection.backup(own)
    own = connect({**shared.settings_dict, "NAME": str(file)})
    yield
    own.close()
    use(shared)


def said(*command, **options):
    written = io.StringIO()
    call_command(*command, stdout=written, **options)
    return written.getvalue()


def test_a_restore_brings_back_what_the_backup_holds(media, tmp_path):
    file = tmp_path / "backup.tar"
    records.term("old")
    (media / "pictures" / "old").write_text("old")
    taken = said("backup", file)
    records.term("new")
    Term.objects.filter(slug="old").update(name="Changed")
    (media / "pictures" / "old").unlink()
    (media / "pictures" / "new").write_text("new")
    generation = Generation.objects.get().number

    restored = said("restore", file)

    assert [(term.slug, term.name) for term in Term.objects.all()] == [("old", "Term old")]
    assert {p.name: p.read_text() for p in (media / "pictures").iterdir()} == {"old": "old"}
    assert {p.name: p.read_text() for p in (tmp_path / "media.before" / "pictures").iterdir()} == {
        "new": "new"
    }
    assert Generation.objects.get().number > generation
    assert "1 files" in taken
    assert restored.startswith("Restored: ")


def test_what_is_there_stays_when_the_backup_does_not_hold_what_it_says(media, tmp_path):
    file = tmp_path / "backup.tar"
    (media / "pictures" / "old").write_text("old")
    said("backup", file)
    tell_falsely(file, tmp_path / "scratch")
    records.term("new")
    (media / "pictures" / "old").write_text("as it is now")

    with pytest.raises(CommandError, match="faq_term"):
        call_command("restore", file)
    with pytest.raises(CommandError, match="faq_term"):
        call_command("backup", file, verify=True)

    assert [term.slug for term in Term.objects.all()] == ["new"]
    assert (media / "pictures" / "old").read_text() == "as it is now"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar", "media", "scratch"]


def tell_falsely(path, scratch):
    """Write the backup anew, with a manifest that tells of a term which is not there."""
    told = archive.manifest(path)
    archive.unpack(path, told, lambda name: scratch / name)
    told["tables"]["faq_term"] = [1, "0"]
    with archive.written(path) as written:
        for name, member in told.pop("members").items():
            with (scratch / name).open("rb") as file:
                written.add(name, file, member["size"])
        written.finish(told)
