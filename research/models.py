"""How results are shared: the consortia that earn access and the archives that give it."""

from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models import Publishable, PublishableQuerySet, Sourced, SourcedQuerySet
from missions.models import Instrument, Mission
from partners.models import Agency, Country
from research.periods import LENGTH


class ConsortiumQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def for_listing(self):
        return self.annotate(country_count=Count("countries")).order_by("name")

    def for_page(self):
        return self.with_citations().prefetch_related(
            "countries",
            Prefetch("agencies", Agency.objects.published().select_related("country")),
            Prefetch("missions", Mission.objects.published()),
            Prefetch(
                "instruments",
                Instrument.objects.public().for_listing(),
            ),
        )


class Consortium(Publishable):
    """Institutes of several countries that build instruments or process data together."""

    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=150, unique=True)
    summary = models.CharField(_("summary"), max_length=400)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    members = models.CharField(
        _("members, in words"), max_length=300, blank=True, help_text=_("As the consortium states them.")
    )
    countries = models.ManyToManyField(
        Country, blank=True, related_name="consortia", verbose_name=_("countries of its members")
    )
    agencies = models.ManyToManyField(
        Agency, blank=True, related_name="consortia", verbose_name=_("member agencies")
    )
    missions = models.ManyToManyField(
        Mission, blank=True, related_name="consortia", verbose_name=_("missions")
    )
    instruments = models.ManyToManyField(
        Instrument, blank=True, related_name="consortia", verbose_name=_("instruments")
    )
    guaranteed_time = models.TextField(
        _("guaranteed access"), blank=True, help_text=_("What access to the data its members have.")
    )
    founded = dates.date_field(_("founded"))
    founded_precision = dates.precision_field()
    website = models.URLField(_("website"), max_length=300, blank=True)

    translatable = ("name", "summary", "body", "members", "guaranteed_time")

    objects = ConsortiumQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("consortium")
        verbose_name_plural = _("consortia")
        ordering = ["name"]
        constraints = [
            *Publishable.Meta.constraints,
            *dates.date_constraints("consortium", "founded", _("founded")),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("research:consortium", args=[self.slug])


class ArchiveQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def for_listing(self):
        shown = Q(data_access__mission__state=Publishable.State.PUBLISHED)
        counted = self.select_related("operator").annotate(mission_count=Count("data_access", filter=shown))
        return counted.order_by("acronym")

    def for_page(self):
        return self.select_related("operator__country").with_citations()

    def operators(self):
        """How many public agencies operate them."""
        shown = self.filter(operator__state=Publishable.State.PUBLISHED)
        return shown.aggregate(number=Count("operator", distinct=True))["number"]


class Archive(Publishable):
    """A place where mission data are kept and given out."""

    class Access(models.TextChoices):
        OPEN = "open", _("open to all")
        REGISTRATION = "registration", _("open after registration")
        PROPRIETARY = "proprietary", _("open after a proprietary period")

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    acronym = models.CharField(_("acronym"), max_length=30)
    name = models.CharField(_("name"), max_length=150)
    operator = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="archives",
        verbose_name=_("operator"),
    )
    summary = models.CharField(_("what it holds"), max_length=400)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    access = models.CharField(_("access"), max_length=12, choices=Access)
    website = models.URLField(_("website"), max_length=300, blank=True)

    children = ("data_access",)
    translatable = ("name", "summary", "body")

    objects = ArchiveQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("archive")
        verbose_name_plural = _("archives")
        ordering = ["acronym"]
        constraints = [*Publishable.Meta.constraints]

    def __str__(self):
        return self.acronym

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("research:archive", args=[self.slug])


class DataAccessQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, mission, archive):
        return self.get(mission__slug=mission, archive__slug=archive)

    def public(self):
        shown = Publishable.State.PUBLISHED
        return self.filter(mission__state=shown, archive__state=shown)

    def with_archives(self):
        return self.select_related("archive").defer("archive__body")

    def for_listing(self):
        return self.with_archives().select_related("mission").defer("mission__body").with_citations()

    def launched_between(self, first_year=None, last_year=None):
        """Those of missions launched in these years, or planned for them."""
        missions = Mission.objects.launched_between(first_year, last_year)
        return self.filter(mission__in=missions) if first_year or last_year else self

    def with_length(self):
        """Each with `length`: under which of the periods it falls."""
        return self.annotate(length=LENGTH)


class DataAccess(Sourced):
    """When and under which terms the data of a mission are open, and in which archive."""

    class Period(models.TextChoices):
        STATED = "stated", _("a number of months")
        VARIES = "varies", _("not a single figure")
        UNKNOWN = "unknown", _("unknown")

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="data_access", verbose_name=_("mission")
    )
    archive = models.ForeignKey(
        Archive, models.CASCADE, related_name="data_access", verbose_name=_("archive")
    )
    period = models.CharField(_("proprietary period"), max_length=7, choices=Period, default=Period.UNKNOWN)
    proprietary_months = models.PositiveSmallIntegerField(
        _("months"), null=True, blank=True, help_text=_("0 where the data are open at once.")
    )
    policy = models.CharField(_("licence or policy"), max_length=200, blank=True)
    note = models.CharField(_("terms"), max_length=400, blank=True)

    belongs_to = "archive"
    told_apart_by = ("mission",)
    may_wait = True
    translatable = ("policy", "note")

    objects = DataAccessQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("data access")
        verbose_name_plural = _("data access")
        ordering = ["mission__name", "archive__acronym"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "archive"],
                name="data_access_once_per_archive",
                violation_error_message=_("This archive is already named for this mission."),
            ),
            models.CheckConstraint(
                condition=Q(period="stated", proprietary_months__isnull=False)
                | ~Q(period="stated") & Q(proprietary_months__isnull=True),
                name="data_access_months_if_stated",
                violation_error_code="proprietary_months",
                violation_error_message=_("Give the months if and only if the period is a number of months."),
            ),
        ]

    def __str__(self):
        return f"{self.mission}, {self.archive}"

    def natural_key(self):
        return (self.mission.slug, self.archive.slug)

    natural_key.dependencies = ["missions.mission", "research.archive"]
