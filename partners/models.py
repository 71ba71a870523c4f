"""Who works together in space: countries, agencies and the members of organisations."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower, Upper
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models import ContentModel, Publishable, PublishableQuerySet, Sourced, SourcedQuerySet
from editorial.slugs import not_reserved


class CountryQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, iso3):
        return self.get(iso3=iso3)


class Country(Sourced):
    """A state, present or former, by its ISO 3166-1 codes and its United Nations name."""

    class Region(models.TextChoices):
        AFRICA = "africa", _("Africa")
        AMERICAS = "americas", _("Americas")
        ASIA = "asia", _("Asia")
        EUROPE = "europe", _("Europe")
        OCEANIA = "oceania", _("Oceania")

    iso3 = models.CharField(
        _("alpha-3 code"), max_length=3, unique=True, help_text=_("ISO 3166-1, or 3166-3 for a former state.")
    )
    iso2 = models.CharField(_("alpha-2 code"), max_length=2, blank=True)
    name = models.CharField(_("name"), max_length=100, unique=True, help_text=_("The everyday English name."))
    formal_name = models.CharField(
        _("United Nations name"), max_length=120, help_text=_("The short name that the United Nations use.")
    )
    region = models.CharField(_("region"), max_length=8, choices=Region, help_text=_("UN M49."))
    subregion = models.CharField(_("subregion"), max_length=60, blank=True)
    un_member = models.BooleanField(_("member of the United Nations"), default=True)
    copuos_since = models.PositiveSmallIntegerField(
        _("member of COPUOS since"), null=True, blank=True, help_text=_("Year.")
    )
    copuos_member = models.BooleanField(
        _("member of COPUOS"),
        default=False,
        help_text=_("Committee on the Peaceful Uses of Outer Space."),
    )
    until = models.DateField(_("existed until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    note = models.TextField(_("note"), blank=True)

    children = ("other_names",)
    translatable = ("name", "formal_name", "note")

    objects = CountryQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("iso3"), 3) & Exact(F("iso3"), Upper("iso3")),
                name="country_iso3_is_three_capitals",
                violation_error_code="iso3",
                violation_error_message=_("Three capital letters, as in ISO 3166-1."),
            ),
            models.CheckConstraint(
                condition=Q(copuos_since__isnull=True) | Q(copuos_member=True, copuos_since__gte=1958),
                name="country_copuos_since_1958",
                violation_error_code="copuos_since",
                violation_error_message=_("A member of COPUOS since 1958 at the earliest."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(until__isnull=False),
                name="country_successor_of_former_state",
                violation_error_code="successor",
                violation_error_message=_("Only a former state has a successor: say until when it existed."),
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.iso3,)

    def get_absolute_url(self):
        return reverse("countries:country", args=[self.iso3])

    def ceased(self, as_of=None):
        """Whether the state had ceased to exist on the day, today without one."""
        return bool(self.until and self.until <= (as_of or datetime.date.today()))


class CountryNameManager(models.Manager):
    def get_by_natural_key(self, name):
        return self.get(name=name)


class CountryName(ContentModel):
    """Another name by which a source writes a country, understood wherever names are read."""

    country = models.ForeignKey(
        Country, models.CASCADE, related_name="other_names", verbose_name=_("country")
    )
    name = models.CharField(_("name"), max_length=120, unique=True)

    belongs_to = "country"
    told_apart_by = ("name",)

    objects = CountryNameManager()

    class Meta(ContentModel.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.name,)


class AgencyQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def for_listing(self):
        return self.with_sourced().select_related("country", "successor").order_by(Lower("acronym"))

    def for_page(self):
        return (
            self.select_related("country", "parent", "successor")
            .prefetch_related("predecessors__country")
            .with_citations()
        )


class Agency(Publishable):
    """A body that takes part in missions or agreements: an agency, ministry, institute or company."""

    class Kind(models.TextChoices):
        NATIONAL = "national-agency", _("national agency")
        INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organisation")
        GOVERNMENT = "government", _("government department")
        INSTITUTE = "institute", _("research institute")
        UNIVERSITIES = "universities", _("university consortium")
        COMPANY = "company", _("company")

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    acronym = models.CharField(_("acronym"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    native_name = models.CharField(_("name in its own language"), max_length=250, blank=True)
    kind = models.CharField(_("kind"), max_length=17, choices=Kind)
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        verbose_name=_("country"),
        help_text=_("None for an intergovernmental organisation."),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("The body it belongs to. Its missions are not counted for that body."),
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
        help_text=_("Its missions are counted for the successor too, and marked."),
    )
    founded = dates.date_field(_("founded"))
    founded_precision = dates.precision_field()
    dissolved = dates.date_field(_("dissolved"))
    dissolved_precision = dates.precision_field(default=dates.Precision.NONE)
    website = models.URLField(_("website"), max_length=300, blank=True)
    ror_id = models.URLField(_("ROR identifier"), max_length=60, blank=True)
    summary = models.CharField(_("summary"), max_length=400, blank=True, help_text=_("One plain sentence."))
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))

    translatable = ("name", "summary", "body")
    children = ("memberships",)

    objects = AgencyQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["acronym"]
        constraints = [
            *Publishable.Meta.constraints,
            not_reserved("agency"),
            *dates.date_constraints("agency", "founded", _("founded")),
            *dates.date_constraints("agency", "dissolved", _("dissolved")),
            dates.not_before(
                "agency", "dissolved", "founded", _("It cannot be dissolved before it was founded.")
            ),
            models.CheckConstraint(
                condition=~Q(kind="intergovernmental") | Q(country__isnull=True),
                name="agency_intergovernmental_without_country",
                violation_error_code="country",
                violation_error_message=_("An intergovernmental organisation has no country."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="agency_not_its_own_successor",
                violation_error_code="successor",
                violation_error_message=_("An agency does not succeed itself."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="agency_not_its_own_parent",
                violation_error_code="parent",
                violation_error_message=_("An agency is not a part of itself."),
            ),
        ]

    def __str__(self):
        return self.acronym

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["partners.country"]

    def get_absolute_url(self):
        return reverse("agencies:agency", args=[self.slug])


class MembershipQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, organisation, country, kind):
        return self.get(organisation__slug=organisation, country__iso3=country, kind=kind)

    def public(self):
        return self.filter(organisation__state=Publishable.State.PUBLISHED)

    def on(self, day=None):
        """Those that held on a day, as far as their dates are known."""
        if day is None:
            return self
        begun, not_over = Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gt=day)
        return self.filter(begun, not_over)

    def for_page(self):
        return self.select_related("organisation").with_citations()


class Membership(Sourced):
    """A country's place in an intergovernmental organisation."""

    class Kind(models.TextChoices):
        MEMBER = "member", _("member")
        ASSOCIATE = "associate", _("associate member")
        COOPERATING = "cooperating", _("cooperating state")
        OBSERVER = "observer", _("observer")

    organisation = models.ForeignKey(
        Agency, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, related_name="memberships", verbose_name=_("country")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=Kind, default=Kind.MEMBER)
    since = dates.date_field(_("since"))
    since_precision = dates.precision_field()
    until = dates.date_field(_("until"))
    until_precision = dates.precision_field(default=dates.Precision.NONE)

    belongs_to = "organisation"
    told_apart_by = ("country", "kind")

    objects = MembershipQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["country__name", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "country", "kind"],
                name="membership_once_per_kind",
                violation_error_message=_("This country already has this kind of membership."),
            ),
            *dates.date_constraints("membership", "since", _("since")),
            *dates.date_constraints("membership", "until", _("until")),
            dates.not_before("membership", "until", "since", _("It cannot end before it began.")),
        ]

    def __str__(self):
        return f"{self.country}: {self.get_kind_display()}, {self.organisation}"

    def news(self, before):
        if before is None:
            became = gettext("%(country)s: %(kind)s") % {
                "country": self.country,
                "kind": self.get_kind_display(),
            }
            return dates.dated(became, self.since, self.since_precision)
        return ""

    def natural_key(self):
        return (self.organisation.slug, self.country.iso3, self.kind)

    natural_key.dependencies = ["partners.agency", "partners.country"]
