from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models import Publishable, Sourced, SourcedQuerySet
from partners.models import Agency

LATE = 5  # years after the first partner


class ParticipationQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, mission, agency, role):
        return self.get(mission__slug=mission, agency__slug=agency, role=role)

    def public(self):
        shown = Publishable.State.PUBLISHED
        return self.filter(mission__state=shown, agency__state=shown)

    def on(self, day=None):
        """Those that held on a day: joined by then and not yet left.

        Where the joining date is unknown, a part counts from the mission's launch.
        """
        if day is None:
            return self
        begun = Q(joined__lte=day) | Q(joined=None, mission__launched__lte=day)
        return self.filter(begun).filter(Q(left=None) | Q(left__gt=day))

    def joined_late(self):
        """Those that joined after the mission's launch, or more than five years after its first partner."""
        mission = self.model.mission.field.related_model
        partners = Participation.objects.public().filter(mission=OuterRef("mission"), joined__isnull=False)
        first = Subquery(partners.order_by("joined").values("joined")[:1])
        after_launch = Q(joined__gt=dates.LastDay("mission__launched"))
        after_launch &= ~Q(mission__status__in=mission.NOT_FLOWN)
        after_others = Q(joined__year__gt=ExtractYear("first_joined") + LATE)
        return self.annotate(first_joined=first).filter(after_launch | after_others)

    def left_early(self):
        """Those that left before the mission was over, whoever decided it.

        Whoever left in the period in which the mission ended left with it. Where a mission is over
        and its end is not dated, those left early whom another partner outstayed.
        """
        mission = self.model.mission.field.related_model
        outstayed = Participation.objects.public().filter(
            Q(left_precision=dates.Precision.NONE) | Q(left__gt=OuterRef("last_day")),
            mission=OuterRef("mission"),
        )
        before_the_end = Q(last_day__lt=F("mission__ended"))
        undated = Q(mission__ended=None) & (~Q(mission__status__in=mission.OVER) | Exists(outstayed))
        left = self.exclude(left_precision=dates.Precision.NONE).alias(last_day=dates.LastDay("left"))
        return left.filter(before_the_end | undated)

    def as_changes(self, change):
        """As rows of the list of changes: what changed, `joined` or `left`, and on which `day`."""
        rows = self if change == "joined" else self.annotate(first_joined=Value(None, models.DateField()))
        rows = rows.select_related("mission", "agency__successor").defer("mission__body", "agency__body")
        return rows.order_by().with_citations().annotate(change=Value(change), day=F(change))

    def for_agency_page(self):
        """With mission, agency and sources, latest launch first."""
        return (
            self.select_related("mission", "agency")
            .with_citations()
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
        "missions.Mission", models.CASCADE, related_name="participations", verbose_name=_("mission")
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
    told_apart_by = ("agency", "role")
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

    def news(self, before):
        if self.has_left and not (before and before.has_left):
            left = gettext("%(agency)s left") % {"agency": self.agency}
            return dates.dated(left, self.left, self.left_precision)
        if before is None:
            joined = gettext("%(agency)s joined") % {"agency": self.agency}
            return f"{dates.dated(joined, self.joined, self.joined_precision)} ({self.get_role_display()})"
        return ""
