"""The second factor: who has one, who must have one, and what takes its place when it is lost."""

from django.contrib.auth import get_user_model
from django.db import transaction

from accounts import log
from accounts.models import AuthenticatorApp, Entry, Passkey, RecoveryCode

KINDS = (AuthenticatorApp, Passkey)


def has(user):
    return any(kind.objects.filter(user=user).exists() for kind in KINDS)


def is_missing(user):
    """Whether a group of the person’s requires a second factor, and there is none."""
    wanting = get_user_model().objects.filter(pk=user.pk, groups__required_factor__isnull=False)
    return wanting.filter(authenticator_app__isnull=True, passkeys__isnull=True).exists()


@transaction.atomic
def remove_all(user, *, by=""):
    """Take away every second factor of the account, with its recovery codes; whether there was one."""
    removed = sum(kind.objects.filter(user=user).delete()[0] for kind in KINDS)
    RecoveryCode.objects.filter(user=user).delete()
    if removed:
        log.note(Entry.Kind.FACTOR_REMOVED, user, by=by, detail="*")
    return bool(removed)


@transaction.atomic
def remove(factor):
    """Take one second factor away; with the last one the recovery codes go too."""
    user = factor.user
    log.note(Entry.Kind.FACTOR_REMOVED, user, detail=str(factor._meta.verbose_name))
    factor.delete()
    if not has(user):
        RecoveryCode.objects.filter(user=user).delete()
