from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from editorial import shipping


class Command(BaseCommand):
    help = "Writes all content to the fixtures, one file for each kind of record, always in the same order."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=Path(settings.FIXTURE_DIRS[0]))

    def handle(self, folder, **options):
        folder.mkdir(parents=True, exist_ok=True)
        for path, number in shipping.write(folder):
            self.stdout.write(f"{path.name}: {number}")
