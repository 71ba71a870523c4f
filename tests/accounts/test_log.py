"""The account log: what happened, to whom, by whom, from which network."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from accounts import log
from accounts.models import Entry
from tests.accounts.signing import PASSWORD, at, entries, owner, sign_in, sign_out
from tests.admin.editing import filled, superuser

pytestmark = pytest.mark.django_db


def since(step):
    """What the step adds to the log."""
    before = Entry.objects.count()
    step()
    return entries("kind", "account", "by", "detail")[before:]


def test_who_comes_and_goes_is_noted_with_network_and_browser():
    owner()
    client = at("203.0.113.77")

    sign_in(client, password="wrong")
    sign_in(client)
    sign_out(client)

    assert entries("kind", "account", "by", "address", "device") == [
        ("failed", "owner", "", "203.0.113.0/24", "Firefox, Linux"),
        ("signed-in", "owner", "owner", "203.0.113.0/24", "Firefox, Linux"),
        ("signed-out", "owner", "owner", "203.0.113.0/24", "Firefox, Linux"),
    ]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("unix:", ""),
        ("", ""),
    ],
)
def test_of_an_address_the_network_is_kept(address, kept):
    sign_in(at(address), "nobody", "wrong")

    assert entries("address") == [(kept,)]


def test_a_name_that_is_nobodys_is_not_kept_for_it_may_be_a_password():
    sign_in(at(), "hunter2", "x")

    assert entries() == [("failed", "")]


def test_refusals_are_noted_once_for_each_try_that_came_before():
    owner()
    for _number in range(9):
        sign_in(at(), password="wrong")

    assert entries() == [("failed", "owner")] * 5 + [("refused", "owner")]


def test_who_may_not_see_the_desk_and_knows_the_password_is_noted():
    owner(is_staff=False)

    sign_in(at())

    assert entries("kind", "account", "detail") == [("failed", "owner", "not at the desk")]


def test_what_an_administrator_changes_of_an_account_is_noted():
    chief, user = superuser(), owner()
    url = f"/admin/auth/user/{user.pk}/change/"
    may = Permission.objects.get(codename="view_mission")
    typed = filled(chief, url, email="x@example.org", is_superuser="on", user_permissions=[may.pk])
    typed |= {"groups": [Group.objects.get(name=name).pk for name in ("Author", "Editor")]}
    del typed["is_active"]

    noted = since(lambda: chief.post(url, typed))

    assert noted == [
        ("deactivated", "owner", "chief", ""),
        ("named", "owner", "chief", "email"),
        ("rights", "owner", "chief", "+ superuser"),
        ("rights", "owner", "chief", "+ Author + Editor"),
        ("rights", "owner", "chief", "+ view_mission"),
    ]


def test_what_is_taken_from_an_account_is_noted():
    chief, user = superuser(), owner()
    user.groups.add(Group.objects.get(name="Author"))
    url = f"/admin/auth/user/{user.pk}/change/"
    typed = filled(chief, url)
    del typed["groups"]

    assert since(lambda: chief.post(url, typed)) == [("rights", "owner", "chief", "− Author")]


def test_accounts_that_come_and_go_are_noted():
    chief = superuser()

    made = since(lambda: chief.post("/admin/auth/user/add/", {"username": "x", "email": "x@example.org"}))
    key = User.objects.get(username="x").pk
    deleted = since(lambda: chief.post(f"/admin/auth/user/{key}/delete/", {"post": "yes"}))

    assert [(kind, account, by) for kind, account, by, _detail in (*made, *deleted)] == [
        ("made", "x", "chief"),
        ("invited", "x", "chief"),
        ("deleted", "x", "chief"),
    ]


def test_what_becomes_of_a_group_is_noted():
    chief = superuser()
    may = [Permission.objects.get(codename=name).pk for name in ("view_mission", "add_mission")]

    def steps():
        chief.post("/admin/auth/group/add/", {"name": "Watch", "permissions": may, "second_factor": "on"})
        url = f"/admin/auth/group/{Group.objects.get(name='Watch').pk}/"
        opened = filled(chief, f"{url}change/")["_opened"]
        chief.post(f"{url}change/", {"name": "Watch", "permissions": may[:1], "_opened": opened})
        chief.post(f"{url}delete/", {"post": "yes"})

    assert since(steps) == [
        ("group", "", "chief", "Watch: made"),
        ("group", "", "chief", "Watch: second factor required"),
        ("group", "", "chief", "Watch: + add_mission + view_mission"),
        ("group", "", "chief", "Watch: second factor no longer required"),
        ("group", "", "chief", "Watch: − add_mission"),
        ("group", "", "chief", "Watch: deleted"),
    ]


def test_a_password_that_is_changed_is_noted():
    owner()
    client = at()
    sign_in(client)
    typed = {"old_password": PASSWORD, "new_password1": "an-other-word", "new_password2": "an-other-word"}

    noted = since(lambda: client.post("/admin/password_change/", typed))

    assert noted == [("password", "owner", "owner", "")]


def test_what_a_command_does_to_a_group_is_not_taken_for_somebodys_step():
    Group.objects.get(name="Author").permissions.clear()

    assert entries() == []


# -- append only


def test_an_entry_is_never_changed_or_deleted():
    entry = log.note(Entry.Kind.SIGNED_IN, "owner")
    attempts = [
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(account="x"),
        lambda: Entry.objects.bulk_update([entry], ["account"]),
    ]

    for attempt in attempts:
        with pytest.raises(TypeError, match="never"), transaction.atomic():
            attempt()

    assert entries() == [("signed-in", "owner")]


def test_an_account_that_is_deleted_stays_in_the_log():
    user = owner()
    sign_in(at())

    user.delete()

    assert entries() == [("signed-in", "owner")]


def test_where_somebody_came_from_is_forgotten_after_ninety_days():
    owner()
    sign_in(at())
    for days in (89, 91):
        then = timezone.now() - timedelta(days=days)
        Entry.objects.create(kind="failed", account="owner", at=then, address="a", device="b")

    call_command("tidy_accounts")

    assert entries("kind", "address", "device") == [
        ("signed-in", "203.0.113.0/24", "Firefox, Linux"),
        ("failed", "a", "b"),
        ("failed", "", ""),
    ]


def test_an_administrator_reads_searches_and_narrows_the_log():
    owner()
    sign_in(at())
    chief = superuser()

    found = {
        query: chief.get(f"/admin/accounts/entry/?{query}").context["cl"].result_count
        for query in ("q=owner", "q=203.0.113", "q=nothing", "kind__exact=signed-in", "kind__exact=failed")
    }

    assert found == {
        "q=owner": 1,
        "q=203.0.113": 1,
        "q=nothing": 0,
        "kind__exact=signed-in": 2,
        "kind__exact=failed": 0,
    }
