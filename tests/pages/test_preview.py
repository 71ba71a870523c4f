"""A preview shows the site as it will be, to whoever holds its address, and leaves nothing behind."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.urls import get_script_prefix
from django.utils import timezone

from editorial import drafts, generation, previews, publishing, review
from editorial.models import Draft
from editorial.snapshots import digest, snapshot
from tests import records

pytestmark = pytest.mark.django_db

MARK = "Zanzibar"
HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}


def drafted(record, **values):
    """The record with a draft that gives it these values."""

    def change(fresh):
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save()

    drafts.amend(record, change, by="author")
    return record


@pytest.fixture
def site():
    """A mission with a draft, and one that was never published, of an agency that both fly with."""
    agency = records.agency("esa")
    mission = drafted(records.mission("jwst", name="Webb"), name=f"{MARK} Webb", slug="webb")
    new = records.mission("new", name=f"{MARK} new", **HIDDEN)
    for flown in (mission, new):
        records.participation(mission=flown, agency=agency)
    return {"mission": mission, "new": new, "agency": agency}


@contextmanager
def nothing_changes(*kept):
    """Around what must leave the database as it was."""

    def state():
        return generation.current(), Draft.objects.count(), [digest(snapshot(record)) for record in kept]

    before = state()
    yield
    assert state() == before


def preview(*shown, path="", days=7):
    return f"/preview/{previews.token(list(shown), days)}{path or '/'}"


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_preview_begins_on_the_page_of_its_record(client, site):
    token = previews.token([site["mission"]])

    response = client.get(f"/preview/{token}/start/", follow=True)

    assert response.redirect_chain == [(f"/preview/{token}/missions/webb/", 302)]
    assert f"<h1>{MARK} Webb</h1>" in response.content.decode()


def test_a_preview_shows_the_draft_wherever_the_record_is_shown(client, site):
    addresses = ["/missions/webb/", "/missions/", "/agencies/esa/", "/missions/timeline/"]

    shown = {address: text(client, preview(site["mission"], path=address)) for address in addresses}

    assert all(page.count(f"{MARK} Webb") > 1 for page in shown.values())
    assert not any(f"{MARK} new" in page for page in shown.values())


def test_a_preview_shows_a_record_that_was_never_published(client, site):
    page = text(client, preview(site["new"], path="/missions/new/"))

    assert f"<h1>{MARK} new</h1>" in page
    assert f"{MARK} Webb" not in page


def test_several_are_shown_together(client, site):
    page = text(client, preview(site["mission"], site["new"], path="/agencies/esa/"))

    assert (page.count(f"{MARK} Webb") > 1, page.count(f"{MARK} new") > 1) == (True, True)


def test_everything_that_waits_is_shown_together(client, site, django_user_model):
    review.submit(site["new"], by=django_user_model.objects.create_user("author"))
    records.mission("nobodys", name="Never submitted", **HIDDEN)

    page = text(client, f"/preview/{previews.token()}/missions/")

    assert [name in page for name in (f"{MARK} Webb", f"{MARK} new", "Never submitted")] == [
        True,
        True,
        False,
    ]


def test_a_draft_that_makes_room_for_another_is_published_first(client):
    second = drafted(records.mission("second"), slug="third")
    first = drafted_in_spite_of(second, records.mission("first"), slug="second")

    page = text(client, preview(first, second, path="/missions/second/"))

    assert f"<h1>{first.name}</h1>" in page


def drafted_in_spite_of(other, record, **values):
    """A draft that can only be published after the other's."""
    type(other).objects.filter(pk=other.pk).update(slug="aside")
    drafted(record, **values)
    type(other).objects.filter(pk=other.pk).update(slug=other.slug)
    return record


def test_a_draft_that_no_longer_fits_is_said_in_plain_words(client, site):
    records.mission("webb")

    response = client.get(preview(site["mission"], path="/missions/webb/"))

    assert response.status_code == 409
    assert "This draft cannot be shown" in response.content.decode()


