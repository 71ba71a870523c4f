from collections import Counter
from datetime import date, timedelta

from django.core.management.base import BaseCommand

from editorial import source_checks
from editorial.models import Publishable, Sourced
from editorial.shipping import content_models

AT_ONCE = 200  # addresses of sources that are opened in one call


class Command(BaseCommand):
    help = (
        "Counts, for each kind of record, those without a source and those not verified within a year; "
        "with --addresses opens the addresses of sources instead."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--addresses",
            nargs="?",
            type=int,
            const=AT_ONCE,
            metavar="N",
            help=f"open so many addresses, {AT_ONCE} unless told, each at most once a day, oldest first",
        )

    def handle(self, addresses, **options):
        if addresses is None:
            self.count()
        else:
            self.open(addresses)

    def count(self):
        self.stdout.write(f"{'':<22}{'records':>8}{'unsourced':>11}{'unverified':>12}")
        for model in content_models():
            self.stdout.write(f"{model._meta.verbose_name_plural!s:<22}" + "".join(numbers(model)))

    def open(self, number):
        outcomes = Counter()
        try:
            for check in source_checks.check(number, source_checks.opener()):
                outcomes[outcome(check)] += 1
                if check.problem:
                    self.stdout.write(f"{outcome(check)}: {check.source.url} {said(check)}")
        except source_checks.NoNetwork:
            self.stdout.write("No host name can be resolved: the network is not there. Nothing was kept.")
            return
        numbers = ", ".join(f"{number} {name}" for name, number in sorted(outcomes.items()))
        self.stdout.write(f"Addresses opened: {outcomes.total()}{f' ({numbers})' if numbers else ''}.")


def outcome(check):
    if not check.problem:
        return "answering"
    if not check.failures:
        return "not for machines"
    return "broken" if source_checks.is_broken(check) else "failing"


def said(check):
    return f"{check.status}: {check.problem}" if check.status else check.problem


def numbers(model):
    records = model._base_manager.count()
    unsourced = model.objects.unsourced().count() if issubclass(model, Sourced) else ""
    unverified = ""
    if issubclass(model, Publishable):
        unverified = model.objects.unverified_since(date.today() - timedelta(days=365)).count()
    return f"{records:>8}", f"{unsourced:>11}", f"{unverified:>12}"
