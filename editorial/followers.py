"""What follows the content and must not fall behind it: brought up to date before a write ends.

Floors above register a function without arguments. It reads in the database what has changed, and
writes within the same transaction: if that is taken back, so is what followed.
"""

from contextlib import contextmanager

from django.db import transaction

_followers = []


def register(follow):
    if follow not in _followers:
        _followers.append(follow)


@contextmanager
def atomic():
    """An atomic block whose last step is to let everything follow; a decorator too."""
    with transaction.atomic():
        yield
        let_follow()


def let_follow():
    for follow in _followers:
        follow()
