from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from editorial import shipping


class Command(BaseCommand):
    help = "Brings the shipped content into the database; what has been edited here stays as it is."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=Path(settings.FIXTURE_DIRS[0]))

    def handle(self, folder, **options):
        outcome = shipping.bring_in(folder)
        self.stdout.write(
            f"Content: {outcome.added} added, {outcome.updated} updated, {outcome.unchanged} as before."
        )
        for title, names in (
            ("Edited here, the shipped version waits as a draft", outcome.offered),
            ("Edited here, left as they are", outcome.edited_here),
            ("Deleted here, not brought back", outcome.deleted_here),
            ("Added here already, left as they are", outcome.already_here),
        ):
            if names:
                self.stdout.write(f"{title}: {len(names)}")
                for name in names:
                    self.stdout.write(f"  {name}")
