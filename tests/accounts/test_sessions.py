"""Where somebody is signed in: listed, and ended."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from accounts.models import OpenSession
from tests.accounts.signing import PASSWORD, at, entries, is_in, owner, sign_in, sign_out
from tests.admin.editing import said, superuser

pytestmark = pytest.mark.django_db
PAGE = "/admin/account/"


def signed_in(address="203.0.113.7", name="owner"):
    client = at(address)
    sign_in(client, name)
    return client


def listed(client):
    """(network, whether it is this one) of each session on the page."""
    context = client.get(PAGE).context
    return sorted((each.address, each.pk == context["this"]) for each in context["sessions"])


def test_the_page_lists_where_one_is_signed_in_and_nobody_elses_sessions():
    owner(), owner("other")
    client, _second, _other = signed_in(), signed_in("198.51.100.1"), signed_in("192.0.2.1", "other")

    page = client.get(PAGE)

    assert listed(client) == [("198.51.100.0/24", False), ("203.0.113.0/24", True)]
    assert page.content.count(b"This session") == 1
    assert b"Firefox, Linux" in page.content
    assert b"203.0.113.7" not in page.content
    assert not any(key.encode() in page.content for key in Session.objects.values_list("pk", flat=True))


def test_one_session_is_ended_and_the_others_stay():
    owner()
    first, second, third = signed_in(), signed_in("198.51.100.1"), signed_in("192.0.2.1")
    number = next(each.number for each in OpenSession.objects.all() if each.address == "198.51.100.0/24")

    page = first.post(PAGE, {"session": number}, follow=True)

    assert said(page) == "Sessions ended: 1."
    assert [is_in(client) for client in (first, second, third)] == [True, False, True]


def test_all_others_are_ended():
    owner(), owner("other")
    first, second, other = signed_in(), signed_in("198.51.100.1"), signed_in(name="other")

    first.post(PAGE)

    assert [is_in(client) for client in (first, second, other)] == [True, False, True]
    assert entries("kind", "account", "by", "detail")[-1] == ("session-ended", "owner", "owner", "1")


@pytest.mark.parametrize("typed", ["x", "0" * 40, "\0"])
def test_a_session_of_somebody_else_or_of_nobody_is_not_ended(typed):
    owner(), owner("other")
    first, other = signed_in(), signed_in(name="other")
    strange = OpenSession.objects.get(user__username="other").number

    for number in (typed, strange):
        first.post(PAGE, {"session": number})

    assert [is_in(client) for client in (first, other)] == [True, True]


def test_whoever_signs_out_leaves_the_list():
    owner()
    first, second = signed_in(), signed_in("198.51.100.1")

    sign_out(second)

    assert listed(first) == [("203.0.113.0/24", True)]


def test_a_password_that_is_changed_ends_all_other_sessions():
    owner()
    first, second = signed_in(), signed_in("198.51.100.1")
    typed = {"old_password": PASSWORD, "new_password1": "an-other-word", "new_password2": "an-other-word"}

    first.post("/admin/password_change/", typed)

    assert [is_in(client) for client in (first, second)] == [True, False]
    assert listed(first) == [("203.0.113.0/24", True)]


def test_when_a_session_was_last_seen_is_noted_now_and_then():
    owner()
    client = signed_in()
    long_ago = timezone.now() - timedelta(hours=1)
    OpenSession.objects.update(seen_at=long_ago)

    client.get("/admin/")
    soon_after = OpenSession.objects.get().seen_at
    cache.clear()
    client.get("/admin/")

    assert soon_after == long_ago
    assert timezone.now() - OpenSession.objects.get().seen_at < timedelta(minutes=1)


def test_sessions_that_ran_out_are_not_listed_and_leave_no_row():
    owner()
    first = signed_in()
    signed_in("198.51.100.1")
    Session.objects.filter(opened__address="198.51.100.0/24").update(expire_date=timezone.now())

    shown = listed(first)
    call_command("clearsessions")

    assert (shown, OpenSession.objects.count()) == ([("203.0.113.0/24", True)], 1)


def test_an_administrator_ends_somebodys_sessions():
    user, chief = owner(), superuser()
    client = signed_in()
    url = f"/admin/auth/user/{user.pk}/access/"

    seen = chief.get(url).content.decode()
    chief.post(url, {"step": "end"})

    assert "203.0.113.0/24" in seen
    assert not is_in(client)
    assert is_in(chief)


def test_the_public_site_notes_nothing(client, django_assert_num_queries):
    owner()
    client = signed_in()
    cache.clear()
    OpenSession.objects.update(seen_at=timezone.now() - timedelta(hours=1))

    client.get("/about/")

    assert timezone.now() - OpenSession.objects.get().seen_at > timedelta(minutes=59)
