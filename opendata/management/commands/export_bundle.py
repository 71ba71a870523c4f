from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from editorial import generation
from opendata import bundle, shelf


class Command(BaseCommand):
    help = "Makes the dated bundle of the whole data set that /data/ offers."

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, help="where to write it; by default among those on /data/"
        )
        parser.add_argument(
            "--if-changed", action="store_true", help="only if the content has changed since the last"
        )

    def handle(self, file, if_changed, **options):
        present = generation.current()
        if if_changed and [bundle.generation for bundle in shelf.kept()[:1]] == [present]:
            return
        content = bundle.archive()
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        else:
            file = shelf.keep(content, day=timezone.localdate(), generation=present + 1).name
            generation.go_on()  # to the one that the bundle is kept for: the page of the data set names it
        self.stdout.write(f"{file}: {len(content)} bytes, SHA-256 {bundle.digest(content)}")
