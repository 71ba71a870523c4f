"""The account log: what happened, to whom, by whom, and from which network.

Who acts is known while a request to the desk is answered (`acting`). What a migration, a command
or a shell does to accounts is noted only where it says so itself.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from django.contrib.auth import get_user_model

from accounts import devices, places
from accounts.models import Entry

_request = ContextVar("request of the one who acts", default=None)


@contextmanager
def acting(request):
    """Within, what changes is noted as done by the person who asks."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def is_acting():
    return _request.get() is not None


def note(kind, account="", *, detail="", by="", request=None):
    """Add an entry about the account, a user or a name. `by` is whoever acts unless it is said."""
    request = request or _request.get()
    values = {"address": "", "device": ""}
    if request is not None:
        address = places.shortened(places.address_of(request))
        values = {"address": address, "device": devices.described(request)}
        by = by or name_of(getattr(request, "user", None))
    return Entry.objects.create(
        kind=kind, account=name_of(account), by=by, detail=cut("detail", detail), **values
    )


def known(username):
    """The name if there is such an account: another may be a password, typed into the wrong field."""
    users = get_user_model()
    return username if users.objects.filter(**{users.USERNAME_FIELD: username}).exists() else ""


def name_of(account):
    return account if isinstance(account, str) else getattr(account, "username", "") or ""


def cut(field, text):
    longest = Entry._meta.get_field(field).max_length
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
