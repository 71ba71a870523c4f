"""Links by which somebody chooses a password: given out, sent, taken up once, and revoked."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import log, sessions
from accounts.models import Entry, Invitation, WantedLink
from accounts.models.links import LASTS

signer = signing.Signer(salt="accounts.links")
OF_FORGOTTEN = timedelta(days=1)
Kind = Entry.Kind
logger = logging.getLogger("accounts.links")


@transaction.atomic
def invite(user, *, by, lasts=LASTS):
    """A new link for the account, in place of one that it had."""
    Invitation.objects.filter(user=user).delete()
    invitation = Invitation.objects.create(user=user, by=by, until=timezone.now() + lasts)
    log.note(Kind.INVITED, user, by=by)
    return invitation


def address_of(invitation):
    """The address that opens the page, signed: the row alone does not tell it."""
    token = signer.sign_object(str(invitation.pk))
    return settings.SITE_ADDRESS + reverse("admin:choose_password", args=[token])


def find(token):
    """The invitation that the link belongs to, or None if there is none that is good today."""
    try:
        key = signer.unsign_object(token)
    except signing.BadSignature:
        return None
    found = Invitation.objects.filter(pk=key, user__is_active=True).select_related("user").first()
    return found if found and found.is_valid else None


@transaction.atomic
def take_up(invitation, form):
    """Set the password that the form holds; False where the link was used in the meantime.

    Whoever is signed in to the account is asked to sign in again.
    """
    if not Invitation.objects.filter(pk=invitation.pk).delete()[0]:
        return False
    user = form.save()
    sessions.end(sessions.of(user))
    log.note(Kind.INVITATION_TAKEN, user, by=user.get_username())
    return True


@transaction.atomic
def revoke(user):
    """Whether there was a link to be revoked."""
    ended = bool(Invitation.objects.filter(user=user).delete()[0])
    if ended:
        log.note(Kind.INVITATION_ENDED, user)
    return ended


# -- by mail


def send(invitation):
    """The link by mail, and the moment noted; False where the letter could not be delivered."""
    user = invitation.user
    told = {"name": user.get_username(), "until": date_format(invitation.until, "j F Y, H:i")}
    told |= {"site": settings.SITE_NAME, "address": address_of(invitation)}
    try:
        send_mail(_("Your account at %(site)s") % told, letter(user) % told, None, [user.email])
    except OSError:
        logger.exception("A letter could not be delivered.")
        return False
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
    return True


def letter(user):
    if user.has_usable_password():
        first = _("A new password was asked for, for the account “%(name)s”.")
    else:
        first = _("You have an account, “%(name)s”.")
    return "\n\n".join(
        [
            first,
            _("Choose your password here, once, until %(until)s UTC:\n%(address)s"),
            _("If you did not expect this letter, leave it: nothing has changed."),
        ]
    )


def want(email):
    """Somebody wants a link at this address; the worker looks whether there is an account."""
    WantedLink.objects.create(email=email)


def send_wanted():
    """Send the links that are wanted; how many letters that were."""
    sent = 0
    for wanted in list(WantedLink.objects.order_by("at", "pk")):
        accounts = get_user_model().objects.filter(email__iexact=wanted.email, is_active=True, is_staff=True)
        for user in accounts:
            if user.has_usable_password() and user.email.casefold() == wanted.email.casefold():
                sent += send(invite(user, by="", lasts=OF_FORGOTTEN))
        wanted.delete()
    return sent
