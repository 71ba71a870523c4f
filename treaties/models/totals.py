from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.models import Sourced, SourcedQuerySet
from treaties.models.standing import Status
from treaties.models.treaty import Treaty


class PrintedTotalQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, treaty, status, as_of):
        return self.get(treaty__slug=treaty, status=status, as_of=as_of)

    def for_page(self):
        return self.with_citations()


class PrintedTotal(Sourced):
    """How many parties or signatories a source prints for a day, beside what its acts add up to here."""

    treaty = models.ForeignKey(
        Treaty, models.CASCADE, related_name="printed_totals", verbose_name=_("treaty")
    )
    status = models.CharField(_("status"), max_length=9, choices=Status)
    as_of = models.DateField(_("as of"))
    number = models.PositiveSmallIntegerField(_("number"))
    remark = models.CharField(
        _("remark"), max_length=300, blank=True, help_text=_("Why our acts add up to another number.")
    )

    belongs_to = "treaty"
    told_apart_by = ("status", "as_of")
    translatable = ("remark",)

    objects = PrintedTotalQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("printed total")
        verbose_name_plural = _("printed totals")
        ordering = ["as_of", "status"]
        constraints = [
            models.UniqueConstraint(
                fields=["treaty", "status", "as_of"],
                name="printed_total_once_per_status_and_day",
                violation_error_message=_("This total of that day is already recorded."),
            )
        ]

    def __str__(self):
        return f"{self.treaty}: {self.get_status_display()}, {self.as_of}"

    def natural_key(self):
        return (self.treaty.slug, self.status, self.as_of.isoformat())

    natural_key.dependencies = ["treaties.treaty"]
