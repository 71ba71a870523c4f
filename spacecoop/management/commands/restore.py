from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from spacecoop.backups import archive, databases, restoring
from spacecoop.management.commands.backup import summary


class Command(BaseCommand):
    help = "Makes the database and the media what a backup says. Stop the server first, and prepare it after."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, file, **options):
        try:
            told = restoring.restore(file)
        except (archive.Damaged, databases.Failed, OSError, Error) as error:
            raise CommandError(f"{file}: {error} Nothing was changed.") from error
        self.stdout.write(f"Restored: {summary(told)}. Now call manage.py prepare, and start the server.")
