from django.core.management.base import BaseCommand

from search import index


class Command(BaseCommand):
    help = (
        "Makes the whole search index anew; searching goes on meanwhile. "
        "Broken off, it goes on where it was when it is called again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--marked", action="store_true", help="only what has changed since, and silently")

    def handle(self, marked, **options):
        steps = index.catch_up() if marked else index.rebuild()
        total = next(steps)
        for left in steps:
            if not marked:
                self.stdout.write(f"{max(total - left, 0)} of {total}")
                self.stdout.flush()
