"""The second factor: apps, recovery codes, required ones. Passkeys: tests/browser/test_passkeys.py."""

import json
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command

from accounts import factors
from accounts.factors import codes, passkeys, totp
from accounts.models import AuthenticatorApp, Passkey, RecoveryCode
from tests.accounts.signing import (
    PASSWORD,
    CountingHasher,
    at,
    entries,
    is_in,
    owner,
    require_second_factor,
    sign_in,
)
from tests.admin.editing import said, superuser

pytestmark = pytest.mark.django_db
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # of RFC 6238: “12345678901234567890”
STEP_PAGE = "/admin/login/second/"


def with_app(name="owner"):
    user = owner(name)
    AuthenticatorApp.objects.create(user=user, secret=SECRET)
    return user


def with_passkey(user, **values):
    values = {"name": "my phone", "credential": "abc", "public_key": "x", "site": "testserver"} | values
    return Passkey.objects.create(user=user, **values)


def present(offset=0):
    return totp.code(SECRET, int(time.time() // totp.STEP) + offset)


def second(client, code, **more):
    return client.post(STEP_PAGE, {"code": code} | more)


# -- the codes of an app


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(seconds, code):
    assert totp.code(SECRET, seconds // 30) == code
    assert totp.step_of(SECRET, code, now=seconds) == seconds // 30


def test_a_clock_may_be_wrong_by_half_a_minute_and_no_more():
    now = 1234567890

    found = [totp.step_of(SECRET, totp.code(SECRET, now // 30 + off), now=now) for off in range(-2, 3)]

    assert [step is not None for step in found] == [False, True, True, True, False]


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "0" * 40])
def test_what_is_no_code_is_refused(typed):
    with_app()
    client = at()
    sign_in(client)

    response = second(client, typed)

    assert (response.status_code, is_in(client)) == (200, False)


# -- coming in


def test_the_password_alone_lets_nobody_in_who_has_a_second_factor():
    with_app()
    client = at()

    response = sign_in(client)

    assert response.url == STEP_PAGE
    assert not is_in(client)
    assert "known_device" not in response.cookies


def test_the_code_lets_its_owner_in_where_they_wanted_to_go():
    with_app()
    client = at()
    client.post("/admin/login/", {"username": "owner", "password": PASSWORD, "next": "/admin/calendar/"})

    response = second(client, present())

    assert response.url == "/admin/calendar/"
    assert is_in(client)
    assert "known_device" in response.cookies


def test_a_code_is_good_once():
    with_app()
    code = present()
    first, thief = at(), at("198.51.100.1")
    sign_in(first)
    second(first, code)
    sign_in(thief)

    assert second(thief, code).status_code == 200
    assert not is_in(thief)


def test_codes_are_not_tried_without_end_and_a_known_device_is_not_kept_out():
    with_app()
    known = at()
    sign_in(known)
    second(known, present(-1))
    known.post("/admin/logout/")
    thief = at("198.51.100.1")
    sign_in(thief)

    tried = [second(thief, "000000").status_code for _number in range(7)]
    sign_in(known)

    assert tried == [200] * 5 + [429] * 2
    assert second(known, present()).status_code == 302


def test_the_second_step_asks_for_the_first():
    with_app()

    assert [at().get(STEP_PAGE).url, second(at(), present()).url] == ["/admin/login/"] * 2


def spoilt(client, how):
    session = client.session
    kept = session["waiting_for_second_step"]
    if how == "late":
        kept["until"] = time.time() - 1
    if how == "password changed":
        kept["proof"] = "x"
    if how == "not active":
        kept["user"] = owner("left", is_active=False).pk
    session["waiting_for_second_step"] = kept
    session.save()


@pytest.mark.parametrize("how", ["late", "password changed", "not active"])
def test_the_second_step_ends_when_what_came_before_no_longer_holds(how):
    with_app()
    client = at()
    sign_in(client)
    spoilt(client, how)

    assert second(client, present()).url == "/admin/login/"
    assert not is_in(client)


def test_no_address_elsewhere_is_followed():
    with_app()
    client = at()
    client.post("/admin/login/", {"username": "owner", "password": PASSWORD, "next": "https://evil.example/"})

    assert second(client, present()).url.startswith("/")


def test_what_the_log_tells():
    with_app()
    client = at()
    sign_in(client)
    second(client, "000000")
    second(client, present())

    assert entries() == [("second-failed", "owner"), ("signed-in", "owner")]


# -- recovery codes


def test_a_recovery_code_lets_its_owner_in_once_however_it_is_typed():
    user = with_app()
    code = codes.make(user)[3]
    first, again = at(), at("198.51.100.1")
    for client in (first, again):
        sign_in(client)

    answers = [
        second(first, f" {code.upper().replace('-', ' ')} ").status_code,
        second(again, code).status_code,
    ]

    assert answers == [302, 200]
    assert (user.recovery_codes.count(), is_in(again)) == (9, False)


def test_a_recovery_code_of_somebody_else_opens_nothing():
    with_app()
    code = codes.make(owner("other"))[0]
    client = at()
    sign_in(client)

    assert second(client, code).status_code == 200


def test_recovery_codes_are_ten_and_kept_as_digests():
    made = codes.make(owner())

    assert (len(set(made)), {re.fullmatch("[2-9a-z]{5}-[2-9a-z]{5}", code) is None for code in made}) == (
        10,
        {False},
    )
    assert not set(made) & set(RecoveryCode.objects.values_list("digest", flat=True))


# -- setting up


def signed_in(user):
    client = at()
    sign_in(client, user.username)
    return client


def secret_shown(client):
    return client.get("/admin/account/app/").context["secret"].replace(" ", "")


def fresh(secret):
    return totp.code(secret, int(time.time() // totp.STEP))


def test_an_app_is_added_with_its_code_and_the_password_and_recovery_codes_are_shown():
    user = owner()
    client = signed_in(user)
    secret = secret_shown(client)

    page = client.post("/admin/account/app/", {"code": fresh(secret), "password": PASSWORD})

    shown = re.findall(r"<code>([^<]+)</code>", page.content.decode())
    assert (len(shown), user.recovery_codes.count()) == (10, 10)
    assert AuthenticatorApp.objects.get().secret == secret
    assert sign_in(at()).url == STEP_PAGE
    assert entries("kind", "detail") == [
        ("signed-in", ""),
        ("factor-added", "authenticator app"),
        ("codes-made", ""),
    ]


def test_the_picture_holds_the_secret_and_comes_from_here():
    client = signed_in(owner())
    secret = secret_shown(client)

    picture = client.get("/admin/account/app/code.svg")
    address = urlsplit(totp.address(secret, "owner", "International Space Cooperation"))

    assert picture["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<svg xmlns=")
    assert b"style" not in picture.content
    assert "no-store" in picture["Cache-Control"]
    assert (address.scheme, address.netloc, parse_qs(address.query)) == (
        "otpauth",
        "totp",
        {"secret": [secret], "issuer": ["International Space Cooperation"]},
    )


@pytest.mark.parametrize("typed", [{"code": "000000"}, {"password": "wrong"}, {"code": ""}, {"password": ""}])
def test_an_app_is_not_added_without_its_code_or_the_password(typed):
    client = signed_in(owner())
    right = {"code": fresh(secret_shown(client)), "password": PASSWORD}

    page = client.post("/admin/account/app/", right | typed)

    assert page.context["form"].errors
    assert not AuthenticatorApp.objects.exists()


def test_a_second_factor_is_removed_with_the_password_and_the_codes_go_with_the_last():
    user = owner()
    client = signed_in(user)
    AuthenticatorApp.objects.create(user=user, secret=SECRET)
    key = with_passkey(user)
    codes.make(user)
    left = []

    refused = client.post("/admin/account/remove/app/", {"password": "wrong"}).status_code
    for factor in ("app", key.pk):
        client.post(f"/admin/account/remove/{factor}/", {"password": PASSWORD})
        left.append((factors.has(user), user.recovery_codes.count()))

    assert (refused, left) == (200, [(True, 10), (False, 0)])


@pytest.mark.parametrize("factor", ["app", "0", "x", "9" * 40, "%00", "²"])
def test_a_factor_that_one_does_not_have_is_missing(factor):
    client = signed_in(owner())
    with_passkey(with_app("other"))

    assert client.get(f"/admin/account/remove/{factor}/").status_code == 404


def test_nobody_removes_the_passkey_of_somebody_else():
    key = with_passkey(owner("other"))

    response = signed_in(owner()).post(f"/admin/account/remove/{key.pk}/", {"password": PASSWORD})

    assert (response.status_code, Passkey.objects.count()) == (404, 1)


def test_new_codes_end_the_old_ones():
    user = owner()
    client = signed_in(user)
    AuthenticatorApp.objects.create(user=user, secret=SECRET)
    old = codes.make(user)[0]

    page = client.post("/admin/account/codes/", {"password": PASSWORD})

    assert len(page.context["codes"]) == 10
    assert old not in page.context["codes"]
    assert user.recovery_codes.count() == 10


# -- required


def test_who_must_have_a_second_factor_is_led_to_set_it_up_before_anything_else():
    user = owner()
    require_second_factor(user)
    client = signed_in(user)
    pages = ["/admin/", "/admin/calendar/", "/admin/missions/mission/", "/admin/nothing/"]

    led = [client.get(page).url for page in pages] + [client.post("/admin/watch/").url]
    open_ = [
        client.get(f"/admin/{page}").status_code for page in ("account/", "account/app/", "account/passkey/")
    ]

    assert led == ["/admin/account/"] * 5
    assert open_ == [200] * 3
    assert "Your group requires a second factor." in client.get("/admin/account/").content.decode()


def test_once_it_is_set_up_the_desk_opens():
    user = owner()
    require_second_factor(user)
    client = signed_in(user)

    client.post("/admin/account/app/", {"code": fresh(secret_shown(client)), "password": PASSWORD})

    assert is_in(client)


def test_who_is_in_no_such_group_is_not_asked():
    require_second_factor(owner("careful"))

    assert is_in(signed_in(owner()))


def test_a_passkey_is_a_second_factor_too():
    user = owner()
    require_second_factor(user)
    client = signed_in(user)
    with_passkey(user)

    assert is_in(client)


# -- lost


def test_an_administrator_takes_a_lost_second_factor_away():
    user, chief = with_app(), superuser()
    with_passkey(user)
    codes.make(user)

    page = chief.post(f"/admin/auth/user/{user.pk}/access/", {"step": "factor"}, follow=True)

    assert said(page) == "The second factor was removed."
    assert (factors.has(user), user.recovery_codes.count()) == (False, 0)
    assert entries("kind", "account", "by")[-1] == ("factor-removed", "owner", "chief")


def test_a_command_takes_it_away_when_there_is_no_administrator(capsys):
    user = with_app()

    for _time in range(2):
        call_command("reset_second_factor", "owner")

    assert capsys.readouterr().out.splitlines() == [
        "owner signs in with the password alone now.",
        "owner has no second factor.",
    ]
    assert is_in(signed_in(user))


def test_the_command_names_the_account_that_there_is_not():
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        call_command("reset_second_factor", "nobody")


# -- passkeys, as far as no browser is needed


@pytest.mark.parametrize(
    ("host", "site"),
    [("testserver", "testserver"), ("localhost:8000", "localhost"), ("127.0.0.1:8000", ""), ("[::1]:80", "")],
)
def test_a_passkey_is_bound_to_the_name_of_the_site_and_a_number_is_none(rf, settings, host, site):
    settings.ALLOWED_HOSTS = ["*"]

    assert passkeys.site_of(rf.get("/", headers={"host": host})) == site


def test_a_site_that_is_opened_by_number_says_that_it_makes_no_passkeys():
    client = signed_in(owner())

    page = client.get("/admin/account/passkey/", headers={"host": "127.0.0.1"}).content.decode()

    assert "not by a number" in page
    assert "data-passkey=" not in page


RESPONSE = {"clientDataJSON": "e30", "attestationObject": "o2M", "authenticatorData": "AA", "signature": "AA"}
NONSENSE = [
    *("", "x", "[]", "{}", "null", "1", '{"id": 1}', '{"id": "abc"}', '{"id": "\\u0000"}', "[" * 9000),
    *('{"id": "abc", "rawId": "abc", "type": "public-key", "response": {}}', "x" * 30_000),
    json.dumps({"id": "YWJj", "rawId": "YWJj", "type": "public-key", "response": RESPONSE}),
]


@pytest.mark.parametrize("answer", NONSENSE)
def test_what_no_browser_answers_is_refused_in_words(answer):
    user = owner()
    client = signed_in(user)
    client.get("/admin/account/passkey/")
    typed = {"name": "my phone", "password": PASSWORD, "answer": answer}

    made = client.post("/admin/account/passkey/", typed)
    with_passkey(user)
    with_passkey(user, credential="YWJj")
    later = at()
    sign_in(later)
    later.get(STEP_PAGE)
    shown = second(later, "", passkey=answer)

    assert (made.status_code, shown.status_code) == (200, 200)
    assert (Passkey.objects.count(), is_in(later)) == (2, False)
    assert CountingHasher.hashed
