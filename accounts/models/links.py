"""Links by which somebody chooses a password."""

from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LASTS = timedelta(days=7)


def a_week_from_now():
    return timezone.now() + LASTS


class Invitation(models.Model):
    """A link that was given to somebody to choose a password for an account; used once, it is gone."""

    key = models.UUIDField(_("key"), primary_key=True, default=uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitation", verbose_name=_("account")
    )
    by = models.CharField(_("invited by"), max_length=150)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    until = models.DateTimeField(_("valid until"), default=a_week_from_now)
    sent_at = models.DateTimeField(_("sent by mail"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        default_permissions = ()

    def __str__(self):
        return str(self.user)

    @property
    def is_valid(self):
        return self.until > timezone.now()


class WantedLink(models.Model):
    """A mail address to which somebody wants a link; whether there is such an account is looked up later.

    What answers the request thus takes the same time for every address.
    """

    email = models.EmailField(_("mail address"), max_length=254)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("wanted link")
        verbose_name_plural = _("wanted links")
        default_permissions = ()

    def __str__(self):
        return self.email
