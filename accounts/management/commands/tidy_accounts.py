from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts import throttle
from accounts.models import Entry, Invitation

PLACES = timedelta(days=90)


class Command(BaseCommand):
    help = "Forgets attempts after a day, links that ran out, and where log entries came from after 90 days."

    def handle(self, **options):
        now = timezone.now()
        throttle.tidy()
        Invitation.objects.filter(until__lt=now - PLACES).delete()
        Entry.objects.forget_places(now - PLACES)
