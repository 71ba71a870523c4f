"""Narrowing the lists of data access and of instruments, with the number beside each choice."""

from collections import Counter

from django.db.models import Case, Count, F, Value, When
from django.utils.translation import gettext_lazy as _

from editorial import counting
from editorial.addresses import present_slugs
from editorial.controls import Controls, Group
from editorial.listing import ListFilter, OneOf, Words, Year, YearsForm
from missions.filters import OneCountry
from missions.models import Instrument, Mission, Participation
from partners.lineage import Lineage
from partners.models import Country
from research.models import Archive, DataAccess
from research.periods import CHOICES

UNSTATED = "unstated"


class CountedFilter(ListFilter):
    """A list that says beside each choice how many records it would hold if that were chosen too."""

    columns = {}  # filter with counted choices: the column that it compares
    lookups = ()  # where the words are looked for

    def filter_queryset(self, queryset):
        return self.narrowed(queryset)

    def narrowed(self, queryset, without=()):
        """Those that the filters leave, the named ones aside."""
        queryset = self.with_words(queryset, *self.lookups)
        for name, column in self.columns.items():
            if name in self.chosen and name not in without:
                queryset = queryset.filter(**{column: self.chosen[name]})
        return queryset

    def offer(self, name, choices):
        """Choices that are read from the records."""
        field = self.form.fields[name]
        field.choices = [*field.choices, *choices]

    def counts(self, name):
        """{value: number of records} of a filter."""
        rows = self.narrowed(self.queryset, without={name}).order_by()
        rows = rows.values_list(self.columns[name]).annotate(Count("pk", distinct=True))
        return counting.once(("counts", *rows.query.sql_with_params()), lambda: dict(rows))

    def show_counts(self):
        """Put the counts beside the choices; those that would leave nothing are not offered."""
        for name in self.counted:
            field, counts, chosen = self.form.fields[name], self.counts(name), self.data.getlist(name)
            field.choices = [
                (value, f"{label} ({counts[value]})" if value in counts else label)
                for value, label in field.choices
                if not value or value in counts or value in chosen
            ]

    @property
    def counted(self):
        return self.columns


class DataAccessForm(YearsForm):
    controls = Controls(
        *("q", "period", "access", "archive", "licence", "agency", "category"),
        Group(_("Years of launch"), "year_min", "year_max"),
    )


class DataAccessFilter(CountedFilter):
    q = Words()
    period = OneOf(label=_("Proprietary period"), choices=CHOICES)
    access = OneOf(label=_("Access"), choices=Archive.Access.choices)
    archive = OneOf(label=_("Archive"))
    licence = OneOf(label=_("Licence or policy"))
    agency = OneOf(label=_("Agency that takes part"))
    category = OneOf(label=_("Category"), choices=Mission.Category.choices)
    year_min = Year(label=_("From"))
    year_max = Year(label=_("To"))

    columns = {
        "period": "length",
        "access": "archive__access",
        "archive": "archive__slug",
        "licence": "licence",
        "category": "mission__category",
    }
    lookups = ("mission__name__icontains", "archive__name__icontains", "archive__acronym__icontains")
    lookups += ("policy__icontains", "note__icontains")
    pages = {"archive": "research:archive", "agency": "agencies:agency"}

    class Meta:
        form = DataAccessForm

    def __init__(self, data, queryset):
        licence = Case(When(policy="", then=Value(UNSTATED)), default=F("policy"))
        super().__init__(data, queryset.with_length().annotate(licence=licence))
        self.lineage = Lineage()
        known = DataAccess.objects.public().exclude(policy="").order_by("policy").distinct()
        names = sorted(known.values_list("policy", flat=True), key=str.casefold)
        acronyms = [(slug, self.lineage.acronyms[key]) for slug, key in self.lineage.by_slug.items()]
        self.offer("archive", Archive.objects.published().values_list("slug", "acronym"))
        self.offer("licence", [*((name, name) for name in names), (UNSTATED, _("not stated"))])
        self.offer("agency", sorted(acronyms, key=lambda choice: choice[1].casefold()))
        self.lead_on()

    @property
    def counted(self):
        return [*self.columns, "agency"]

    def narrowed(self, queryset, without=()):
        queryset = super().narrowed(queryset, without)
        if "agency" in self.chosen and "agency" not in without:
            agencies = self.lineage.ids(self.chosen["agency"])
            queryset = queryset.filter(mission__in=Mission.objects.with_partner(agencies))
        if "years" in without:
            return queryset
        return queryset.launched_between(self.chosen.get("year_min"), self.chosen.get("year_max"))

    def of_any_period(self):
        """What the list holds whatever the period and the year of launch."""
        return self.narrowed(self.queryset, without={"period", "years"})

    def others(self):
        """(name, value) of each filter that is on, those of period and year aside."""
        names = [name for name in self.chosen if name not in {"period", "year_min", "year_max"}]
        return [(name, self.chosen[name]) for name in names]

    def counts(self, name):
        return self.counts_by_agency() if name == "agency" else super().counts(name)

    def counts_by_agency(self):
        """{slug: number of records}; the missions of a predecessor count for its successors too."""
        found = Counter(self.narrowed(self.queryset, without={"agency"}).values_list("mission_id", flat=True))
        parts = Participation.objects.public().filter(mission__data_access__in=self.queryset)
        flown = {
            (self.lineage.slugs[heir], mission)
            for mission, agency in parts.values_list("mission_id", "agency_id").distinct()
            for heir in self.lineage.line(agency)
        }
        counts = Counter()
        for slug, mission in flown:
            counts[slug] += found[mission]
        return +counts


MOST_CHOICES = 400  # missions; of more, those alone that the address names


class InstrumentFilter(CountedFilter):
    q = Words()
    kind = OneOf(label=_("Kind"))
    builder = Words(_("Built by"), help_text=_("An agency or institute, in whole words."))
    country = OneCountry(label=_("Country of a builder"))
    mission = OneOf(label=_("Mission"))

    columns = {"kind": "kind", "country": "countries__iso3", "mission": "mission__slug"}
    lookups = ("acronym__icontains", "name__icontains", "kind__icontains", "builder__icontains")
    lookups += ("mission__name__icontains",)
    pages = {"mission": "missions:mission"}

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        shown = Instrument.objects.public().order_by()
        kinds = counting.once("kinds", lambda: list(shown.values_list("kind", flat=True).distinct()))
        missions = Mission.objects.published().filter(instruments__isnull=False).order_by("name").distinct()
        if counting.count(missions) > MOST_CHOICES:
            given = data.getlist("mission")
            missions = missions.filter(
                slug__in=[*given, *present_slugs(self.pages["mission"], given).values()]
            )
        self.offer("kind", [(kind, kind) for kind in sorted(kinds, key=str.casefold)])
        self.offer("country", Country.objects.values_list("iso3", "name"))
        self.offer("mission", missions.values_list("slug", "name"))
        self.lead_on()

    def filter_queryset(self, queryset):
        return super().filter_queryset(queryset).from_a_to_z()

    def narrowed(self, queryset, without=()):
        return super().narrowed(queryset, without).built_by(self.chosen.get("builder", ""))
