"""Consortia, archives and data access show only what the public may see."""

import pytest
from django.http import QueryDict

from research.filters import DataAccessFilter
from research.models import Archive, Consortium, DataAccess
from tests import records

pytestmark = pytest.mark.django_db


def test_data_access_is_public_with_its_mission_and_its_archive():
    public = records.data_access()
    records.data_access(mission=records.mission(state="unpublished"))
    records.data_access(archive=records.archive(state="withdrawn"))

    assert list(DataAccess.objects.public()) == [public]


def test_an_archive_counts_its_public_missions():
    archive = records.archive()
    records.data_access(archive=archive)
    records.data_access(archive=archive, mission=records.mission(state="unpublished"))

    assert Archive.objects.for_listing().get().mission_count == 1


def test_a_consortium_shows_its_public_members_missions_and_instruments():
    consortium, agency, mission = records.consortium(), records.agency(), records.mission()
    instrument, hidden = records.instrument(mission=mission), records.mission(state="unpublished")
    consortium.agencies.set([agency, records.agency(state="withdrawn")])
    consortium.missions.set([mission, hidden])
    consortium.instruments.set([instrument, records.instrument(mission=hidden)])

    shown = Consortium.objects.for_page().get()

    assert (list(shown.agencies.all()), list(shown.missions.all()), list(shown.instruments.all())) == (
        [agency],
        [mission],
        [instrument],
    )


@pytest.mark.parametrize(
    ("query", "months"),
    [
        ("", [None, 0, 3, 6, 12, 18]),
        ("period=0", [0]),
        ("period=6", [3, 6]),
        ("period=12", [12]),
        ("period=more", [18]),
        ("period=unknown", [None]),
        ("period=soon", [None, 0, 3, 6, 12, 18]),
    ],
)
def test_data_access_by_the_length_of_the_proprietary_period(query, months):
    records.data_access()
    for number in (0, 3, 6, 12, 18):
        records.data_access(period="stated", proprietary_months=number)

    found = DataAccessFilter(QueryDict(query), DataAccess.objects.public()).qs

    assert (
        sorted((access.proprietary_months for access in found), key=lambda n: -1 if n is None else n)
        == months
    )
