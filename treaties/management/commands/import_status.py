import datetime
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from treaties import status_changes, status_table


class Command(BaseCommand):
    help = (
        "Compares a status table (country, treaty, status, date, source) with the acts held, and applies it."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="keep the changes as drafts of the treaties")
        parser.add_argument("--publish", action="store_true", help="make the changes public at once")
        parser.add_argument("--by", default="", help="the account that answers for them")
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, default=None, metavar="DAY")

    def handle(self, file, apply, publish, by, as_of, **options):
        try:
            checked = status_table.check(file.read_bytes(), as_of)
        except (OSError, status_table.Refused) as error:
            raise CommandError(str(error)) from error
        for line, text in checked.messages:
            self.stderr.write(f"line {line}: {text}")
        if checked.messages:
            raise CommandError(f"{len(checked.messages)} messages; nothing was written.")
        for change in checked.changes:
            self.stdout.write(str(change))
        if apply or publish:
            self.write(checked, account(by), as_of, publish)

    def write(self, checked, by, as_of, publish):
        try:
            treaties = status_changes.apply(checked, by=by, as_of=as_of, publish=publish)
        except status_changes.NotApplied as error:
            raise CommandError(f"{error} Nothing was written.") from error
        done = "Published" if publish else "Drafts"
        self.stdout.write(f"{done}: {', '.join(str(treaty) for treaty in treaties) or 'none'}")


def account(name):
    found = get_user_model().objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError("Name the account that answers for the changes: --by NAME.")
    return found
