"""Recovery codes: ten for an account, shown once, each good once."""

import secrets

from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts import log
from accounts.models import Entry, RecoveryCode

LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none is taken for another
NUMBER, LENGTH = 10, 10


@transaction.atomic
def make(user):
    """New codes in place of those that there were."""
    found = [f"{word()}-{word()}" for _number in range(NUMBER)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(digest=digest(user, code), user=user) for code in found)
    log.note(Entry.Kind.CODES_MADE, user)
    return found


def word():
    return "".join(secrets.choice(LETTERS) for _letter in range(LENGTH // 2))


def accepts(user, typed, request):
    """Whether it is one of the person’s codes, which then is used up."""
    used = bool(RecoveryCode.objects.filter(digest=digest(user, typed), user=user).delete()[0])
    if used:
        log.note(Entry.Kind.CODE_USED, user, by=user.get_username(), request=request)
    return used


def digest(user, typed):
    plain = "".join(letter for letter in typed.lower() if letter.isalnum())
    return salted_hmac("accounts.codes", f"{user.pk}:{plain}", algorithm="sha256").hexdigest()
