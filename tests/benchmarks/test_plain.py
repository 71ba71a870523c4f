"""Plain Django shows what the site shows, or the two could not be compared."""

import re

import pytest
from django.http import QueryDict

from benchmarks.plain.filters import MissionFilter
from missions.models import Mission
from spacecoop.synthetic.catalogue import generate
from tests import records

COUNTED = re.compile(r">\s*([^<>:]+ \(\d+\))\s*<")
CARDS = re.compile(r'<h3><a href="([^"]+)"')


@pytest.fixture
def made_up(db):
    records.country()
    generate(60, seed=1)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "partner=syn-001",
        "partner=syn-001&partner=syn-002&match=all&role=lead",
        "partner=syn-003&status=completed&destination=leo&sort=name",
        "q=heron&planned=no&year_min=1970&as_of=2010-01-01",
        "partner=syn-004&predecessors=no&category=heliophysics",
    ],
)
def test_the_list_has_the_same_missions_and_counts(client, made_up, query):
    page = client.get(f"/missions/?{query}").content.decode()

    plain = MissionFilter(QueryDict(query), Mission.objects.published())
    missions = [mission.get_absolute_url() for mission in plain.qs[:20]]
    plain.show_counts()
    fields = plain.form.fields.values()
    labels = [str(label) for field in fields for _value, label in getattr(field, "choices", ())]

    assert CARDS.findall(page) == missions
    assert set(COUNTED.findall(page)) == {label for label in labels if label.endswith(")")}
