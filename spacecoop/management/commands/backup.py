from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import Error

from spacecoop.backups import archive, databases, restoring, taking


class Command(BaseCommand):
    help = "Writes the database and the media, as they are at one moment, to a file, or verifies one."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--verify", action="store_true", help="restore the file into a scratch database and compare"
        )

    def handle(self, file, verify, **options):
        try:
            told = restoring.verify(file) if verify else taking.take(file.absolute())
        except (archive.Damaged, databases.Failed, OSError, Error) as error:
            raise CommandError(f"{file}: {error}") from error
        self.stdout.write(f"{file}: {summary(told)}{', as its manifest says' if verify else ''}.")


def summary(told):
    rows = sum(rows for rows, _digest in told["tables"].values())
    files = len(told["members"]) - 1
    return f"{told['database']} of {told['made']}, {len(told['tables'])} tables, {rows} rows, {files} files"
