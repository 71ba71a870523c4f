"""Who comes in: what may still be tried, what happened, and which sessions are open."""

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Allowance(models.Model):
    """How often something was tried, by a digest of who tried it, and when it may be tried again."""

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    at = models.DateTimeField(_("last tried"), db_index=True)
    opens_at = models.DateTimeField(_("may be tried again"))
    refused = models.PositiveSmallIntegerField(_("refused since"), default=0)

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")
        default_permissions = ()

    def __str__(self):
        return f"{self.key[:8]}: {self.tries}"


class EntryQuerySet(models.QuerySet):
    """Entries are added and read; all that is ever taken from one is where it came from."""

    def update(self, **values):
        raise TypeError("An entry of the account log is never changed.")

    def delete(self):
        raise TypeError("An entry of the account log is never deleted.")

    def forget_places(self, before):
        """Take address and device from the entries of that age; how many there were."""
        old = self.filter(at__lt=before).exclude(address="", device="")
        return super(EntryQuerySet, old).update(address="", device="")


class Entry(models.Model):
    """One thing that happened to an account, or to what accounts may do: written once, never changed."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", _("signed in")
        FAILED = "failed", _("sign-in failed")
        REFUSED = "refused", _("too many attempts: refused")
        SECOND_FAILED = "second-failed", _("second factor failed")
        SIGNED_OUT = "signed-out", _("signed out")
        SESSION_ENDED = "session-ended", _("session ended")
        PASSWORD = "password", _("password changed")
        FACTOR_ADDED = "factor-added", _("second factor added")
        FACTOR_REMOVED = "factor-removed", _("second factor removed")
        CODES_MADE = "codes-made", _("recovery codes made")
        CODE_USED = "code-used", _("recovery code used")
        INVITED = "invited", _("link to choose a password made")
        INVITATION_ENDED = "invitation-ended", _("link to choose a password revoked")
        INVITATION_TAKEN = "invitation-taken", _("link to choose a password used")
        MADE = "made", _("account made")
        DELETED = "deleted", _("account deleted")
        ACTIVATED = "activated", _("account activated")
        DEACTIVATED = "deactivated", _("account deactivated")
        NAMED = "named", _("name or mail address changed")
        RIGHTS = "rights", _("rights of an account changed")
        GROUP = "group", _("group changed")

    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    kind = models.CharField(_("what happened"), max_length=20, choices=Kind)
    account = models.CharField(_("account"), max_length=150, blank=True)
    by = models.CharField(_("by"), max_length=150, blank=True)
    detail = models.CharField(_("detail"), max_length=1000, blank=True)
    address = models.CharField(_("network"), max_length=45, blank=True)
    device = models.CharField(_("device"), max_length=60, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the account log")
        verbose_name_plural = _("entries of the account log")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at"], name="entry_newest"),
            models.Index(fields=["account", "-at"], name="entry_of_account"),
        ]

    def __str__(self):
        return " · ".join(filter(None, [self.get_kind_display(), self.account, self.detail]))

    def save(self, *args, **kwargs):
        if self.pk:
            raise TypeError("An entry of the account log is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("An entry of the account log is never deleted.")


class OpenSession(models.Model):
    """A session in which somebody is signed in: from what, from where, and when it was last used."""

    session = models.OneToOneField(
        Session, models.CASCADE, primary_key=True, related_name="opened", verbose_name=_("session")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="open_sessions", verbose_name=_("account")
    )
    device = models.CharField(_("device"), max_length=60, blank=True)
    address = models.CharField(_("network"), max_length=45, blank=True)
    began_at = models.DateTimeField(_("signed in"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)

    class Meta:
        verbose_name = _("open session")
        verbose_name_plural = _("open sessions")
        default_permissions = ()
        ordering = ["-seen_at", "pk"]

    def __str__(self):
        return " · ".join(filter(None, [self.device, self.address]))

    @property
    def number(self):
        """By what a page names the session: its key would open it."""
        return salted_hmac("accounts.sessions.number", self.pk).hexdigest()
