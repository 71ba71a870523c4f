"""What is flown together: programmes, missions, who took part, with which instruments."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models import Publishable, PublishableQuerySet, Sourced, SourcedQuerySet
from partners.models import Agency, Country
from treaties.models import Treaty


class ProgrammeQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def for_listing(self):
        published = Q(missions__state=Publishable.State.PUBLISHED)
        return self.annotate(
            mission_count=Count("missions", filter=published),
            first_year=models.Min("missions__launched__year", filter=published),
        ).order_by("name")

    def for_page(self):
        return self.prefetch_related("citations__source")


class Programme(Publishable):
    """A series of missions under one name, with partners of its own."""

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120, unique=True)
    summary = models.CharField(_("summary"), max_length=400)
    body = models.TextField(_("text"), blank=True, help_text=_("Markdown."))
    website = models.URLField(_("website"), max_length=300, blank=True)

    translatable = ("name", "summary", "body")

    objects = ProgrammeQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["name"]
        constraints = [*Publishable.Meta.constraints]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return reverse("programmes:programme", args=[self.slug])


class MissionQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def flown(self):
        return self.exclude(status__in=Mission.NOT_FLOWN).filter(launched__isnull=False)

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

    def with_role(self, role, as_of=None):
        """Those in which anybody takes part in that role."""
        rows = Participation.objects.public().on(as_of).filter(role=role)
        return self.filter(pk__in=rows.values("mission"))

    def of_country(self, country, as_of=None):
        """Those in which an agency of the country takes part."""
        rows = Participation.objects.public().on(as_of).filter(agency__country=country)
        return self.filter(pk__in=rows.values("mission"))

    def containing(self, text):
        """Those that contain every word in a name, an identifier, the summary or the programme."""
        found = self
        for word in text.split()[:10]:
            wanted = (
                Q(name__icontains=word)
                | Q(alternative_names__icontains=word)
                | Q(summary__icontains=word)
                | Q(cospar_id__iexact=word)
                | Q(programme__name__icontains=word, programme__state=Publishable.State.PUBLISHED)
            )
            if word.isascii() and word.isdigit() and len(word) < 10:
                wanted |= Q(norad_id=int(word))
            found = found.filter(wanted)
        return found

    def for_listing(self, as_of=None):
        partners = Participation.objects.public().on(as_of).select_related("agency").in_order()
        return (
            self.with_sourced()
            .defer("body")
            .prefetch_related(Prefetch("participations", partners, to_attr="partners"))
        )

    def for_page(self):
        """With everything that a mission's page shows, in a constant number of queries."""
        return self.select_related("programme").prefetch_related(
            Prefetch(
                "participations",
                Participation.objects.public()
                .select_related("agency__country", "agency__successor")
                .prefetch_related("citations__source")
                .in_order(),
                to_attr="partners",
            ),
            Prefetch("instruments", Instrument.objects.prefetch_related("countries", "citations__source")),
            Prefetch("agreements", Agreement.objects.public().prefetch_related("citations__source")),
            Prefetch("milestones", Milestone.objects.prefetch_related("citations__source")),
            "citations__source",
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

    NOT_FLOWN = (Status.PROPOSED, Status.DEVELOPMENT, Status.CANCELLED)

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

    translatable = ("name", "summary", "body")
    children = ("participations", "instruments", "agreements", "milestones")

    objects = MissionQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = [F("launched").desc(nulls_last=True), "name"]
        indexes = [
            models.Index(fields=["-launched", "name"], name="mission_by_launch"),
            models.Index(fields=["state", "category"], name="mission_by_category"),
            models.Index(fields=["state", "status"], name="mission_by_status"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            *dates.date_constraints("mission", "launched", _("launch")),
            *dates.date_constraints("mission", "ended", _("end")),
            dates.not_before("mission", "ended", "launched", _("A mission cannot end before its launch.")),
        ]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["missions.programme"]

    def get_absolute_url(self):
        return reverse("missions:mission", args=[self.slug])

    @property
    def has_flown(self):
        return self.status not in self.NOT_FLOWN


class ParticipationQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, mission, agency, role):
        return self.get(mission__slug=mission, agency__slug=agency, role=role)

    def public(self):
        shown = Publishable.State.PUBLISHED
        return self.filter(mission__state=shown, agency__state=shown)

    def on(self, day=None):
        """Those that held on a day: not yet left, and not known to have joined later."""
        if day is None:
            return self
        return self.filter(Q(joined=None) | Q(joined__lte=day)).filter(Q(left=None) | Q(left__gt=day))

    def for_agency_page(self):
        """With mission, agency and sources, latest launch first."""
        return (
            self.select_related("mission", "agency")
            .prefetch_related("citations__source")
            .order_by(F("mission__launched").desc(nulls_last=True), "mission__name", "role")
        )

    def in_order(self):
        """Leads first, then in the order of the roles, then by acronym."""
        rank = models.Case(
            *(models.When(role=role, then=number) for number, role in enumerate(Participation.Role.values)),
            output_field=models.IntegerField(),
        )
        return self.order_by(rank, "agency__acronym")


class Participation(Sourced):
    """One agency's part in one mission, in one role, from when to when."""

    class Role(models.TextChoices):
        LEAD = "lead", _("lead")
        PARTNER = "partner", _("partner")
        CONTRIBUTOR = "contributor", _("contributor")
        CONSORTIUM = "consortium", _("scientific consortium member")
        LAUNCH = "launch", _("launch provider")
        GROUND = "ground", _("data or ground segment")
        HOST = "host", _("host of a payload")
        OBSERVER = "observer", _("observer")

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="participations", verbose_name=_("mission")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="participations", verbose_name=_("agency")
    )
    role = models.CharField(_("role"), max_length=11, choices=Role)
    contribution = models.CharField(
        _("what it supplied"), max_length=300, blank=True, help_text=_("Plain words, with a full stop.")
    )
    joined = dates.date_field(_("joined"))
    joined_precision = dates.precision_field()
    left = dates.date_field(_("left"))
    left_precision = dates.precision_field(default=dates.Precision.NONE)
    reason_left = models.CharField(_("why it left"), max_length=200, blank=True)

    belongs_to = "mission"
    translatable = ("contribution", "reason_left")

    objects = ParticipationQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ["mission__name", "agency__acronym", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "agency", "role"],
                name="participation_once_per_role",
                violation_error_message=_("This agency already takes part in this role."),
            ),
            *dates.date_constraints("participation", "joined", _("joined")),
            *dates.date_constraints("participation", "left", _("left")),
            dates.not_before(
                "participation", "left", "joined", _("An agency cannot leave before it joined.")
            ),
            models.CheckConstraint(
                condition=Q(reason_left="") | ~Q(left_precision=dates.Precision.NONE),
                name="participation_reason_only_if_left",
                violation_error_code="reason_left",
                violation_error_message=_("Say when it left, or that the date is unknown."),
            ),
        ]

    def __str__(self):
        return f"{self.agency}, {self.get_role_display()}, {self.mission}"

    def natural_key(self):
        return (self.mission.slug, self.agency.slug, self.role)

    natural_key.dependencies = ["missions.mission", "partners.agency"]

    @property
    def has_left(self):
        return self.left_precision != dates.Precision.NONE


class InstrumentQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, mission, acronym, name):
        return self.get(mission__slug=mission, acronym=acronym, name=name)


class Instrument(Sourced):
    """An instrument or payload of a mission and who built it."""

    mission = models.ForeignKey(
        Mission, models.CASCADE, related_name="instruments", verbose_name=_("mission")
    )
    acronym = models.CharField(_("acronym"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=60)
    builder = models.CharField(_("built by"), max_length=250, blank=True)
    countries = models.ManyToManyField(
        Country, blank=True, related_name="instruments", verbose_name=_("countries")
    )

    belongs_to = "mission"
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

    def __str__(self):
        return f"{self.acronym} ({self.mission})"

    def natural_key(self):
        return (self.mission.slug, self.acronym, self.name)

    natural_key.dependencies = ["missions.mission", "partners.country"]


class AgreementQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, mission, title):
        return self.get(mission__slug=mission, title=title)

    def public(self):
        """With its treaty only where that is published."""
        return self.select_related("treaty")


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

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="agreements", verbose_name=_("mission"))
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

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="milestones", verbose_name=_("mission"))
    date = dates.date_field(_("date"))
    date_precision = dates.precision_field(default=dates.Precision.DAY)
    event = models.CharField(_("event"), max_length=250)

    belongs_to = "mission"
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
