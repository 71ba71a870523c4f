from django.core.management.base import BaseCommand

from editorial.imports import runs


class Command(BaseCommand):
    help = "Checks the files that were brought and applies those that were agreed to."

    def add_arguments(self, parser):
        parser.add_argument("--one", action="store_true", help="take one step only; other work waits")

    def handle(self, one, **options):
        while runs.take_next() and not one:
            pass
