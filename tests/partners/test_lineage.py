"""An agency's missions count for those that succeeded it."""

import pytest

from missions import totals
from partners.lineage import Lineage
from partners.models import Agency, Membership
from tests import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def europe():
    """ESRO and ELDO became ESA; SERC became the BNSC and that the UK Space Agency."""
    agencies = {"esa": records.agency("esa"), "uksa": records.agency("uksa")}
    agencies["bnsc"] = records.agency("bnsc", successor=agencies["uksa"])
    agencies["serc"] = records.agency("serc", successor=agencies["bnsc"])
    for slug in ("esro", "eldo"):
        agencies[slug] = records.agency(slug, successor=agencies["esa"])
    return agencies


def slugs(keys):
    return set(Agency.objects.filter(pk__in=keys).values_list("slug", flat=True))


def path(keys):
    names = dict(Agency.objects.values_list("pk", "slug"))
    return [names[key] for key in keys]


@pytest.mark.parametrize(
    ("slug", "folded", "alone"),
    [
        ("esa", {"esa", "esro", "eldo"}, {"esa"}),
        ("uksa", {"uksa", "bnsc", "serc"}, {"uksa"}),
        ("bnsc", {"bnsc", "serc"}, {"bnsc"}),
        ("serc", {"serc"}, {"serc"}),
    ],
)
def test_an_agency_stands_for_itself_and_all_before_it(europe, slug, folded, alone):
    lineage = Lineage()

    assert slugs(lineage.ids(slug)) == folded
    assert slugs(lineage.ids(slug, predecessors=False)) == alone


def test_a_mission_counts_for_its_agency_and_all_after_it(europe):
    lineage = Lineage()

    assert path(lineage.line(europe["serc"].pk)) == ["serc", "bnsc", "uksa"]
    assert path(lineage.line(europe["esa"].pk)) == ["esa"]
    assert path(lineage.line(europe["serc"].pk, predecessors=False)) == ["serc"]


def test_an_unknown_agency_is_no_agency(europe):
    with pytest.raises(KeyError):
        Lineage().ids("nasa")


def test_a_hidden_successor_takes_nothing(europe):
    Agency.objects.filter(slug="bnsc").update(state="withdrawn")
    lineage = Lineage()

    assert slugs(lineage.ids("uksa")) == {"uksa"}
    assert path(lineage.line(europe["serc"].pk)) == ["serc"]


def test_a_part_of_an_agency_is_not_counted_for_it(europe):
    records.agency("esoc", parent=europe["esa"])

    assert slugs(Lineage().ids("esa")) == {"esa", "esro", "eldo"}


def test_agencies_that_succeed_each_other_in_a_circle_end_somewhere(europe):
    Agency.objects.filter(slug="uksa").update(successor=europe["serc"])
    lineage = Lineage()

    assert slugs(lineage.ids("bnsc")) == {"bnsc", "serc", "uksa"}
    assert path(lineage.line(europe["bnsc"].pk)) == ["bnsc", "uksa", "serc"]


def test_the_successions_are_read_in_one_query(europe, django_assert_num_queries):
    with django_assert_num_queries(1):
        lineage = Lineage()
        lineage.ids("uksa")
        lineage.line(europe["serc"].pk)


def test_a_list_counts_the_missions_that_the_public_can_see():
    agency = records.agency(country=records.country())
    records.participation(agency=agency)
    records.participation(agency=agency, mission=records.mission(state="withdrawn"))
    twice = records.mission()
    for role in ("lead", "launch"):
        records.participation(agency=agency, mission=twice, role=role)

    listed = totals.agencies().get()
    country = totals.countries().get()

    assert (listed.mission_count, country.mission_count, country.agency_count) == (2, 2, 1)


def test_a_hidden_organisation_has_no_public_members():
    public = records.membership()
    records.membership(organisation=records.agency(state="unpublished"))

    assert list(Membership.objects.public()) == [public]
