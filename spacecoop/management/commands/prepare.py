import os
import secrets

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Makes everything ready to serve: tables, shipped content, first administrator, static files."

    def handle(self, **options):
        call_command("migrate", verbosity=0)
        call_command("load_content", stdout=self.stdout)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self.create_first_administrator()

    def create_first_administrator(self):
        """With the given password, or with a random one that is shown this once."""
        name = os.environ.get("ADMIN_USERNAME") or "admin"
        given = os.environ.get("ADMIN_PASSWORD")
        password = given or secrets.token_urlsafe(12)
        get_user_model().objects.create_superuser(name, password=password)
        self.stdout.write(f"First administrator: {name}")
        if not given:
            self.stdout.write(f"Password, shown this once: {password}")
