"""Passwords are chosen by link: given out by an administrator, or asked for by mail."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import links
from accounts.models import Invitation, WantedLink
from tests.accounts.signing import at, entries, is_in, owner, sign_in
from tests.admin.editing import said, superuser

pytestmark = pytest.mark.django_db
CHOSEN = "a-word-of-my-own-choice"


def invited(name="newcomer", **values):
    user = User.objects.create_user(name, is_staff=True, email=f"{name}@example.org", **values)
    return links.invite(user, by="chief")


def path_of(invitation):
    return urlsplit(links.address_of(invitation)).path


def choose(client, path, password=CHOSEN):
    return client.post(path, {"new_password1": password, "new_password2": password}, follow=True)


def test_an_administrator_adds_somebody_and_hands_a_link_over():
    chief, editor = superuser(), Group.objects.get(name="Editor")
    typed = {"username": "newcomer", "email": "new@example.org", "groups": [editor.pk]}

    page = chief.post("/admin/auth/user/add/", typed, follow=True)

    user = User.objects.get(username="newcomer")
    (link,) = re.findall(r"http://127\.0\.0\.1:\d+(/admin/password/[^<]+)", page.content.decode())
    assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, False, False)
    assert list(user.groups.all()) == [editor]
    assert b"/admin/password/" not in chief.get(page.request["PATH_INFO"]).content  # shown once
    assert link == path_of(Invitation.objects.get())


def test_where_mail_is_set_up_the_link_goes_to_the_person_alone(settings, django_capture_on_commit_callbacks):
    settings.SENDS_MAIL = True
    chief = superuser()
    typed = {"username": "newcomer", "email": "new@example.org"}

    with django_capture_on_commit_callbacks(execute=True):
        chief.post("/admin/auth/user/add/", typed)
    page = chief.get(f"/admin/auth/user/{User.objects.get(username='newcomer').pk}/access/")

    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (
        ["new@example.org"],
        "Your account at International Space Cooperation",
    )
    assert path_of(Invitation.objects.get()) in letter.body
    assert b"/admin/password/" not in page.content


def test_the_person_chooses_a_password_and_comes_in():
    path, person = path_of(invited()), at()

    page = choose(person, path)

    assert (said(page), page.redirect_chain) == (
        "Your password is set. Sign in with it.",
        [("/admin/login/", 302)],
    )
    assert sign_in(person, "newcomer", CHOSEN).status_code == 302
    assert is_in(person)


@pytest.mark.parametrize("weak", ["short-1", "newcomer-1", "password123", "83659274650917"])
def test_a_weak_password_is_refused_and_the_link_stays_good(weak):
    path = path_of(invited())

    page = choose(at(), path, weak)

    assert page.context["form"].errors
    assert at().get(path).status_code == 200


def test_a_link_is_good_once():
    path = path_of(invited())
    choose(at(), path)

    again = choose(at(), path, "another-word-of-mine")

    assert again.status_code == 410
    assert User.objects.get(username="newcomer").check_password(CHOSEN)


def spoilt(how):
    """The path of a link that is not good, and why."""
    invitation = invited()
    path = path_of(invitation)
    if how == "run out":
        Invitation.objects.update(until=timezone.now())
    if how == "revoked":
        links.revoke(invitation.user)
    if how == "made anew":
        links.invite(invitation.user, by="chief")
    if how == "not active":
        User.objects.update(is_active=False)
    return {"forged": path[:-5] + "AAAA/", "of nothing": "/admin/password/x/"}.get(how, path)


@pytest.mark.parametrize("how", ["run out", "revoked", "made anew", "not active", "forged", "of nothing"])
def test_a_link_that_is_not_good_opens_nothing(how):
    path = spoilt(how)

    answers = [at().get(path), choose(at(), path)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert not User.objects.get(username="newcomer").has_usable_password()


def test_a_link_is_good_for_seven_days():
    assert timedelta(days=6, hours=23) < invited().until - timezone.now() <= timedelta(days=7)


def test_the_page_of_a_link_is_kept_nowhere_and_told_to_nobody():
    response = at().get(path_of(invited()))

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


def test_who_chooses_a_password_anew_ends_the_sessions_that_were_open():
    user, other = owner(), at()
    sign_in(other)

    choose(at(), path_of(links.invite(user, by="chief")))

    assert not is_in(other)


def test_an_owner_at_a_new_device_comes_in_by_a_link_while_strangers_try_passwords():
    user, device = owner(), at("192.0.2.1")
    for number in range(5):
        sign_in(at(f"198.51.100.{number}"), password="wrong")
    refused = sign_in(device).status_code

    choose(device, path_of(links.invite(user, by="chief")))

    assert (refused, sign_in(device, password=CHOSEN).status_code) == (429, 302)


def test_an_administrator_revokes_a_link_and_sees_that_it_is_gone():
    invitation, chief = invited(), superuser()
    url = f"/admin/auth/user/{invitation.user.pk}/access/"

    page = chief.post(url, {"step": "revoke"}, follow=True)

    assert said(page) == "The link leads nowhere now."
    assert page.context["invitation"] is None


def test_nobody_sets_the_password_of_somebody_else():
    user, chief = owner(), superuser()

    codes = [
        chief.get(f"/admin/auth/user/{user.pk}/password/").status_code,
        chief.post(f"/admin/auth/user/{user.pk}/change/", {"password": "x", "password1": "x"}).status_code,
    ]

    before = user.password
    user.refresh_from_db()
    assert (codes[0], user.password) == (302, before)  # “password” is no page: a key of nobody


@pytest.mark.parametrize("key", ["x", "0", "9" * 30, "-1", "1.5", "%00"])
def test_the_page_of_nobody_is_missing(key):
    assert superuser().get(f"/admin/auth/user/{key}/access/").status_code == 404


def test_a_step_that_there_is_not_is_missing():
    url = f"/admin/auth/user/{owner().pk}/access/"

    assert superuser().post(url, {"step": "dance"}).status_code == 404


# -- forgotten


def ask(client, email):
    return client.post("/admin/login/forgotten/", {"email": email})


def test_the_way_to_a_new_password_is_there_only_where_mail_is_set_up(settings):
    pages = {}
    for sends in (False, True):
        settings.SENDS_MAIL = sends
        login = at().get("/admin/login/").content
        pages[sends] = (b"/admin/login/forgotten/" in login, at().get("/admin/login/forgotten/").status_code)

    assert pages == {False: (False, 404), True: (True, 200)}


def test_every_address_gets_the_same_answer_for_the_same_work(settings):
    settings.SENDS_MAIL = True
    owner()
    answers = []
    for number, email in enumerate(["owner@example.org", "nobody@example.org"]):
        with CaptureQueriesContext(connection) as queries:
            response = ask(at(f"198.51.100.{number}"), email)
        answers.append((len(queries), response.status_code, response.url, len(mail.outbox)))

    assert answers[0] == answers[1]
    assert answers[0][1:] == (302, "/admin/login/", 0)


def test_the_worker_sends_the_links_to_those_who_have_an_account(settings):
    settings.SENDS_MAIL = True
    owner(), owner("left", is_active=False), invited()
    for email in ("OWNER@example.org", "left@example.org", "newcomer@example.org", "nobody@example.org"):
        ask(at(), email)

    call_command("send_links")

    assert [letter.to for letter in mail.outbox] == [["owner@example.org"]]
    assert WantedLink.objects.count() == 0
    choose(at(), re.search(r"/admin/password/\S+", mail.outbox[0].body).group())
    assert sign_in(at(), password=CHOSEN).status_code == 302


def test_a_link_that_was_asked_for_is_good_for_a_day(settings):
    settings.SENDS_MAIL = True
    owner()
    ask(at(), "owner@example.org")
    call_command("send_links")

    left = Invitation.objects.get().until - timezone.now()

    assert timedelta(hours=23) < left <= timedelta(days=1)


def test_a_mailbox_is_not_filled_by_strangers(settings):
    settings.SENDS_MAIL = True
    owner()

    codes = [ask(at(f"198.51.100.{number}"), "owner@example.org").status_code for number in range(7)]

    assert codes == [302] * 5 + [429] * 2


# -- by command


def test_a_command_prints_a_link(capsys):
    owner()

    call_command("invite", "owner")

    choose(at(), urlsplit(capsys.readouterr().out.strip()).path)
    assert sign_in(at(), password=CHOSEN).status_code == 302


def test_a_command_names_the_account_that_there_is_not():
    with pytest.raises(CommandError, match="There is no active account “nobody”"):
        call_command("invite", "nobody")


def test_what_the_log_tells_of_a_link():
    invitation, chief = invited(), superuser()
    url = f"/admin/auth/user/{invitation.user.pk}/access/"
    chief.post(url, {"step": "link"})
    choose(at(), path_of(Invitation.objects.get()))

    assert [entry for entry in entries("kind", "account", "by") if entry[1] == "newcomer"] == [
        ("invited", "newcomer", "chief"),
        ("invited", "newcomer", "chief"),
        ("invitation-taken", "newcomer", "newcomer"),
    ]
