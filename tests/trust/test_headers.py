"""Every answer tells the browser to trust nothing that is not ours: A+ by the rules of the Observatory."""

import io
import re
from collections import Counter

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings

from spacecoop.environment import OVER_HTTPS
from spacecoop.turns import in_turns
from tests.page_cache.conftest import Application, ask
from tests.trust import observatory, walk

pytestmark = pytest.mark.django_db
TLS = {"HTTP_X_FORWARDED_PROTO": "https"}
REACHED, OPEN_TO_ALL = 130, 120  # what other sites may show cannot have the ten points for forbidding it

FRAMED = {"embed/missions/<slug:slug>/", "embed/treaties/<slug:slug>/", "embed/agencies/network/"}
INLINE = re.compile(r"<style|<[^>]+\s(style|on\w+)=[\"']|<script(?![^>]*(\ssrc=|\stype=\"application/))")


@pytest.fixture
def over_https():
    with override_settings(**OVER_HTTPS):
        yield


def told(response):
    """What of the answer is less than it should be."""
    least = OPEN_TO_ALL if response.get("Access-Control-Allow-Origin") == "*" else REACHED
    score = observatory.score(response)
    return [] if score >= least else [f"{score} points: {observatory.points(response)}"]


def shown(client, address):
    response = client.get(address, **TLS)
    if not response.streaming and response.headers.get("Content-Type", "").startswith("text/html"):
        found = INLINE.search(response.content.decode())
        return response, [f"inline: {found[0][:80]}"] if found else []
    return response, []


@pytest.fixture
def clients(chief):
    """Who asks: (client, whether it asks for this address); the desk is shown to those who are signed in."""
    anybody = Client(raise_request_exception=False)
    return {
        "anybody": (anybody, lambda route: not route.startswith("admin/") or route.count("/") < 3),
        "administrator": (chief, lambda route: route.startswith("admin/")),
    }


@pytest.mark.slow
@pytest.mark.parametrize("who", ["anybody", "administrator"])
def test_one_page_of_every_pattern_of_addresses_is_an_a_plus(over_https, stocked, clients, who):
    client, asks_for = clients[who]
    wrong, framed, seen = {}, set(), Counter()
    for route, address in walk.addresses(stocked).items():
        if not asks_for(route):
            continue
        response, inline = shown(client, address)
        seen[response.status_code] += 1
        if wrong_here := told(response) + inline:
            wrong[route] = wrong_here
        if observatory.policy(response).get("frame-ancestors") != {"'none'"}:
            framed.add(route)

    assert wrong == {}
    assert framed == (FRAMED if who == "anybody" else set())
    assert seen[200] > sum(seen.values()) / 2
    assert max(seen) < 500


def refused(client, method="get", address="/missions/nope/", **more):
    response = getattr(client, method)(address, **TLS | more)
    return response.status_code, *told(response)


def test_what_is_refused_is_refused_with_the_same_headers(over_https, client):
    careful = Client(enforce_csrf_checks=True)

    assert refused(client) == (404,)
    assert refused(client, HTTP_HOST="elsewhere.example") == (400,)
    assert refused(careful, "post", "/admin/login/") == (403,)
    assert refused(client, "post", "/api/v1/missions/") == (405,)
    assert refused(client, address="/static/nothing.css") == (404,)
    assert refused(client, address="/media/pictures/nothing.webp") == (404,)
    assert refused(client, address="/missions?q=x") == (301,)
    assert refused(client, address="/admin/") == (302,)


@pytest.mark.parametrize("over_tls", [True, False])
def test_a_host_that_is_not_ours_is_refused_before_it_is_led_to_https(over_https, client, over_tls):
    scheme = "https" if over_tls else "http"

    response = client.get("/", HTTP_HOST="elsewhere.example", HTTP_X_FORWARDED_PROTO=scheme)

    assert response.status_code == 400
    assert "elsewhere" not in str(response.headers.items()) + response.content.decode()
    assert observatory.points(response).keys() - {"strict_transport"} == {
        *("content_security_policy", "cross_origin_resources", "referrer", "framing")
    }


def test_a_form_that_is_not_ours_is_refused_with_a_page_of_ours(client):
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a"})

    assert response.status_code == 403
    assert "Nothing was changed." in response.content.decode()
    assert not INLINE.search(response.content.decode())


def test_a_failure_of_ours_has_the_headers_too(over_https, db):
    client = Client(raise_request_exception=False)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE faq_term RENAME TO faq_gone")

    assert refused(client, address="/glossary/") == (500,)


def test_what_django_never_sees_has_them_too(over_https):
    given = {"wsgi.input": io.BytesIO(), "CONTENT_LENGTH": "9" * 12}

    status, headers, _body = ask(in_turns(Application()), "/report/", "POST", **given)

    refusal = HttpResponse(headers=headers | {"Strict-Transport-Security": "max-age=31536000"})
    assert (status, told(refusal)) == ("413 Content Too Large", [])
    assert headers["Cache-Control"] == "no-store"


def test_files_have_them_and_may_be_shown_anywhere(over_https, client):
    address = staticfiles_storage.url("css/atlas.css")

    response = client.get(address, **TLS)
    response.close()

    assert (response.status_code, told(response)) == (200, [])
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


OPEN = [
    *("embed/missions/<slug:slug>/", "oembed/", "feeds/changes.atom", "api/v1/missions/", "api/v1/schema/"),
    *("data/spacecoop-<day:day>.zip", "cards/<slug:table>/<slug:key>.png", "api/v1/<path:rest>"),
]


@pytest.mark.parametrize("route", OPEN)
def test_other_sites_may_read_and_show_what_is_open(client, stocked, route):
    query = {"url": f"http://testserver{stocked.get_absolute_url()}"} if route == "oembed/" else {}

    response = client.get(walk.addresses(stocked)[route], query)

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in response


def test_cookies_are_bound_to_this_host_and_to_https(over_https, client):
    page = client.get("/admin/login/", **TLS)
    client.force_login(User.objects.create_superuser("chief"))
    entered = client.cookies[settings.SESSION_COOKIE_NAME]

    token = page.cookies["__Host-csrftoken"]
    assert (token["secure"], token["httponly"], token["samesite"], token["domain"]) == (True, True, "Lax", "")
    assert entered.key == "__Host-sessionid"


def test_http_is_led_to_https_but_for_probes(over_https, client):
    answers = [client.get(address) for address in ("/faq/?a=b", "/healthz")]

    assert [answer.status_code for answer in answers] == [301, 200]
    assert answers[0]["Location"] == "https://testserver/faq/?a=b"
