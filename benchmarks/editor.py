"""An editor who publishes a change of one mission for each line that is read, in a process of its own.

    python -m benchmarks.editor SLUG FILE

The mission's name says its edition; FILE gets the number of the last one that was committed. Writes
a line for each: the seconds of CPU that it cost.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spacecoop.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 (Django is set up first)

from benchmarks.client import Number  # noqa: E402
from editorial import drafts  # noqa: E402
from editorial.models import Revision  # noqa: E402
from editorial.publishing import publish  # noqa: E402
from missions.models import Mission  # noqa: E402


def main(slug, path):
    users, number = get_user_model().objects, Number(path)
    chief = users.filter(username="bench").first() or users.create_superuser("bench")
    Revision.objects.of(Mission.objects.get(slug=slug)).delete()  # of runs before: it would grow with each
    for _line in sys.stdin:
        cpu = time.process_time()
        mission = Mission.objects.get(slug=slug)
        edition = number.value + 1
        issue(mission, f"{mission.name.partition(' edition')[0]} edition {edition}", by=chief)
        number.value = edition
        sys.stdout.write(f"{time.process_time() - cpu}\n")
        sys.stdout.flush()


def issue(mission, name, *, by):
    def rename(record):
        record.name = name
        record.save()

    drafts.amend(mission, rename, by=by)
    publish(mission, by=by)


if __name__ == "__main__":
    main(*sys.argv[1:])