def test_the_banner_says_what_is_shown_and_until_when(client, site):
    page = text(client, preview(site["mission"], path="/about/"))

    day = (timezone.now() + timedelta(days=7)).strftime("%-d %B %Y")
    assert f">{MARK} Webb</a>" in page
    assert f"the link ends on {day}." in page


@pytest.mark.parametrize(
    "path", ["/", "/missions/", "/missions/webb/", "/agencies/esa/", "/faq/", "/changes/"]
)
def test_every_link_to_the_site_stays_in_the_preview(client, site, path):
    address = preview(site["mission"])

    page = text(client, address.rstrip("/") + path)

    links = set(re.findall(r'(?:href|action|data-hx-get)="(/[^"]*)"', page))
    assert {link for link in links if not link.startswith((address, "/static/"))} == set()


def test_every_link_in_a_preview_leads_to_a_page(client, site):
    page = text(client, preview(site["mission"], path="/missions/webb/"))

    links = {link for link in re.findall(r'href="(/[^"#]*)', page) if not link.startswith("/static/")}
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_a_redirect_stays_in_the_preview(client, site):
    records.country(iso3="FRA")
    token = previews.token([site["mission"]])

    response = client.get(f"/preview/{token}/countries/fra/")

    assert response.headers["Location"] == f"/preview/{token}/countries/FRA/"


def test_addresses_lead_out_of_it_again_afterwards(client, site):
    client.get(preview(site["mission"], path="/missions/"))
    client.get(preview(site["mission"], path="/missions/nope/"))

    assert get_script_prefix() == "/"
    assert "/preview/" not in text(client, "/missions/")


def test_a_preview_is_kept_nowhere_and_sets_no_cookie(client, site):
    for path in ("/start/", "/", "/missions/webb/", "/missions/nope/"):
        response = client.get(preview(site["mission"], path=path))

        names = ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")
        assert [response[name] for name in names] == [
            "private, no-store",
            "noindex, nofollow",
            "no-referrer",
        ]
        assert (dict(response.cookies), "Cookie" in response.get("Vary", "")) == ({}, False)


def test_a_preview_leaves_the_database_as_it_was(client, site):
    with nothing_changes(*site.values()):
        for path in ("/start/", "/", "/missions/webb/", "/agencies/esa/", "/missions/nope/"):
            client.get(preview(site["mission"], site["new"], path=path))


PUBLIC = [
    *("/", "/missions/", "/missions/jwst/", "/missions/timeline/", "/agencies/esa/", "/agencies/network/"),
    *(
        "/agencies/",
        "/changes/",
        "/changes/missions/jwst/",
        "/faq/",
        "/research/",
        "/missions/?q=" + MARK[:4],
    ),
]


def test_what_waits_is_in_no_public_page_before_and_after_its_preview(client, site):
    withdrawn = records.mission("gone", name=f"{MARK} gone")
    records.participation(mission=withdrawn, agency=site["agency"])
    publishing.withdraw(withdrawn, by="publisher")
    for _round in ("before", "after"):
        pages = {address: client.get(address).content.decode() for address in PUBLIC}
        assert [address for address, page in pages.items() if MARK in page] == []
        for address in PUBLIC:
            client.get(preview(site["mission"], site["new"], withdrawn, path=address))


def test_what_is_cached_in_a_preview_is_not_found_outside(site):
    with drafts.sandbox():
        cache.set("page", MARK)

    assert cache.get("page") is None


@pytest.mark.parametrize("token", ["nonsense", "a:b:c", "*", "%00", "é"])
def test_a_forged_address_is_as_unknown_as_a_missing_page(client, site, token):
    response = client.get(f"/preview/{token}/missions/")

    assert (response.status_code, response.content) == (404, client.get("/nowhere/").content)


