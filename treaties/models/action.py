import datetime

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models import Publishable, Sourced, SourcedQuerySet
from partners.models import Agency, Country
from treaties.models.standing import Status
from treaties.models.treaty import Treaty


class ActionQuerySet(SourcedQuerySet):
    def get_by_natural_key(self, treaty, country, organisation, kind, depositary, date):
        return self.get(
            treaty__slug=treaty,
            country__iso3=country,
            organisation__slug=organisation,
            kind=kind,
            depositary=depositary,
            date=date,
        )

    def public(self):
        return self.filter(treaty__state=Publishable.State.PUBLISHED).filter(
            Q(organisation=None) | Q(organisation__state=Publishable.State.PUBLISHED)
        )

    def for_page(self):
        return self.select_related("country", "organisation").with_citations()

    def effective(self, as_of=None):
        """The acts that count on a day (today without one).

        Disputed acts are shown and never count. An act without a date counts from the day that
        its source attests it. Those of a former state count until the day on which it ceased.
        """
        as_of = as_of or datetime.date.today()
        there = Q(country=None) | Q(country__until=None) | Q(country__until__gt=as_of)
        dated = Q(date__lte=as_of) | Q(date=None, attested_on__lte=as_of)
        return self.filter(dated, there, disputed=False)

    def by(self, day=None):
        """Those of that day and before, disputed ones too; without a date, from the day it is attested."""
        if day is None:
            return self
        return self.filter(Q(date__lte=day) | Q(date=None, attested_on__lte=day))

    def attested_after(self, as_of):
        """Those without a date that count only from a later day: who was bound before is unknown.

        Where the same party has a dated act of the same effect, a list only confirms it.
        """
        bound = Q(kind__in=Action.Kind.binding())
        dated = Action.objects.filter(bound, treaty=OuterRef("treaty"), date__isnull=False, disputed=False)
        of_party = Q(country=OuterRef("country")) | Q(organisation=OuterRef("organisation"))
        later = self.filter(disputed=False, date=None, attested_on__gt=as_of)
        return later.exclude(bound & Exists(dated.filter(of_party)))

    def standings(self, as_of=None):
        """One row for each treaty and party with `status`, `since`, `signed` and `left`.

        The one place where status is derived: an act of consent makes a party, a later
        withdrawal ends that, and a signature alone makes a signatory. Several depositaries give
        several dates for one act: the earliest counts. `unsure` where every act behind it is.
        """
        kinds = Action.Kind
        rows = self.effective(as_of).order_by().values("treaty_id", "country_id", "organisation_id")
        rows = rows.annotate(
            bound=Min(Coalesced(), filter=Q(kind__in=kinds.binding())),
            since=Min("date", filter=Q(kind__in=kinds.binding())),
            declared=Min(Coalesced(), filter=Q(kind=kinds.DECLARED)),
            signed=Min("date", filter=Q(kind__in=kinds.signing())),
            signing=Min(Coalesced(), filter=Q(kind__in=kinds.signing())),
            last_bound=Max(Coalesced(), filter=Q(kind__in=kinds.binding())),
            left=Max(Coalesced(), filter=Q(kind=kinds.WITHDREW)),
            firm_bound=firm(kinds.binding()),
            firm_signing=firm(kinds.signing()),
        )
        rows = rows.annotate(
            status=Case(
                When(left__isnull=False, bound__isnull=True, then=Value(Status.WITHDRAWN)),
                When(left__gte=F("last_bound"), then=Value(Status.WITHDRAWN)),
                When(bound__isnull=False, then=Value(Status.PARTY)),
                When(declared__isnull=False, then=Value(Status.DECLARED)),
                When(signing__isnull=False, then=Value(Status.SIGNATORY)),
                default=Value(""),
                output_field=models.CharField(),
            ),
            unsure=Case(
                When(status=Status.PARTY, firm_bound=0, then=True),
                When(status=Status.SIGNATORY, firm_signing=0, then=True),
                default=False,
                output_field=models.BooleanField(),
            ),
        )
        return rows.exclude(status="")


def firm(kinds):
    """How many acts of these kinds are more than unsure."""
    return Count("pk", filter=Q(kind__in=kinds) & ~Q(confidence=Action.Confidence.LOW))


class Coalesced(Coalesce):
    """The day from which an act counts: its date, or the day on which it is attested."""

    def __init__(self, *expressions, **extra):
        super().__init__(*(expressions or ("date", "attested_on")), **extra)


