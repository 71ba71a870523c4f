"""What a selection of missions costs in CPU without the page round it: milliseconds, in a process of its own.

    python -m benchmarks.selecting QUERY

It is asked for several times, as by the readers of one generation; cards that are drawn are kept.
"""

import sys
import time
from statistics import median

import django

django.setup()

from django.http import QueryDict  # noqa: E402 (Django is set up first)

from missions.filters import MissionFilter  # noqa: E402
from missions.models import Mission  # noqa: E402

TIMES, PER_PAGE = 21, 20


def cost(query):
    began = time.process_time()
    missions = MissionFilter(QueryDict(query), Mission.objects.published())
    number = missions.size
    missions.show_counts()
    rows = missions.present.cards.of(missions.listed[0:PER_PAGE])
    if len(rows) != min(number, PER_PAGE):
        raise RuntimeError(f"Of {number} missions {len(rows)} are shown.")
    return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    sys.stdout.write(f"{median([cost(sys.argv[1]) for _n in range(TIMES)][1:])}\n")
