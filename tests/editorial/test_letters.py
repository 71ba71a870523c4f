"""Mail to the next person: one letter each, after the step, with nobody else's address in it."""

import smtplib
from functools import partial

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction

from editorial import review
from tests import records
from tests.admin.editing import address, person
from tests.editorial.changing import draft

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sends_mail(settings):
    settings.SENDS_MAIL, settings.SITE_ADDRESS = True, "https://atlas.test"


@pytest.fixture
def once_committed(django_capture_on_commit_callbacks):
    """A block at whose end what waits for the commit happens."""
    return partial(django_capture_on_commit_callbacks, execute=True)


def colleague(*roles, name="", email=None, active=True):
    user = person(*roles)
    user.pk, user.username = None, name
    user._state.adding, user.is_active = True, active
    user.email = f"{name}@atlas.test" if email is None else email
    user.save()
    user.groups.set(person(*roles).groups.all())
    return user


@pytest.fixture
def author():
    return colleague("Author", name="ada")


def drafted(author, name="Webb"):
    mission = records.mission(name=name)
    draft(mission, by=author, summary="A telescope.")
    return mission


def recipients():
    return sorted(letter.to for letter in mail.outbox)


def test_those_who_may_approve_are_told_of_what_waits(author, once_committed):
    colleague("Editor", name="vera")
    mission = drafted(author)

    with once_committed():
        review.submit(mission, by=author, comment="Please look.")

    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["vera@atlas.test"], "Webb waits for your review")
    assert letter.body == f"Please look.\n\nhttps://atlas.test{address(mission)}\n"


def test_each_gets_a_letter_of_their_own(author, once_committed):
    for name in ("vera", "noor"):
        colleague("Editor", "Publisher", name=name)
    mission = drafted(author)

    with once_committed():
        review.submit(mission, by=author)

    assert recipients() == [["noor@atlas.test"], ["vera@atlas.test"]]
    for letter in mail.outbox:
        others = {"noor@atlas.test", "vera@atlas.test"} - set(letter.to)
        assert not [other for other in others if other in letter.message().as_string()]
        assert (letter.cc, letter.bcc) == ([], [])


def test_who_took_the_step_and_who_cannot_take_the_next_gets_none(author, once_committed):
    vera = colleague("Editor", name="vera")
    colleague("Editor", name="gone", active=False)
    colleague("Editor", name="unreachable", email="")
    colleague("Author", name="other")

    with once_committed():
        review.submit(drafted(author), by=vera)

    assert mail.outbox == []


def test_the_author_is_told_what_is_to_be_done(author, once_committed):
    vera, mission = colleague("Editor", name="vera"), drafted(author)
    review.submit(mission, by=author)

    with once_committed():
        review.send_back(mission, by=vera, comment="Which telescope?")

    [letter] = mail.outbox
    assert (letter.to, letter.subject) == (["ada@atlas.test"], "Webb was returned to you")
    assert letter.body.startswith("Which telescope?\n")


def test_those_who_may_publish_are_told_of_an_approval(author, once_committed):
    vera, mission = colleague("Editor", name="vera"), drafted(author)
    colleague("Publisher", name="noor")
    review.submit(mission, by=author)

    with once_committed():
        review.approve(mission, by=vera)

    assert recipients() == [["noor@atlas.test"]]
    assert mail.outbox[0].subject == "Webb is approved"


def test_where_no_mail_is_set_up_none_is_sent(author, once_committed, settings):
    settings.SENDS_MAIL = False
    colleague("Editor", name="vera")

    with once_committed():
        review.submit(drafted(author), by=author)

    assert mail.outbox == []


def test_a_step_that_is_taken_back_sends_no_letter(author, once_committed):
    colleague("Editor", name="vera")
    mission = drafted(author)

    with once_committed(), transaction.atomic():
        review.submit(mission, by=author)
        transaction.set_rollback(True)

    assert (mail.outbox, review.of(mission)) == ([], None)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\N{LINE SEPARATOR}", "\x0b"])
def test_a_name_cannot_write_headers(end, author, once_committed):
    colleague("Editor", name="vera")
    mission = drafted(author, name=f"Webb{end}Bcc: mallory@evil.test")

    with once_committed():
        review.submit(mission, by=author)

    [letter] = mail.outbox
    assert letter.message().get_all("Bcc") is None
    assert letter.recipients() == ["vera@atlas.test"]
    assert letter.subject == "Webb Bcc: mallory@evil.test waits for your review"


def test_a_name_with_signs_of_a_format_stays_a_name(author, once_committed):
    colleague("Editor", name="vera")

    with once_committed():
        review.submit(drafted(author, name="100 % %(record)s"), by=author)

    assert mail.outbox[0].subject == "100 % %(record)s waits for your review"


class Refusing(EmailBackend):
    def send_messages(self, messages):
        if "vera" in messages[0].to[0]:
            raise smtplib.SMTPRecipientsRefused({})
        return super().send_messages(messages)


def test_a_letter_that_cannot_be_delivered_stops_nothing(author, once_committed, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    for name in ("vera", "noor"):
        colleague("Editor", name=name)
    mission = drafted(author)

    with once_committed():
        review.submit(mission, by=author)

    assert (recipients(), review.of(mission).state) == ([["noor@atlas.test"]], "submitted")
    assert [record.message for record in caplog.records] == ["A letter could not be delivered."]