def test_a_token_signed_for_something_else_is_unknown(client, site):
    other = signing.dumps({"of": "*", "until": 9_999_999_999}, salt="report")

    assert client.get(f"/preview/{other}/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/start/", "/missions/webb/"])
def test_an_address_ends_after_its_days(client, site, path):
    response = client.get(preview(site["mission"], path=path, days=-1))

    assert response.status_code == 410
    assert "limited time" in response.content.decode()
    assert MARK not in response.content.decode()


def discarded(record):
    drafts.discard(record, by="author")


def published(record):
    publishing.publish(record, by="publisher")


@pytest.mark.parametrize("end", [discarded, published])
def test_a_preview_is_over_when_nothing_waits(client, site, end):
    address = preview(site["mission"], path="/missions/webb/")
    end(site["mission"])

    response = client.get(address)

    assert response.status_code == 410
    assert "This preview is over" in response.content.decode()


def test_a_preview_of_a_deleted_record_is_over(client):
    record = records.mission(**HIDDEN)
    address = preview(record)
    record.delete()

    assert client.get(address).status_code == 410


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/admin/",
            "/admin/login/",
            "/report/",
            "/report/thanks/",
            "/healthz",
            "/missions/nope/",
            "//admin/",
        ),
        *("/static/css/atlas.css", "/%00/", "/missions/?page=x", "/changes/nowhere/"),
    ],
)
def test_what_has_no_preview_is_a_missing_page(client, site, path):
    response = client.get(preview(site["mission"], path=path))

    assert (response.status_code, response.content) == (404, client.get("/nowhere/").content)


def test_a_preview_within_a_preview_is_a_missing_page(client, site):
    inner = preview(site["mission"], path="/missions/")

    assert client.get(preview(site["mission"], path=inner)).status_code == 404


def test_a_preview_is_for_looking_only(client, site):
    assert client.post(preview(site["mission"], path="/missions/")).status_code == 405
    assert client.head(preview(site["mission"], path="/missions/")).status_code == 200


def test_a_preview_does_not_know_who_looks(client, site, django_user_model):
    client.force_login(django_user_model.objects.create_superuser("chief"))

    signed_in = text(client, preview(site["mission"], path="/missions/"))

    client.logout()
    same = text(client, preview(site["mission"], path="/missions/"))
    assert without_tokens(signed_in) == without_tokens(same)


def without_tokens(page):
    return re.sub(r"/preview/[^/]+/", "/preview/", page)


def ended(client, address):
    response = client.get(address)
    return response.status_code, "The editors have ended this link." in response.content.decode()


def test_a_link_that_was_ended_shows_nothing_and_one_given_out_later_does(client, site):
    before = preview(site["mission"], path="/missions/webb/")

    previews.end(site["mission"])

    assert ended(client, before) == (410, True)
    assert MARK in text(client, preview(site["mission"], path="/missions/webb/"))


def test_a_link_to_several_shows_those_that_were_not_ended(client, site):
    both = preview(site["mission"], site["new"], path="/agencies/esa/")

    previews.end(site["mission"])

    page = text(client, both)
    assert (f"{MARK} Webb" in page, f"{MARK} new" in page) == (False, True)


def test_all_links_are_ended_at_once(client, site):
    links = [preview(site["mission"]), f"/preview/{previews.token()}/"]

    previews.end()

    assert [ended(client, link) for link in links] == [(410, True), (410, True)]


def test_a_link_does_not_show_a_later_draft_of_its_record(client, site):
    link = preview(site["mission"], path="/missions/jwst/")
    drafts.discard(site["mission"], by="author")
    drafted(site["mission"], name="Not for them")

    response = client.get(link)

    assert (response.status_code, "Not for them" in response.content.decode()) == (410, False)


def test_a_link_to_a_new_record_does_not_show_it_once_it_was_withdrawn(client, site):
    link = preview(site["new"], path="/missions/new/")
    publishing.withdraw(publishing.publish(site["new"], by="noor"), by="noor")

    assert client.get(link).status_code == 410
