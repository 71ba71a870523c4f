import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from missions.models import Mission
from partners.models import Agency, Country
from spacecoop.synthetic import ground
from spacecoop.synthetic.catalogue import generate

WIDTH = 40  # characters of the bar


class Command(BaseCommand):
    help = (
        "Fills an empty database with a made-up catalogue for measuring, the same for the same seed: "
        "missions, agencies, programmes, questions, beside the shipped countries and treaties."
    )

    def add_arguments(self, parser):
        parser.add_argument("--missions", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--beside", action="store_true", help="even where the database holds other missions"
        )

    def handle(self, missions, seed, beside, **options):
        if not 1 <= missions < 1_000_000:
            raise CommandError("--missions: write a whole number from 1 to 999 999.")
        if Agency.objects.filter(slug__startswith="syn-").exists():
            raise CommandError("This database holds a made-up catalogue already.")
        if Mission.objects.exists() and not beside:
            raise CommandError("This database holds other missions; --beside adds to them nevertheless.")
        began = time.monotonic()
        if not Country.objects.exists():
            ground.bring_in(settings.FIXTURE_DIRS[0])
        generate(missions, seed, lambda done: self.show(done, missions))
        self.stdout.write(f"{missions} made-up missions in {time.monotonic() - began:.0f} s.")

    def show(self, done, total):
        if self.stdout.isatty():
            bar = "█" * (WIDTH * done // total)
            self.stdout.write(f"\r{bar:·<{WIDTH}} {done} of {total}", ending="" if done < total else "\n")
            self.stdout.flush()
