from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from editorial import generation
from opendata import bundle

KEPT = 10  # bundles that stay; older ones are removed


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
        mark = bundle.folder() / ".generation"
        present = str(generation.current())
        if if_changed and bundle.made() and mark.exists() and mark.read_text() == present:
            return
        made = bundle.make(file or bundle.folder() / f"spacecoop-{timezone.localdate().isoformat()}.zip")
        if file is None:
            mark.write_text(present)
            remove_old()
        self.stdout.write(f"{made}: {made.stat().st_size} bytes, SHA-256 {bundle.checksum(made)}")


def remove_old():
    for old in bundle.made()[KEPT:]:
        old.unlink()
