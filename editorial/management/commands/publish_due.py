from django.core.management.base import BaseCommand

from editorial import schedule
from editorial.models import Schedule

TAKEN = {Schedule.Step.PUBLISH: "Published", Schedule.Step.WITHDRAW: "Withdrawn"}
LEFT = {Schedule.Step.PUBLISH: "Not published", Schedule.Step.WITHDRAW: "Not withdrawn"}


class Command(BaseCommand):
    help = "Takes the scheduled steps whose moment has come, each once, and says what became of them."

    def handle(self, **options):
        for outcome in schedule.take_due():
            said = (LEFT if outcome.problem else TAKEN)[outcome.step]
            self.stdout.write(": ".join(filter(None, [said, outcome.title, outcome.problem])))
