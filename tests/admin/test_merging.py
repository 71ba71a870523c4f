"""Merging two agencies at the desk: selected in the list, looked at side by side, one of them stays."""

import pytest
from django.urls import reverse

from editorial import drafts
from partners.models import Agency
from tests import records
from tests.admin.editing import act, desk, said
from tests.admin.matrix import LADDER, client_of, reaches

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return [
        records.agency("bnsc", name="British Centre", summary="It was."),
        records.agency("uksa", name="UK Agency"),
    ]


def page_of(*agencies):
    keys = "&".join(f"record={agency.pk}" for agency in agencies)
    return f"{reverse('admin:partners_agency_merge')}?{keys}"


def test_two_that_are_selected_are_shown_side_by_side_with_what_moves(two):
    records.participation(agency=two[0])

    context = act(desk("Publisher"), two, "merge_selected").context

    order = context["two"].index(two[0])
    assert ("name", {"British Centre", "UK Agency"}, True) in [
        (str(label), set(values), differ) for label, values, differ in context["fields"]
    ]
    assert [(str(kind), number) for kind, number in context["moves"][order]] == [("participations", 1)]


@pytest.mark.parametrize("number", [1, 3])
def test_one_or_three_cannot_be_merged(two, number):
    chosen = [*two, records.agency()][:number]

    response = act(desk("Publisher"), chosen, "merge_selected")

    assert "Select two records, which turn out to be one." in said(response)


def test_the_one_that_is_chosen_stays(two):
    _gone, kept = two

    response = desk("Publisher").post(page_of(*two), {"kept": kept.pk, "comment": "One body."}, follow=True)

    assert list(Agency.objects.all()) == [kept]
    assert "“BNSC” is merged into “UKSA”, and its address leads there." in said(response)


def test_a_refusal_says_what_is_in_the_way_and_both_stay(two):
    _gone, kept = two
    drafts.amend(kept, lambda record: type(record).objects.filter(pk=record.pk).update(name="X"), by="vera")

    response = desk("Publisher").post(page_of(*two), {"kept": kept.pk}, follow=True)

    assert Agency.objects.count() == 2
    assert "“BNSC” was not merged. A draft waits. Publish it or give it up first:" in str(said(response))


@pytest.mark.parametrize("query", ["", "?record=x&record=y", "?record=x"])
def test_a_page_about_no_two_records_is_missing(db, query):
    address = reverse("admin:partners_agency_merge") + query

    assert desk("Publisher").get(address).status_code == 404


def test_one_record_twice_is_no_two(two):
    assert desk("Publisher").get(page_of(two[0], two[0])).status_code == 404


@pytest.mark.parametrize("role", ["anonymous", *LADDER])
def test_only_a_publisher_merges(two, role):
    answer = client_of(role).post(page_of(*two), {"kept": two[0].pk})

    assert (Agency.objects.count() == 1) == reaches(role, "Publisher")
    assert answer.status_code == (302 if role == "anonymous" or reaches(role, "Publisher") else 403)
