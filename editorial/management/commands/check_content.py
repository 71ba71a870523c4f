from datetime import date, timedelta

from django.core.management.base import BaseCommand

from editorial.models import Publishable, Sourced
from editorial.shipping import content_models


class Command(BaseCommand):
    help = "Counts, for each kind of record, those without a source and those not verified within a year."

    def handle(self, **options):
        self.stdout.write(f"{'':<22}{'records':>8}{'unsourced':>11}{'unverified':>12}")
        for model in content_models():
            self.stdout.write(f"{model._meta.verbose_name_plural!s:<22}" + "".join(numbers(model)))


def numbers(model):
    records = model._base_manager.count()
    unsourced = model.objects.unsourced().count() if issubclass(model, Sourced) else ""
    unverified = ""
    if issubclass(model, Publishable):
        unverified = model.objects.unverified_since(date.today() - timedelta(days=365)).count()
    return f"{records:>8}", f"{unsourced:>11}", f"{unverified:>12}"
