"""What somebody shows beside the password: codes of an app, passkeys, and recovery codes."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RequiredSecondFactor(models.Model):
    """A group whose members do nothing at the desk before they have a second factor."""

    group = models.OneToOneField(
        Group, models.CASCADE, primary_key=True, related_name="required_factor", verbose_name=_("group")
    )

    class Meta:
        verbose_name = _("required second factor")
        verbose_name_plural = _("required second factors")
        default_permissions = ()

    def __str__(self):
        return str(self.group)


class AuthenticatorApp(models.Model):
    """The secret that an app on somebody's phone shares with us, from which both make the same six digits."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="authenticator_app",
        verbose_name=_("account"),
    )
    secret = models.CharField(_("secret"), max_length=64)
    last_step = models.BigIntegerField(_("last step used"), default=0)
    made_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("authenticator app")
        verbose_name_plural = _("authenticator apps")
        default_permissions = ()

    def __str__(self):
        return str(self.user)


class Passkey(models.Model):
    """The public half of a key that a phone, a computer or a stick of somebody holds."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="passkeys", verbose_name=_("account")
    )
    name = models.CharField(_("name"), max_length=60, help_text=_("By which you know it again: “my phone”."))
    credential = models.CharField(_("credential"), max_length=1400, unique=True)
    public_key = models.TextField(_("public key"))
    counter = models.BigIntegerField(_("counter"), default=0)
    site = models.CharField(_("name of the site"), max_length=253)
    made_at = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("passkey")
        verbose_name_plural = _("passkeys")
        default_permissions = ()
        ordering = ["made_at", "pk"]

    def __str__(self):
        return self.name


class RecoveryCode(models.Model):
    """The digest of a code that lets its owner in once, in place of the second factor."""

    digest = models.CharField(_("digest"), max_length=64, primary_key=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes", verbose_name=_("account")
    )

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        default_permissions = ()

    def __str__(self):
        return str(self.user)
