import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from editorial import unwritable


class Command(BaseCommand):
    help = "Makes everything ready to serve: tables, shipped content, first administrator, static files."

    def handle(self, **options):
        try:
            self.prepare()
        except (DatabaseError, OSError) as error:
            if (refusal := unwritable.refusal(error)) is None:
                raise
            self.stderr.write(f"{refusal.reason} Nothing was prepared.")

    def prepare(self):
        call_command("migrate", verbosity=0)
        call_command("load_content", stdout=self.stdout)
        call_command("reindex", "--marked")
        collect_static_files()
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self.create_first_administrator()

    def create_first_administrator(self):
        """With the given password, or with a random one that is shown this once."""
        name = os.environ.get("ADMIN_USERNAME") or "admin"
        given = os.environ.get("ADMIN_PASSWORD")
        password = given or secrets.token_urlsafe(12)
        get_user_model().objects.create_superuser(name, password=password)
        self.stdout.write(f"First administrator: {name}")
        if not given:
            self.stdout.write(f"Password, shown this once: {password}")


def collect_static_files():
    """Hash and compress the static files, unless none has changed since that was last done."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    present = fingerprint()
    if not stamp.exists() or stamp.read_text() != present:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(present)


def fingerprint():
    """A digest of where the static files are, how they are stored, and each one's size and time."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            path = Path(storage.path(name))
            digest.update(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}\n".encode())
    return digest.hexdigest()
