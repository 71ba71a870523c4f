"""Mail to the next person, sent once the step that it tells of is committed."""

import logging
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from editorial.rights import those_who_may

log = logging.getLogger("editorial.letters")


def to_those_who_may(step, record, subject, *, by, text):
    """To everybody who may take the next step, but for the one who took this one."""
    addresses = those_who_may(step, record).exclude(pk=by.pk).exclude(email="")
    post(list(addresses.values_list("email", flat=True)), record, subject, text)


def to(username, record, subject, *, text):
    accounts = get_user_model().objects.filter(username=username, is_active=True).exclude(email="")
    post(list(accounts.values_list("email", flat=True)), record, subject, text)


def post(addresses, record, subject, text):
    """A letter to each, so that nobody reads the others' addresses."""
    if not settings.SENDS_MAIL:
        return
    title = " ".join((subject % {"record": record}).split())
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    body = f"{text}\n\n{settings.SITE_ADDRESS}{reverse(name, args=[record.pk])}\n".lstrip()
    for address in addresses:
        transaction.on_commit(partial(deliver, title, body, address))


def deliver(title, body, address):
    """The step stands, whatever becomes of the letter."""
    try:
        send_mail(title, body, None, [address])
    except OSError:
        log.exception("A letter could not be delivered.")
