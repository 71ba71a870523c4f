"""No address leads to another site, or to a file that is none of the public's."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from tests.trust import walk

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    *("https://evil.example/", "//evil.example/", "///evil.example/", "/\\evil.example/", "\\\\evil.example"),
    *("http:evil.example", "javascript:alert(1)", "data:text/html,x", "https:/\\evil.example"),
    *("\t//evil.example", "https://testserver@evil.example/", "https://testserver.evil.example/"),
]
NAMES = ("next", "url", "about", "return", "return_to", "redirect", "redirect_to", "continue", "path")
ONE_KIND = "admin/missions/mission/"  # the other kinds of record have the same pages


@pytest.mark.slow
@pytest.mark.parametrize("who", ["anybody", "administrator"])
def test_no_address_leads_to_another_site_whatever_it_is_asked(stocked, chief, who):
    client = chief if who == "administrator" else Client(raise_request_exception=False)
    query = dict.fromkeys(NAMES, "https://evil.example/")
    found = {}

    for route, address in walk.addresses(stocked).items():
        if route.startswith("admin/") and route.count("/") > 3 and not route.startswith(ONE_KIND):
            continue
        response = client.get(address, query)
        text = "" if response.streaming else response.content.decode(errors="replace")
        if "evil.example" in response.get("Location", "").partition("?")[0]:
            found[route] = response["Location"]
        if any(f'{name}="https://evil.example' in text for name in ("href", "src", "action", "content")):
            found[route] = "a link"

    assert found == {}


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_who_signs_in_is_led_nowhere_else(client, onward):
    User.objects.create_superuser("chief", password="chief" * 3)
    client.get("/admin/login/", {"next": onward})

    response = client.post("/admin/login/", {"username": "chief", "password": "chief" * 3, "next": onward})

    assert (response.status_code, response["Location"]) == (302, "/admin/")


@pytest.mark.parametrize(
    "path", ["//evil.example", "//evil.example/..", "/\\evil.example", "//evil.example/faq"]
)
def test_an_address_that_looks_like_another_site_stays_here(client, path):
    response = client.get("/", PATH_INFO=path)

    assert response.status_code in {301, 404}
    assert not response.get("Location", "/").startswith(("//", "/\\", "http"))


FILES = ["secret_key", "spacecoop.sqlite3", "../manage.py", "../spacecoop/settings.py", "../../../etc/passwd"]
BEGINNINGS = ["/static/", "/static/css/", "/media/", "/media/pictures/", "/cards/missions/", "/data/"]
WAYS = ["{}", "../{}", "%2e%2e/{}", "..%2f{}", "..%5c{}", "%252e%252e%252f{}", "....//{}", "/{}", "{}%00.css"]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_no_file_is_reached_by_its_place_on_the_disk(client, stocked, beginning):
    (settings.MEDIA_ROOT / "secret_key").write_text("the secret")
    (settings.MEDIA_ROOT / "pictures").mkdir()

    statuses = {
        client.generic("GET", beginning + way.format(file)).status_code for way in WAYS for file in FILES
    }

    assert statuses <= {301, 400, 404}
