"""What the machine keeps for itself: the generation, what was shipped, who works in the background."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Generation(models.Model):
    """One number, raised by database triggers with every change of what the site says."""

    number = models.BigIntegerField(_("number"), default=1)

    class Meta:
        verbose_name = _("content generation")
        verbose_name_plural = _("content generation")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_generation_row"),
        ]

    def __str__(self):
        return str(self.number)


class Touched(models.Model):
    """A record that a change touched, itself or one of its rows, and the generation that the change made.

    Written by database triggers. Whoever keeps something of a record in memory reads here what to
    read anew; the worker takes away what is older than any memory.
    """

    generation = models.BigIntegerField(_("generation"), db_index=True)
    part = models.CharField(_("table"), max_length=63)
    record = models.UUIDField(_("record"), null=True)

    class Meta:
        verbose_name = _("touched record")
        verbose_name_plural = _("touched records")
        default_permissions = ()

    def __str__(self):
        return f"{self.generation}: {self.part} {self.record}"


class Shipped(models.Model):
    """The digest of a record as the project shipped it: an editor's work differs from it."""

    record = models.UUIDField(_("record"), primary_key=True)
    model = models.CharField(_("kind of record"), max_length=60)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("shipped record")
        verbose_name_plural = _("shipped records")
        default_permissions = ()

    def __str__(self):
        return f"{self.model} {self.record}"


class Lease(models.Model):
    """Who may do the background work, and until when: one worker at a time over all nodes."""

    name = models.CharField(_("name"), max_length=40, primary_key=True)
    holder = models.CharField(_("holder"), max_length=120)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")
        default_permissions = ()

    def __str__(self):
        return f"{self.name}: {self.holder}"
