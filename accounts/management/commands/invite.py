from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from accounts import links


class Command(BaseCommand):
    help = "Prints a link by which the owner of an account chooses a password, once, within seven days."

    def add_arguments(self, parser):
        parser.add_argument("name", help="the account’s name")

    def handle(self, name, **options):
        user = get_user_model().objects.filter(username=name, is_active=True).first()
        if not user:
            raise CommandError(f"There is no active account “{name}”.")
        self.stdout.write(links.address_of(links.invite(user, by="invite")))
