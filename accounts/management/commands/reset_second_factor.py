from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from accounts import factors


class Command(BaseCommand):
    help = "Takes away the second factor of an account whose owner has lost it, with the recovery codes."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the account’s name")

    def handle(self, name, **options):
        user = get_user_model().objects.filter(username=name).first()
        if not user:
            raise CommandError(f"There is no account “{name}”.")
        if factors.remove_all(user, by="reset_second_factor"):
            self.stdout.write(f"{name} signs in with the password alone now.")
        else:
            self.stdout.write(f"{name} has no second factor.")
