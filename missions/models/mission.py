import datetime

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models import Publishable, PublishableQuerySet, read_citations
from editorial.pictures import PictureField
from editorial.slugs import not_reserved
from missions.models.participation import Participation
from missions.models.particulars import Agreement
from missions.models.programme import Programme


def parts_of_it(as_of=None):
    """The public parts in the mission of the query around, on that day."""
    return Participation.objects.public().on(as_of).filter(mission=OuterRef("pk"))


class MissionQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def flown(self):
        return self.exclude(status__in=Mission.NOT_FLOWN).filter(launched__isnull=False)

    def oldest_first(self):
        return self.order_by(F("launched").asc(nulls_last=True), "name")

    def latest_first(self):
        return self.order_by(F("launched").desc(nulls_last=True), "name")

    def alike(self, mission, most=40):
        """[(slug, name)] of others of its category, by name: those launched next before and after it."""
        others = self.filter(category=mission.category).exclude(pk=mission.pk).values_list("slug", "name")
        if mission.launched is None:
            return list(others.order_by("name")[:most])
        before = others.filter(launched__lt=mission.launched).order_by("-launched", "slug")
        after = others.filter(launched__gte=mission.launched).order_by("launched", "slug")
        found = [*before[: most // 2], *after[: most // 2]]
        return sorted(found, key=lambda choice: choice[1].casefold())

    def operating(self):
        return self.filter(status__in=Mission.OPERATING)

    def past_their_end(self, day):
        """Those that are called operational although their end lies wholly before the day."""
        return self.operating().alias(last_day=dates.LastDay("ended")).filter(last_day__lt=day)

    def launched_between(self, first_year=None, last_year=None):
        found = self
        if first_year:
            found = found.filter(launched__year__gte=first_year)
        if last_year:
            found = found.filter(launched__year__lte=last_year)
        return found

    def with_partner(self, agencies, role="", as_of=None):
        """Those in which any of the agencies takes part, in that role, on that day."""
        rows = Participation.objects.public().on(as_of).filter(agency__in=agencies)
        if role:
            rows = rows.filter(role=role)
        return self.filter(pk__in=rows.values("mission"))

    def flown_by(self, participations, agencies):
        """Those in which the agencies have one of the participations."""
        return self.filter(pk__in=participations.filter(agency__in=agencies).values("mission"))

    def with_role(self, role, as_of=None):
        """Those in which anybody takes part in that role."""
        rows = Participation.objects.public().on(as_of).filter(role=role)
        return self.filter(pk__in=rows.values("mission"))

    def of_country(self, country, as_of=None):
        """Those in which an agency of the country takes part."""
        rows = Participation.objects.public().on(as_of).filter(agency__country=country)
        return self.filter(pk__in=rows.values("mission"))

    def of_region(self, regions, as_of=None):
        """Those in which an agency of a country in any of the regions takes part."""
        return self.filter(Exists(parts_of_it(as_of).filter(agency__country__region__in=regions)))

    def with_partners(self, least, as_of=None):
        """Those in which so many agencies, or more, take part."""
        counted = parts_of_it(as_of).order_by().values("mission").annotate(n=Count("agency", distinct=True))
        return self.filter(Exists(counted.filter(n__gte=least)))

    def left_by_a_partner(self, left=True):
        """Those that a partner has left before they ended, or those that nobody has."""
        parts = parts_of_it().exclude(left_precision=dates.Precision.NONE)
        early = Q(mission__ended=None) | Q(last_day__lt=F("mission__ended"))
        found = Exists(parts.alias(last_day=dates.LastDay("left")).filter(early))
        return self.filter(found if left else ~found)

    def launched_by_another(self):
        """Those that an agency which is none of their leads has launched, or is to launch."""
        leads = Participation.objects.public().filter(role=Participation.Role.LEAD)
        own = leads.filter(mission=OuterRef("mission"), agency=OuterRef("agency"))
        return self.filter(Exists(parts_of_it().filter(~Exists(own), role=Participation.Role.LAUNCH)))

    def beyond_earth_orbit(self, beyond=True):
        near = Q(destination__in=Mission.EARTH_ORBITS)
        return self.filter(~near if beyond else near)

    def planned(self, planned=True):
        """Those that are proposed or in development, or all others."""
        ahead = Q(status__in=Mission.AHEAD)
        return self.filter(ahead if planned else ~ahead)

    def with_data(self, when):
        """Those whose data some archive opens at once (“open”), or after a proprietary period (“later”).

        Which archive, and when, is told on a higher floor.
        """
        months = {"data_access__proprietary_months": 0}
        if when == "later":
            months = {"data_access__proprietary_months__gt": 0}
        shown = Mission.objects.filter(data_access__archive__state=Publishable.State.PUBLISHED, **months)
        return self.filter(Exists(shown.filter(pk=OuterRef("pk"))))

    def containing(self, text):
        """Those that contain every word in a name, an identifier, the summary or the programme."""
        found = self
        programmes = Programme.objects.published().order_by()
        for word in text.split()[: Mission.MOST_WORDS]:
            wanted = (
                Q(name__icontains=word)
                | Q(alternative_names__icontains=word)
                | Q(summary__icontains=word)
                | Q(cospar_id__iexact=word)
                | Q(programme__in=programmes.filter(name__icontains=word))
            )
            if word.isascii() and word.isdigit() and len(word) < 10:
                wanted |= Q(norad_id=int(word))
            found = found.filter(wanted)
        return found

    def for_listing(self, as_of=None):
        partners = Participation.objects.public().on(as_of).select_related("agency__successor").in_order()
        return (
            self.with_sourced()
            .defer("body")
            .prefetch_related(Prefetch("participations", partners, to_attr="partners"))
        )

    def for_page(self, as_of=None):
        """With what a mission's page shows, in a constant number of queries; see `read_citations`."""
        partners = Participation.objects.public().on(as_of)
        partners = partners.select_related("agency__country", "agency__successor").in_order()
        return self.select_related("programme").prefetch_related(
            Prefetch("participations", partners, to_attr="partners"),
            Prefetch("agreements", Agreement.objects.select_related("treaty")),
            "instruments__countries",
            "milestones",
        )


class Mission(Publishable):
    """A flight, a spacecraft, a station or a payload in which several nations or bodies take part."""

    class Category(models.TextChoices):
        ASTRONOMY = "astronomy", _("astronomy and astrophysics")
        COMMUNICATIONS = "communications", _("communications")
        CREWED = "crewed", _("crewed flight")
        EARTH = "earth-observation", _("Earth observation")
        FUNDAMENTAL = "fundamental-physics", _("fundamental physics")
        HELIOPHYSICS = "heliophysics", _("heliophysics")
        LUNAR = "lunar", _("lunar")
        NAVIGATION = "navigation", _("navigation")
        PLANETARY = "planetary", _("planetary")
        SMALL_BODIES = "small-bodies", _("small bodies")
        STATION = "space-station", _("space station")
        TECHNOLOGY = "technology", _("technology")

    class Destination(models.TextChoices):
        LEO = "leo", _("low Earth orbit")
        SSO = "sso", _("Sun-synchronous orbit")
        MEO = "meo", _("medium Earth orbit")
        GEO = "geo", _("geostationary orbit")
        HEO = "heo", _("highly elliptical orbit")
        SEVERAL = "earth-orbits", _("several Earth orbits")
        CISLUNAR = "cislunar", _("cislunar space")
        MOON = "moon", _("Moon")
        L1 = "sun-earth-l1", _("Sun–Earth L1")
        L2 = "sun-earth-l2", _("Sun–Earth L2")
        SUN = "sun", _("Sun")
        MERCURY = "mercury", _("Mercury")
        VENUS = "venus", _("Venus")
        MARS = "mars", _("Mars")
        JUPITER = "jupiter", _("Jupiter")
        SATURN = "saturn", _("Saturn")
        ASTEROID = "asteroid", _("asteroid")
        COMET = "comet", _("comet")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        DEVELOPMENT = "in-development", _("in development")
        OPERATIONAL = "operational", _("operational")
        EXTENDED = "extended", _("extended operations")
        COMPLETED = "completed", _("completed")
        LOST = "lost", _("lost")
        CANCELLED = "cancelled", _("cancelled")

    AHEAD = (Status.PROPOSED, Status.DEVELOPMENT)
    OPERATING = (Status.OPERATIONAL, Status.EXTENDED)
    NOT_FLOWN = (*AHEAD, Status.CANCELLED)
    EARTH_ORBITS = (
        *(Destination.LEO, Destination.SSO, Destination.MEO, Destination.GEO, Destination.HEO),
        Destination.SEVERAL,
    )
    OVER = (Status.COMPLETED, Status.LOST, Status.CANCELLED)

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    alternative_names = models.CharField(
        _("alternative names"), max_length=200, blank=True, help_text=_("Separated by semicolons.")
    )
    summary = models.CharField(_("summary"), max_length=400, help_text=_("One or two plain sentences."))
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="missions",
        verbose_name=_("programme"),
    )
    category = models.CharField(_("category"), max_length=19, choices=Category)
    destination = models.CharField(_("destination"), max_length=12, choices=Destination)
    status = models.CharField(_("status"), max_length=14, choices=Status)
    launched = dates.date_field(
        _("launch"), help_text=_("Planned, while the mission is in development. First day of the period.")
    )
    launched_precision = dates.precision_field()
    ended = dates.date_field(_("end"))
    ended_precision = dates.precision_field(default=dates.Precision.NONE)
    cospar_id = models.CharField(
        _("COSPAR ID"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{4}-[0-9]{3}[A-Z]{1,3}$", _("A COSPAR ID looks like 1998-067A."))],
    )
    norad_id = models.PositiveIntegerField(_("NORAD ID"), null=True, blank=True)
    launch_vehicle = models.CharField(_("launch vehicle"), max_length=80, blank=True)
    launch_site = models.CharField(_("launch site"), max_length=150, blank=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    picture = PictureField(
        _("picture"), help_text=_("JPEG, PNG or WebP, at most 10 MB, free to be shown here.")
    )
    picture_text = models.CharField(
        _("what the picture shows"),
        max_length=200,
        blank=True,
        help_text=_("For those who do not see it: one plain sentence."),
    )
    picture_credit = models.CharField(
        _("credit"), max_length=150, blank=True, help_text=_("Who made it, and under which licence.")
    )

    MOST_WORDS = 10  # that are looked for at once
    translatable = ("name", "summary", "body", "picture_text")
    children = ("participations", "instruments", "agreements", "milestones")

    objects = MissionQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = [F("launched").desc(nulls_last=True), "name"]
        indexes = [
            models.Index(fields=["-launched", "name"], name="mission_by_launch"),
            models.Index(fields=["state", "category", "launched"], name="mission_by_category"),
            models.Index(fields=["state", "status"], name="mission_by_status"),
            models.Index(fields=["state", "-changed_at", "id"], name="mission_by_change"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            not_reserved("mission"),
            *dates.date_constraints("mission", "launched", _("launch")),
            *dates.date_constraints("mission", "ended", _("end")),
            dates.not_before("mission", "ended", "launched", _("A mission cannot end before its launch.")),
            models.CheckConstraint(
                condition=Q(picture="") | ~Q(picture_text="") & ~Q(picture_credit=""),
                name="mission_picture_told_and_credited",
                violation_error_code="picture",
                violation_error_message=_("Say what the picture shows and to whom it is owed."),
            ),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["missions.programme"]

    def get_absolute_url(self):
        return reverse("missions:mission", args=[self.slug])

    def read_citations(self, *beside):
        """What the mission, the rows on its page and those beside rest on, in one query; read `for_page`."""
        rows = (self.instruments, self.agreements, self.milestones)
        read_citations([self, *self.partners, *(row for some in rows for row in some.all()), *beside])

    @property
    def is_overdue(self):
        """Whether the planned launch has passed without the record saying more."""
        last = dates.last_day(self.launched, self.launched_precision)
        return bool(self.status in self.AHEAD and last and last < datetime.date.today())

    @property
    def has_flown(self):
        return self.status not in self.NOT_FLOWN
