"""Writing the whole made-up catalogue into a database, with its search index."""

from random import Random

from django.db import transaction

from editorial import generation, touched
from editorial.shipping import take_measure
from missions.models import Mission
from search import index
from spacecoop.synthetic.frame import frame
from spacecoop.synthetic.missions import MODELS, Rows, add
from spacecoop.synthetic.questions import questions

AT_ONCE = 1000  # missions in memory


@transaction.atomic
def generate(number, seed, progress=None):
    """Write so many missions and what they refer to, all or nothing; `progress` is told how many are done."""
    random = Random(str(seed))  # noqa: S311 (nothing is kept secret by it)
    around = frame(random)
    for records in around.records:
        type(records[0]).objects.bulk_create(records)
    for first in range(1, number + 1, AT_ONCE):
        last = min(first + AT_ONCE - 1, number)
        rows = Rows()
        for n in range(first, last + 1):
            add(rows, around, seed, n)
        for model in MODELS:
            model.objects.bulk_create(rows[model])
        index.renew("mission", [mission.pk for mission in rows[Mission]])
        if progress:
            progress(last)
    questions(random, around)
    for _left in index.catch_up():
        pass
    touched.tidy(generation.current())
    take_measure()
