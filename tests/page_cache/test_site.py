"""The pages of the site behind the front: seen at once when they change, and never another's."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from editorial.generation import content_tables
from editorial.models import Publishable
from missions.models import Mission
from search import index
from spacecoop.page_cache.moments import Moments
from tests import records
from tests.page_cache.conftest import ask
from tests.pages import hidden
from tests.pages.test_addresses import PAGES


def test_a_published_change_is_seen_by_the_next_reader(site):
    mission = records.mission(name="Kepler")
    before = ask(site, "/missions/")

    Mission.objects.filter(pk=mission.pk).update(name="Hubble")
    after = ask(site, "/missions/")

    assert (b"Kepler" in before[2], b"Kepler" in after[2], b"Hubble" in after[2]) == (True, False, True)


def test_a_withdrawn_page_is_gone_for_the_next_reader(site):
    mission = records.mission()
    address = mission.get_absolute_url()
    assert ask(site, address)[0] == "200 OK"

    Mission.objects.filter(pk=mission.pk).update(state=Publishable.State.WITHDRAWN)

    assert ask(site, address)[0] == "404 Not Found"


def test_kept_and_made_now_are_the_same_bytes(site):
    records.mission()
    address = "/missions/?sort=name"

    first, kept = ask(site, address), ask(site, address)

    assert first == kept
    assert kept[2] == Client(HTTP_HOST="127.0.0.1:8000").get(address).content


def test_an_editor_sees_no_kept_page(site, admin_client):
    cookie = f"sessionid={admin_client.cookies['sessionid'].value}"
    ask(site, "/about/")

    status, headers, _body = ask(site, "/about/", HTTP_COOKIE=cookie)

    assert (status, "ETag" in headers) == ("200 OK", False)


@pytest.mark.parametrize(
    "address",
    ["/", "/missions/", "/missions/?format=csv", "/api/v1/missions/", "/feeds/changes.atom", "/sitemap.xml"],
)
def test_every_public_answer_has_a_tag_and_can_be_asked_for_again(site, address):
    _status, headers, _body = ask(site, address)

    assert headers["Cache-Control"] in ("public, max-age=0, must-revalidate", "public, no-cache")
    assert ask(site, address, HTTP_IF_NONE_MATCH=headers["ETag"])[0] == "304 Not Modified"


def test_a_host_that_is_not_ours_is_refused_and_nothing_is_kept(site):
    assert ask(site, "/about/", HTTP_HOST="evil.example")[0] == "400 Bad Request"
    assert list(site.memory.pages) == []


@pytest.mark.django_db
def test_the_moment_is_read_without_the_orm(django_assert_num_queries):
    moments = Moments(connection)
    moments.now()

    with django_assert_num_queries(0):
        first = moments.now()
        second = moments.now()

    assert first == second


@pytest.mark.django_db
def test_the_moment_goes_on_with_every_change(transactional_db):
    moments = Moments(connection)
    before = moments.now()

    records.mission()
    moments.until = None  # a database server's answer is held for a moment

    assert moments.now() > before


BACKSTAGE = {  # each is written with the change of content that it goes with
    *("django_content_type", "editorial_formeraddress", "editorial_generation", "editorial_revision"),
    *("search_stale", "search_words", "search_words_held"),
}


@pytest.mark.slow
@pytest.mark.parametrize("page", [address for address, _text in PAGES])
def test_what_a_page_shows_lies_in_tables_that_raise_the_generation(catalogue, client, page):
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    read = {name for query in queries for name in re.findall(r'(?:FROM|JOIN) "?(\w+)"?', query["sql"])}

    assert read & set(connection.introspection.table_names()) <= {*content_tables(), *BACKSTAGE}


KEPT = ["/", "/missions/", "/missions/jwst/", "/agencies/", "/agencies/nasa/", "/faq/", "/search/?q=mission"]


def test_what_is_hidden_changes_no_byte_and_no_entity_tag_of_other_pages(site):
    live = hidden.shown()
    index.follow()
    before = [ask(site, path) for path in KEPT]

    for kind in live.keys() - {"country"}:
        hidden.deleted(kind)
        hidden.waiting(kind)

    assert [told(ask(site, path)) for path in KEPT] == [told(answer) for answer in before]


def told(answer):
    status, headers, body = answer
    return status, {name: value for name, value in headers.items() if name != "Date"}, body
