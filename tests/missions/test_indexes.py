"""What pages ask of the database is found by an index, on both databases, however many records there are."""

import json

import pytest
from django.db import connection

from editorial.models import Citation, Touched
from missions.models import Instrument, Mission, Participation
from tests import records

pytestmark = pytest.mark.django_db


def indexes_of(queryset):
    """The names of the indexes by which the query would be answered."""
    sql, values = queryset.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
            steps = [row[-1] for row in cursor.fetchall()]
            return {step.split("INDEX ")[1].split()[0] for step in steps if "INDEX " in step}
        cursor.execute("SET LOCAL enable_seqscan = off")  # of a few rows it would read them all,
        cursor.execute("SET LOCAL enable_sort = off")  # and sort them
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
        (plan,) = cursor.fetchone()
        return set(named_in(json.loads(plan) if isinstance(plan, str) else plan))


def named_in(plan):
    if isinstance(plan, list):
        for part in plan:
            yield from named_in(part)
    if isinstance(plan, dict):
        if "Index Name" in plan:
            yield plan["Index Name"]
        for part in plan.values():
            yield from named_in(part)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (lambda: Mission.objects.published().order_by("-changed_at", "id")[:6], "mission_by_change"),
        (lambda: Mission.objects.published().filter(category="lunar"), "mission_by_"),
        (lambda: Mission.objects.published().filter(status="completed"), "mission_by_"),
        (lambda: Citation.objects.filter(content_type=1, object_id=records.mission().pk), "citation"),
        (lambda: Participation.objects.filter(mission=records.mission()), "participation"),
        (lambda: Participation.objects.filter(agency=records.agency()), "participation_agency"),
        (lambda: Instrument.objects.public().from_a_to_z()[:50], "instrument_from_a_to_z"),
        (lambda: Touched.objects.filter(generation__gt=5), "editorial_touched_generation"),
    ],
    ids=[
        "latest",
        "category",
        "status",
        "citations",
        "of a mission",
        "of an agency",
        "instruments",
        "touched",
    ],
)
def test_it_is_found_by_its_index(query, index):
    assert any(index in name for name in indexes_of(query()))
