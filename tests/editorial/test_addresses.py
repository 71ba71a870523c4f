"""Addresses that records had lead to the present one, and never in circles."""

import pytest

from editorial import addresses, publishing, recovery
from editorial.models import FormerAddress
from tests import records
from tests.editorial.changing import HIDDEN, again, draft, update

pytestmark = pytest.mark.django_db


def moved(mission, *slugs):
    for slug in slugs:
        draft(mission, slug=slug)
        publishing.publish(mission, by="vera")
    return again(mission)


def former():
    return sorted(FormerAddress.objects.values_list("path", flat=True))


def test_the_address_before_leads_to_the_present_one():
    moved(records.mission("hst"), "hubble")

    assert addresses.present("/missions/hst/") == "/missions/hubble/"


def test_every_address_that_a_record_had_leads_to_the_present_one_at_once():
    moved(records.mission("one"), "two", "three")

    assert [addresses.present(f"/missions/{slug}/") for slug in ("one", "two")] == ["/missions/three/"] * 2


def test_an_address_that_is_taken_again_leads_nowhere_else():
    moved(records.mission("one"), "two", "one")

    assert (former(), addresses.present("/missions/one/")) == (["/missions/two/"], None)


def test_an_address_that_another_record_takes_is_that_of_the_other():
    first = moved(records.mission("one"), "two")
    moved(records.mission("other"), "one")

    assert addresses.present("/missions/one/") is None
    assert addresses.present(first.get_absolute_url()) is None


def test_the_address_of_a_record_that_is_not_public_is_not_told():
    mission = moved(records.mission("hst"), "hubble")

    publishing.withdraw(mission, by="vera")

    assert addresses.present("/missions/hst/") is None


def test_an_address_that_never_was_public_is_not_kept():
    mission = records.mission("one", **HIDDEN)
    update(mission, slug="two")

    publishing.publish(mission, by="vera")

    assert former() == []


def test_a_record_that_stays_where_it_is_has_no_former_address():
    mission = records.mission("one")
    draft(mission, name="One")

    publishing.publish(mission, by="vera")

    assert former() == []


def test_a_record_without_a_page_has_none():
    addresses.follow(records.source(), "/sources/one/")

    assert former() == []


def test_a_place_on_another_page_is_not_kept():
    addresses.follow(records.mission(), "/faq/#one")

    assert former() == []


def test_the_addresses_of_a_deleted_record_are_forgotten():
    recovery.delete(moved(records.mission("one"), "two"), by="vera")

    assert former() == []


def test_what_lies_below_a_former_address_is_led_on():
    moved(records.agency("old"), "new")

    assert addresses.present("/agencies/old/with/esa/") == "/agencies/new/with/esa/"


@pytest.mark.parametrize("path", ["", "/", "//", "/missions/", "/missions/none/", "/a\0b/", "/é/" * 500])
def test_any_other_path_leads_nowhere(path):
    moved(records.mission("one"), "two")

    assert addresses.present(path) is None
