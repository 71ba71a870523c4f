import datetime
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from treaties import status_table


class Command(BaseCommand):
    help = (
        "Compares a status table (country, treaty, status, date, source) with the acts held, and applies it."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="keep the changes as drafts of the treaties")
        parser.add_argument("--by", default="", help="the account that answers for them")
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, default=None, metavar="DAY")

    def handle(self, file, apply, by, as_of, **options):
        try:
            checked = status_table.check(file.read_bytes())
        except (OSError, status_table.Refused) as error:
            raise CommandError(str(error)) from error
        for line, text in checked.messages:
            self.stderr.write(f"line {line}: {text}")
        if checked.messages:
            raise CommandError(f"{len(checked.messages)} messages; nothing was written.")
        for change in checked.changes:
            self.stdout.write(str(change))
        if apply:
            treaties = status_table.apply(checked, by=account(by), as_of=as_of)
            self.stdout.write(f"Drafts: {', '.join(str(treaty) for treaty in treaties) or 'none'}")


def account(name):
    found = get_user_model().objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError("Name the account that answers for the changes: --by NAME.")
    return found
