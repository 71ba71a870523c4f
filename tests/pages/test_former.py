"""Whoever kept an address that a page had is led to the one that it has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editorial import addresses, publishing
from editorial.models import FormerAddress
from tests import records

pytestmark = pytest.mark.django_db


def moved(record, slug):
    """The record under a new address, as when a publication gave it one."""
    before = record.get_absolute_url()
    record.slug = slug
    record.save()
    addresses.follow(record, before)
    return record


@pytest.fixture
def agency():
    return moved(records.agency("old"), "new")


LED = [
    ("/agencies/old/", "/agencies/new/"),
    ("/agencies/old/?sort=name&page=2", "/agencies/new/?sort=name&page=2"),
    ("/agencies/old/with/esa/", "/agencies/new/with/esa/"),
    ("/agencies/old/with/e%0Asa%3F%23/", "/agencies/new/with/e%0Asa%3F%23/"),
    ("/agencies/old/with/é/?q=%C3%A9", "/agencies/new/with/%C3%A9/?q=%C3%A9"),
    ("/agencies/old//evil.example/", "/agencies/new//evil.example/"),
]


@pytest.mark.parametrize(("address", "target"), LED)
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_former_address_leads_to_the_present_one(client, agency, method, address, target):
    response = getattr(client, method)(address)

    assert (response.status_code, response.headers["Location"]) == (301, target)


def test_an_address_without_its_last_stroke_is_led_there_in_two_steps(client, agency):
    response = client.get("/agencies/old", follow=True)

    assert response.redirect_chain == [("/agencies/old/", 301), ("/agencies/new/", 301)]
    assert response.status_code == 200


def test_of_two_moves_the_first_address_leads_to_the_last_at_once(client, agency):
    moved(agency, "newest")

    assert client.get("/agencies/old/").headers["Location"] == "/agencies/newest/"
    assert client.get("/agencies/new/").headers["Location"] == "/agencies/newest/"


def test_a_page_at_a_former_address_is_shown(client, agency):
    records.agency("old")

    assert client.get("/agencies/old/").status_code == 200


def test_an_address_that_leads_to_itself_is_a_missing_page(client, agency):
    type(agency).objects.filter(pk=agency.pk).update(slug="old")

    assert client.get("/agencies/old/with/nobody/").status_code == 404


def withdrawn(agency):
    publishing.withdraw(agency, by="publisher")


def deleted(agency):
    agency.delete()


@pytest.mark.parametrize("hide", [withdrawn, deleted])
def test_a_hidden_page_is_as_unknown_as_a_missing_one(client, agency, hide):
    hide(agency)

    response = client.get("/agencies/old/")

    missing = client.get("/agencies/missing/")
    assert (response.status_code, response.content) == (404, missing.content)
    assert {**response.headers} == {**missing.headers}


def test_it_takes_as_many_queries_with_many_moves_as_with_one(client, agency):
    client.get("/agencies/old/with/esa/")
    with CaptureQueriesContext(connection) as with_one:
        client.get("/agencies/old/with/esa/")
    for number in range(5):
        moved(agency, f"new-{number}")

    with CaptureQueriesContext(connection) as with_many:
        client.get("/agencies/old/with/esa/")

    assert len(with_many) == len(with_one)


@pytest.mark.parametrize(
    "address",
    [
        *("/agencies/old%00/", "/agencies/old/%00/", "/agencies/%FF%FE/", "//agencies/old/", "//", "///x"),
        *("/agencies/older/", "/agencies/", "/" + "a/" * 40_000, "/agencies/" + "x" * 5000 + "/"),
    ],
)
def test_a_strange_address_is_no_server_error(client, agency, address):
    response = client.get("/nowhere/", PATH_INFO=address) if "//" in address[:2] else client.get(address)

    assert response.status_code in {200, 400, 404}  # 400: longer than any address


def test_what_is_sent_to_a_former_address_is_not_led_on(client, agency):
    assert client.post("/agencies/old/x/").status_code == 404


@pytest.mark.parametrize("address", ["/admin/old/", "/preview/old/missions/", "/report/old/"])
def test_the_desk_and_previews_have_no_former_addresses(client, address):
    record = records.mission()
    former = FormerAddress.objects.create(path=address, record=record)

    response = client.get(former.path)

    assert response.status_code in {302, 404}
    assert response.headers.get("Location") != record.get_absolute_url()


def shown(client, address):
    """What the list says: the message, the chips, and the records on it, missions by their short names."""
    context = client.get(address).context
    listing = context["listing"]
    chips = [chip.label for chip in listing.filter.chips]
    on_it = [card.slug for card in context["missions"]] if "missions" in context else map(str, listing.page)
    return dict(listing.filter.form.errors), chips, list(on_it)


def test_a_filter_takes_a_former_slug_for_the_present_one(client, agency):
    records.participation(mission=records.mission("webb", name="Webb"), agency=agency)
    records.mission("hubble", name="Hubble")

    found = shown(client, "/missions/?partner=old")

    assert found == ({}, [f"{agency.acronym}"], ["webb"])
    assert shown(client, "/missions/?partner=old&partner=new&match=all") == found


def test_every_filter_by_a_page_does(client):
    programme = moved(records.programme("old"), "new")
    records.mission("webb", name="Webb", programme=programme)
    archive = records.data_access().archive
    old = archive.slug
    moved(archive, "new")
    treaty = records.action().treaty
    before = treaty.slug
    moved(treaty, "new")

    by_programme = shown(client, "/missions/?programme=old")
    of_treaty = client.get(f"/treaties/status/?treaty={before}").content.decode()

    assert (by_programme[0], by_programme[2]) == ({}, ["webb"])
    assert shown(client, f"/research/data/?archive={old}")[::2] == ({}, [str(archive.data_access.get())])
    assert "Not known here" not in of_treaty


def test_a_former_slug_of_what_is_hidden_now_is_an_unknown_value(client, agency):
    type(agency).objects.update(state="withdrawn")

    assert shown(client, "/missions/?partner=old")[:2] == (
        {"partner": ["Not known here: old. It is left out."]},
        [],
    )


@pytest.mark.parametrize("slug", ["a/b", "é", "%00", "x" * 300, "'"])
def test_a_value_that_is_no_slug_is_an_unknown_value(client, agency, slug):
    response = client.get(f"/missions/?partner={slug}")

    assert (response.status_code, "Not known here" in response.content.decode()) == (200, True)


def test_the_second_of_a_pair_leads_on_too(client, agency):
    records.agency("nasa")

    response = client.get("/agencies/nasa/with/old/")

    assert (response.status_code, response["Location"]) == (301, "/agencies/nasa/with/new/")


def test_a_former_name_is_understood_in_a_comparison(client):
    moved(records.mission("old"), "new")
    moved(records.treaty("old"), "new")

    found = [
        client.get(f"{address}?compare=old").context["compared"] for address in ("/missions/", "/treaties/")
    ]

    assert [[record.slug for record in one.records] for one in found] == [["new"], ["new"]]
