"""The status on a day, worked out by the database and without it: they agree on every day."""

import datetime
import random
from collections import defaultdict

import pytest

from tests import records
from treaties.models import Action, Status, life, status_on

pytestmark = pytest.mark.django_db
DAYS = 200


def day(text):
    return datetime.date.fromisoformat(text)


def days():
    """The first and last days that matter, those of three withdrawals and 195 others since 1960."""
    chosen = random.Random(1967).sample(
        range(day("1960-01-01").toordinal(), day("2026-12-31").toordinal()), 195
    )
    turning = ["1959-12-31", "2026-12-31", "2024-01-04", "2024-01-05", "1992-12-31"]
    return sorted({*(datetime.date.fromordinal(number) for number in chosen), *map(day, turning)})


@pytest.mark.slow
def test_the_database_and_the_method_agree_for_every_party_on_two_hundred_days(catalogue):
    acts = defaultdict(list)
    for act in Action.objects.public().select_related("country"):
        acts[act.treaty_id, act.country_id, act.organisation_id].append(act)

    differing = []
    for moment in days():
        by_database = {
            (row["treaty_id"], row["country_id"], row["organisation_id"]): row["status"]
            for row in Action.objects.public().standings(moment)
        }
        by_method = {party: status_on(own, moment) for party, own in acts.items()}
        by_method = {party: status for party, status in by_method.items() if status}
        if by_database != by_method:
            differing.append(moment)

    assert (len(days()), differing) == (DAYS, [])


def test_a_life_in_dates():
    treaty, country = records.treaty(), records.country()
    for kind, date in (
        ("signature", "1979-12-18"),
        ("accession", "2012-07-18"),
        ("withdrawal", "2024-01-05"),
        ("ratification", "2030-01-01"),
    ):
        records.action(treaty=treaty, country=country, kind=kind, date=date)

    found = life(list(Action.objects.select_related("country")))

    assert found == [
        (day("1979-12-18"), Status.SIGNATORY),
        (day("2012-07-18"), Status.PARTY),
        (day("2024-01-05"), Status.WITHDRAWN),
        (day("2030-01-01"), Status.PARTY),
    ]


def test_a_former_state_counts_until_it_ceased():
    treaty = records.treaty()
    former = records.country(until="1992-12-31")
    records.action(treaty=treaty, country=former, date="1967-05-11")
    acts = list(Action.objects.select_related("country"))

    found = [
        [row["status"] for row in treaty.actions.standings(day(text))]
        for text in ("1992-12-30", "1992-12-31")
    ]

    assert found == [["party"], []]
    assert life(acts) == [(day("1967-05-11"), Status.PARTY), (day("1992-12-31"), None)]


def test_a_disputed_act_changes_nothing():
    act = records.action(disputed=True)

    assert (life([act]), status_on([act], day("2026-01-01"))) == ([], None)
