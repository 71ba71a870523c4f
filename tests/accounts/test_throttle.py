"""Passwords that are tried: few are hashed, and the owner still comes in."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from accounts import throttle
from accounts.forms import SignInForm
from accounts.models import Allowance
from tests.accounts.signing import LOGIN, PASSWORD, CountingHasher, at, is_in, owner, sign_in, sign_out, wait

pytestmark = pytest.mark.django_db
counted = CountingHasher.counted


def guess(number, name="owner", password="wrong", **headers):
    """The form as it is sent from one of fifty addresses, or with these headers, and looked at."""
    request = RequestFactory().post(LOGIN, **{"REMOTE_ADDR": f"198.51.100.{number % 50}"} | headers)
    form = SignInForm(request, {"username": name, "password": password})
    form.full_clean()
    return form


@pytest.mark.slow
def test_of_a_thousand_wrong_passwords_from_fifty_addresses_ten_are_hashed_in_a_quarter_of_an_hour():
    owner()
    known = at()
    sign_in(known)
    sign_out(known)

    def attack():
        for number in range(1000):
            guess(number)
            wait(seconds=0.9)

    hashed, _none = counted(attack)

    assert hashed == 10
    assert sign_in(known).status_code == 302
    assert is_in(known)


def test_a_refused_try_is_not_hashed_and_says_when_to_come_back():
    owner()
    for number in range(5):
        guess(number)

    hashed, response = counted(lambda: sign_in(at("198.51.100.9")))

    seconds = int(response["Retry-After"])
    assert (hashed, response.status_code) == (0, 429)
    assert 10 <= seconds <= 15
    assert f"Too many attempts. Try again in {seconds} seconds." in response.content.decode()


def test_the_delay_doubles_up_to_an_hour_and_is_forgotten_after_a_day_without_a_try():
    delays = [throttle.delay(tries, 5).total_seconds() for tries in range(4, 16)]
    owner()
    for number in range(7):
        guess(number)
        wait(minutes=10)

    wait(days=1)
    refused = [guess(number).too_many is not None for number in range(6)]

    assert delays == [0, 15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert refused == [False] * 5 + [True]


@given(st.lists(st.integers(0, 2000), max_size=40))
def test_whenever_tries_are_made_no_quarter_of_an_hour_has_more_than_ten(pauses):
    """The rule of the table, followed on paper for any rhythm of tries."""
    now = opens = 0
    allowed = []
    for tries, pause in enumerate(pauses, 1):
        now = max(now + pause, opens)
        opens = now + throttle.delay(tries, throttle.OF_ACCOUNT).total_seconds()
        allowed.append(now)

    assert max((sum(one <= each < one + 900 for each in allowed) for one in allowed), default=0) <= 10


def of_one_and_twenty(**headers):
    """Whether each of 21 wrong passwords, each for another account, was refused. A header may hold {}."""
    forms = []
    for number in range(21):
        told = {name: value.format(number) for name, value in headers.items()}
        forms.append(guess(number, f"p{number}", **told))
    return [form.too_many is not None for form in forms]


@pytest.mark.parametrize(
    ("proxies", "headers", "refused"),
    [
        (0, {"REMOTE_ADDR": "203.0.113.7"}, True),
        (0, {"REMOTE_ADDR": "203.0.113.{}"}, False),
        (0, {"REMOTE_ADDR": "2001:db8::{}"}, True),
        (0, {"REMOTE_ADDR": "::ffff:203.0.113.{}"}, False),
        (0, {"REMOTE_ADDR": "203.0.113.7", "HTTP_X_FORWARDED_FOR": "198.51.100.{}"}, True),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.{}"}, False),
        (1, {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.{}, 203.0.113.7"}, True),
    ],
)
def test_one_address_that_tries_many_accounts_is_refused_too(settings, proxies, headers, refused):
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": proxies}

    assert of_one_and_twenty(**headers) == [False] * 20 + [refused]


def test_an_office_behind_one_address_that_knows_its_passwords_is_not_refused():
    people = [owner(f"p{number}").username for number in range(25)]

    forms = [guess(0, name, PASSWORD) for name in people]

    assert [form.is_valid() for form in forms] == [True] * 25


# -- the same for every name


def ways_to_fail():
    owner(), owner("left", is_active=False), owner("reader", is_staff=False)
    User.objects.create_user("invited", is_staff=True)
    return ["owner", "left", "reader", "invited", "nobody", "Owner", "<b>", "a" * 150]


def test_every_name_costs_one_hash_and_gets_the_same_answer():
    names = ways_to_fail()
    hashes, answers = {}, set()

    for number, name in enumerate(names):
        client = at(f"198.51.100.{number}")
        hashes[name], response = counted(lambda name=name, client=client: sign_in(client, name, "wrong"))
        answers.add((response.status_code, "".join(errors(response)), response["Cache-Control"]))

    assert hashes == dict.fromkeys(names, 1)
    assert len(answers) == 1


def test_every_name_is_refused_after_as_many_tries_in_the_same_words():
    names = ways_to_fail()
    for name in names:
        for number in range(5):
            guess(number, name)

    answers = {}
    for name in names:
        hashed, response = counted(lambda name=name: sign_in(at("192.0.2.1"), name))
        answers[name] = (hashed, response.status_code, re.sub(r"\d+", "N", "".join(errors(response))))

    assert answers == dict.fromkeys(names, (0, 429, "Too many attempts. Try again in N seconds."))


def errors(response):
    return response.context["form"].non_field_errors()


@pytest.mark.parametrize(
    "typed", [{}, {"username": "owner"}, {"password": "x"}, {"username": "a\0", "password": "x"}]
)
def test_a_form_without_a_name_or_a_password_costs_nothing(typed):
    hashed, response = counted(lambda: at().post(LOGIN, typed))

    assert (hashed, response.status_code, Allowance.objects.count()) == (0, 200, 0)


# -- known devices


def test_a_device_is_known_by_a_cookie_that_no_script_and_no_public_page_sees():
    owner()

    cookie = sign_in(at()).cookies["known_device"]

    assert {name: cookie[name] for name in ("httponly", "samesite", "path", "max-age")} == {
        "httponly": True,
        "samesite": "Strict",
        "path": "/admin/",
        "max-age": 365 * 86_400,
    }


def test_a_known_device_has_an_allowance_of_its_own_which_ends_too():
    owner()
    known = at()
    sign_in(known)
    sign_out(known)

    hashed, codes = counted(lambda: [sign_in(known, password="wrong").status_code for _n in range(8)])

    assert (hashed, codes) == (5, [200] * 5 + [429] * 3)
    assert sign_in(at("198.51.100.1")).status_code == 302  # it took nothing from the others


def test_a_device_is_known_for_the_accounts_that_signed_in_from_it_and_no_others():
    owner(), owner("other")
    known = at()
    sign_in(known, "other")
    sign_out(known)
    for number in range(5):
        guess(number)

    code = sign_in(known).status_code

    assert code == 429


def test_two_people_at_one_browser_are_both_known():
    owner(), owner("other")
    shared = at()
    for name in ("owner", "other"):
        sign_in(shared, name)
        sign_out(shared)
    for name in ("owner", "other"):
        for number in range(5):
            guess(number, name)

    assert [sign_in(shared, name).status_code for name in ("owner", "other")] == [302, 302]


@pytest.mark.parametrize("forged", ["", "x", "{}", "{}:x:y", '{"a": "b"}:1wAAAA:c2ln'])
def test_a_forged_cookie_is_none(forged):
    owner()
    client = at()
    client.cookies["known_device"] = forged

    assert sign_in(client).status_code == 302


def test_a_right_password_gives_the_try_back():
    owner()
    for _number in range(4):
        sign_in(at(), password="wrong")

    for _number in range(4):
        sign_in(at())

    assert sorted(Allowance.objects.values_list("tries", flat=True)) == [4, 4]


# -- the rest


def test_what_scripts_and_tests_do_is_not_counted(client):
    owner()

    assert client.login(username="owner", password=PASSWORD)
    assert not client.login(username="owner", password="wrong")
    assert Allowance.objects.count() == 0


def test_the_table_names_nobody_and_is_emptied_after_a_day():
    owner()
    sign_in(at(), password="wrong")
    keys = list(Allowance.objects.values_list("key", flat=True))

    call_command("tidy_accounts")
    kept = Allowance.objects.count()
    wait(days=1, seconds=1)
    call_command("tidy_accounts")

    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)
    assert (kept, Allowance.objects.count()) == (2, 0)


def test_the_old_password_is_not_tried_without_end_by_who_found_an_open_session():
    owner()
    client = at()
    sign_in(client)
    typed = {"old_password": "x", "new_password1": "y", "new_password2": "y"}

    hashed, codes = counted(
        lambda: [client.post("/admin/password_change/", typed).status_code for _n in range(7)]
    )

    assert (hashed, codes) == (5, [200] * 5 + [429] * 2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_tries_at_the_same_moment_no_more_are_allowed():
    allowed = throttle.Allowed(throttle.key("x"), free=5)

    def attempt(_number):
        try:
            throttle.take([allowed])
        except throttle.TooMany:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(24)))

    assert sum(outcomes) == 5