class Action(Sourced):
    """What a country or an organisation did about a treaty: signed, ratified, acceded, left."""

    class Kind(models.TextChoices):
        SIGNED = "signature", _("signature")
        DEFINITIVELY_SIGNED = "definitive-signature", _("definitive signature")
        RATIFIED = "ratification", _("ratification")
        ACCEDED = "accession", _("accession")
        SUCCEEDED = "succession", _("succession")
        ACCEPTED = "acceptance", _("acceptance")
        APPROVED = "approval", _("approval")
        JOINED = "joined", _("joined")
        MEMBERSHIP = "membership", _("membership")
        ATTESTED = "party-since", _("attested as a party")
        DECLARED = "declaration-of-acceptance", _("declaration of acceptance")
        DECLARATION = "declaration", _("declaration or reservation")
        OBSERVED = "observer", _("observer")
        WITHDREW = "withdrawal", _("withdrawal")

        @classmethod
        def binding(cls):
            return [
                *(cls.DEFINITIVELY_SIGNED, cls.RATIFIED, cls.ACCEDED, cls.SUCCEEDED, cls.ACCEPTED),
                *(cls.APPROVED, cls.JOINED, cls.MEMBERSHIP, cls.ATTESTED),
            ]

        @classmethod
        def signing(cls):
            return [cls.SIGNED, cls.OBSERVED]

    class Confidence(models.TextChoices):
        OFFICIAL = "official", _("official")
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium: one source only")
        LOW = "low", _("low: unsure")

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="actions", verbose_name=_("treaty"))
    country = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="treaty_actions",
        verbose_name=_("country"),
    )
    organisation = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="treaty_actions",
        verbose_name=_("organisation"),
    )
    kind = models.CharField(_("act"), max_length=25, choices=Kind)
    date = dates.date_field(_("date"))
    date_precision = dates.precision_field()
    attested_on = models.DateField(
        _("attested on"),
        null=True,
        blank=True,
        help_text=_("For an act without a date: the day of the list that shows it. It counts from then."),
    )
    depositary = models.CharField(_("depositary"), max_length=60, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=8, choices=Confidence, default=Confidence.MEDIUM
    )
    disputed = models.BooleanField(
        _("disputed"), default=False, help_text=_("Shown with its reason, and not counted.")
    )
    note = models.CharField(_("note"), max_length=400, blank=True)

    belongs_to = "treaty"
    told_apart_by = ("country", "organisation", "kind")
    translatable = ("note",)

    objects = ActionQuerySet.as_manager()

    class Meta(Sourced.Meta):
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["date", "attested_on", "kind"]
        constraints = [
            models.CheckConstraint(
                condition=Q(country__isnull=False, organisation__isnull=True)
                | Q(country__isnull=True, organisation__isnull=False),
                name="action_exactly_one_party",
                violation_error_code="organisation",
                violation_error_message=_("The party is either a country or an organisation: name one."),
            ),
            *dates.date_constraints("action", "date", _("date")),
            models.CheckConstraint(
                condition=Q(date__isnull=False) | Q(attested_on__isnull=False),
                name="action_dated_or_attested",
                violation_error_code="attested_on",
                violation_error_message=_(
                    "Give the date of the act, or the day of the list that attests it."
                ),
            ),
            *[
                models.UniqueConstraint(
                    fields=["treaty", party, "kind", "depositary", *dated],
                    condition=Q(**{f"{party}__isnull": False, "date__isnull": not dated}),
                    name=f"action_once_per_{party}{'_and_date' if dated else ''}",
                    violation_error_message=_("This act is already recorded."),
                )
                for party in ("country", "organisation")
                for dated in ((), ("date",))
            ],
        ]

    def __str__(self):
        day = dates.written(self.date, self.date_precision)
        return f"{self.party}: {self.get_kind_display()}, {self.treaty}, {day}"

    def natural_key(self):
        return (
            self.treaty.slug,
            self.country.iso3 if self.country else None,
            self.organisation.slug if self.organisation else None,
            self.kind,
            self.depositary,
            self.date and self.date.isoformat(),
        )

    natural_key.dependencies = ["treaties.treaty", "partners.country", "partners.agency"]

    @property
    def party(self):
        return self.country or self.organisation

    @property
    def counts_from(self):
        """The day from which the act counts: its date, or the day on which a list attests it."""
        return self.date or self.attested_on

    def counts_on(self, day):
        """Whether it counts on the day; `country` should be loaded. As ActionQuerySet.effective."""
        ceased = self.country_id and self.country.until and self.country.until <= day
        return not self.disputed and self.counts_from <= day and not ceased

    def news(self, before):
        if before is not None or self.kind not in SAID:
            return ""
        told = SAID[self.kind] % {"party": self.party}
        return dates.dated(told, self.date, self.date_precision)


SAID = {  # each act as what the party did
    Action.Kind.SIGNED: _("%(party)s signed"),
    Action.Kind.DEFINITIVELY_SIGNED: _("%(party)s signed definitively"),
    Action.Kind.RATIFIED: _("%(party)s ratified"),
    Action.Kind.ACCEDED: _("%(party)s acceded"),
    Action.Kind.SUCCEEDED: _("%(party)s succeeded"),
    Action.Kind.ACCEPTED: _("%(party)s accepted"),
    Action.Kind.APPROVED: _("%(party)s approved"),
    Action.Kind.JOINED: _("%(party)s joined"),
    Action.Kind.MEMBERSHIP: _("%(party)s became a member"),
    Action.Kind.DECLARED: _("%(party)s declared its acceptance"),
    Action.Kind.WITHDREW: _("%(party)s withdrew"),
}
