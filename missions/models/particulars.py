"""What a mission carries, flies under and went through."""

import re

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models import Publishable, Sourced, SourcedQuerySet
from partners.models import Country
from treaties.models import Treaty


class InstrumentQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, mission, acronym, name):
        return self.get(mission__slug=mission, acronym=acronym, name=name)

    def public(self):
        """Asked of each, not joined: so a list of many is read in the order of an index."""
        return self.filter(Exists(of_their_missions().filter(state=Publishable.State.PUBLISHED)))

    def from_a_to_z(self):
        return self.order_by("acronym", "name", "pk")

    def built_by(self, text):
        """Those whose builder is written with every word of the text, each as a whole word."""
        found = self
        for word in re.findall(r"\w+", text)[:10]:
            found = found.filter(builder__iregex=rf"(^|\W){word}($|\W)")
        return found

    def for_listing(self):
        shown = self.select_related("mission").defer("mission__body")
        return shown.prefetch_related("countries").with_citations()


def of_their_missions():
    return apps.get_model("missions", "Mission").objects.filter(pk=OuterRef("mission"))


class Instrument(Sourced):
    """An instrument or payload of a mission and who built it."""

    mission = models.ForeignKey(
        "missions.Mission", models.CASCADE, related_name="instruments", verbose_name=_("mission")
    )
    acronym = models.CharField(_("acronym"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=60)
    builder = models.CharField(_("built by"), max_length=250, blank=True)
    countries = models.ManyToManyField(
        Country, blank=True, related_name="instruments", verbose_name=_("countries")
    )

    belongs_to = "mission"
    told_apart_by = ("acronym",)
    translatable = ("name", "kind")

    objects = InstrumentQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ["mission__name", "acronym"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "acronym", "name"],
                name="instrument_once_per_mission",
                violation_error_message=_("This mission already has this instrument."),
            )
        ]
        indexes = [models.Index(fields=["acronym", "name", "id"], name="instrument_from_a_to_z")]

    def __str__(self):
        return f"{self.acronym} ({self.mission})"

    def natural_key(self):
        return (self.mission.slug, self.acronym, self.name)

    natural_key.dependencies = ["missions.mission", "partners.country"]


class AgreementQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, mission, title):
        return self.get(mission__slug=mission, title=title)

    def of_missions(self, missions):
        """Those under which the missions fly, with what a list shows of them, earliest first."""
        found = self.filter(mission__in=missions).select_related("mission", "treaty")
        return found.with_citations().order_by(F("signed").asc(nulls_last=True), "title", "mission__name")


class Agreement(Sourced):
    """An agreement under which a mission flies: a memorandum, a treaty, a decision."""

    class Kind(models.TextChoices):
        AGENCY = "agency", _("agreement between agencies")
        MEMORANDUM = "memorandum", _("memorandum of understanding")
        BILATERAL = "bilateral", _("bilateral agreement")
        TREATY = "treaty", _("multilateral treaty")
        PROGRAMME = "programme", _("programme or decision of an organisation")
        REGULATION = "regulation", _("regulation of the European Union")
        COMMERCIAL = "commercial", _("commercial agreement")
        BARTER = "barter", _("barter")

    mission = models.ForeignKey(
        "missions.Mission", models.CASCADE, related_name="agreements", verbose_name=_("mission")
    )
    title = models.CharField(_("title"), max_length=250)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    signed = dates.date_field(_("date"))
    signed_precision = dates.precision_field()
    treaty = models.ForeignKey(
        Treaty,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("treaty"),
        help_text=_("Where the agreement has a page of its own here."),
    )

    belongs_to = "mission"
    told_apart_by = ("title",)
    translatable = ("title",)

    objects = AgreementQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["signed", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "title"],
                name="agreement_once_per_mission",
                violation_error_message=_("This mission already has this agreement."),
            ),
            *dates.date_constraints("agreement", "signed", _("date")),
        ]

    def __str__(self):
        return self.title

    def natural_key(self):
        return (self.mission.slug, self.title)

    natural_key.dependencies = ["missions.mission", "treaties.treaty"]


class MilestoneQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, mission, event):
        return self.get(mission__slug=mission, event=event)


class Milestone(Sourced):
    """Something that happened in a mission's life, with its date."""

    mission = models.ForeignKey(
        "missions.Mission", models.CASCADE, related_name="milestones", verbose_name=_("mission")
    )
    date = dates.date_field(_("date"))
    date_precision = dates.precision_field(default=dates.Precision.DAY)
    event = models.CharField(_("event"), max_length=250)

    belongs_to = "mission"
    told_apart_by = ("event",)
    translatable = ("event",)

    objects = MilestoneQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["date", "event"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "event"],
                name="milestone_once_per_mission",
                violation_error_message=_("This mission already has this milestone."),
            ),
            *dates.date_constraints("milestone", "date", _("date")),
        ]

    def __str__(self):
        return f"{dates.written(self.date, self.date_precision)}: {self.event}"

    def natural_key(self):
        return (self.mission.slug, self.event)

    natural_key.dependencies = ["missions.mission"]
