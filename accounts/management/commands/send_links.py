from django.core.management.base import BaseCommand

from accounts import links


class Command(BaseCommand):
    help = "Sends the links to choose a new password that were asked for; the worker does so every 2 seconds."

    def handle(self, **options):
        links.send_wanted()
