"""The page on which one signs in."""

import pytest

from tests.accounts.signing import PASSWORD, at, is_in, owner, sign_in

pytestmark = pytest.mark.django_db


def test_the_page_bears_the_name_of_the_site():
    page = at().get("/admin/login/").content.decode()

    assert "| International Space Cooperation</title>" in page
    assert "testserver" not in page


def test_whoever_gives_the_right_password_comes_in():
    owner()
    client = at()

    response = sign_in(client)

    assert (response.status_code, response.url, is_in(client)) == (302, "/admin/", True)


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/admin/calendar/", "/admin/calendar/"),
        ("https://evil.example/", "/admin/"),
        ("//evil.example", "/admin/"),
        ("javascript:alert(1)", "/admin/"),
    ],
)
def test_one_goes_on_to_where_one_wanted_to_go_and_to_no_other_site(wanted, led):
    owner()

    response = at().post("/admin/login/", {"username": "owner", "password": PASSWORD, "next": wanted})

    assert response.url == led


@pytest.mark.parametrize("values", [{"is_active": False}, {"is_staff": False}])
def test_who_has_no_place_at_the_desk_does_not_come_in(values):
    owner(**values)
    client = at()

    sign_in(client)

    assert not is_in(client)


@pytest.mark.parametrize("page", ["", "second/", "forgotten/"])
def test_no_page_of_the_door_is_kept_in_a_cache(settings, page):
    settings.SENDS_MAIL = True

    assert "no-store" in at().get(f"/admin/login/{page}")["Cache-Control"]


@pytest.mark.parametrize("page", ["", "forgotten/"])
def test_a_form_without_its_token_is_refused(settings, page):
    settings.SENDS_MAIL = True
    client = at(enforce_csrf_checks=True)

    assert client.post(f"/admin/login/{page}", {"username": "x", "password": "y"}).status_code == 403
