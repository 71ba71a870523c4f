"""Narrowing the list of missions by the parameters of its address."""

from django.db.models import Case, F, When
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from editorial.choosing import Pairs
from editorial.collation import ByBytes
from editorial.controls import Controls, Group
from editorial.listing import (
    YES_NO,
    Date,
    KnownChoice,
    ListFilter,
    Number,
    OneOf,
    SomeOf,
    Words,
    Year,
    YearsForm,
)
from missions.facets import SCALARS, Facets
from missions.models.mission import Mission
from missions.models.participation import Participation
from missions.tally.listed import Listed
from missions.tally.present import present
from missions.tally.unfaceted import Unfaceted
from partners.models import Country

PLANNED = Case(When(status__in=Mission.NOT_FLOWN, then=1), default=0)
BY_NAME = [ByBytes("name"), "pk"]
SORTS = {  # as missions.tally.tally.ORDERS has them in memory
    "-launched": (_("latest launch first"), [PLANNED, F("launched").desc(nulls_last=True), *BY_NAME]),
    "launched": (_("earliest launch first"), [F("launched").asc(nulls_last=True), *BY_NAME]),
    "name": (_("name"), BY_NAME),
}
MATCHES = [("any", _("any of them")), ("all", _("all of them together"))]
PREDECESSORS = [("", _("counted in")), ("no", _("left out"))]
LAUNCHERS = [("other", _("another agency than the lead"))]
DATA = [("open", _("open at once")), ("later", _("open after a proprietary period"))]


NARROWED = {  # filters of one step each: (missions, value, day) → missions
    "partners_min": lambda missions, least, day: missions.with_partners(least, day),
    "region": lambda missions, regions, day: missions.of_region(regions, day),
    "left": lambda missions, left, _day: missions.left_by_a_partner(left == "yes"),
    "launcher": lambda missions, _who, _day: missions.launched_by_another(),
    "beyond": lambda missions, beyond, _day: missions.beyond_earth_orbit(beyond == "yes"),
    "planned": lambda missions, planned, _day: missions.planned(planned == "yes"),
    "access": lambda missions, when, _day: missions.with_data(when),
}


class CountryCode(KnownChoice):
    def to_python(self, value):
        return super().to_python(value).upper()


class OneCountry(OneOf):
    field_class = CountryCode


class MissionForm(YearsForm):
    controls = Controls(
        "q",
        Group(_("Partners"), "partner", "match", "role", "country", "predecessors", "as_of"),
        Group(_("Partnership"), "partners_min", "region", "left", "launcher"),
        Group(_("Mission"), "status", "category", "destination", "programme"),
        Group(_("Course and data"), "beyond", "planned", "access"),
        Group(_("Years of launch"), "year_min", "year_max"),
        "sort",
    )


class MissionFilter(ListFilter):
    """All parameters of the missions' address. `partner` may be repeated."""

    q = Words()
    partner = SomeOf(label=_("Partner agencies"))
    match = OneOf(label=_("Flown by"), choices=MATCHES, empty=None)
    role = OneOf(label=_("In the role of"), choices=Participation.Role.choices)
    country = OneCountry(label=_("Country of a partner"))
    predecessors = OneOf(
        label=_("Predecessors of an agency"), choices=PREDECESSORS[1:], empty=PREDECESSORS[0][1]
    )
    as_of = Date(_("Partners as of"))
    partners_min = Number(label=_("Agencies, at least"), min_value=2, max_value=99)
    region = SomeOf(label=_("Region of a partner"), choices=Country.Region.choices)
    left = OneOf(label=_("Left by a partner before its end"), choices=YES_NO)
    launcher = OneOf(label=_("Launched by"), choices=LAUNCHERS)
    status = OneOf(label=_("Status"), choices=Mission.Status.choices)
    category = OneOf(label=_("Category"), choices=Mission.Category.choices)
    destination = OneOf(label=_("Destination"), choices=Mission.Destination.choices)
    programme = OneOf(label=_("Programme"))
    beyond = OneOf(label=_("Beyond Earth orbit"), choices=YES_NO)
    planned = OneOf(label=_("Launch still ahead"), choices=YES_NO)
    access = OneOf(label=_("Data"), choices=DATA)
    year_min = Year(label=_("From"))
    year_max = Year(label=_("To"))
    sort = OneOf(
        label=_("Order"), choices=[(key, label) for key, (label, _order) in SORTS.items()], empty=None
    )

    plain = ("sort", "match")
    pages = {"partner": "agencies:agency", "programme": "programmes:programme"}

    class Meta:
        model = Mission
        fields = []
        form = MissionForm

    def __init__(self, data=None, queryset=None, *, at=None, **options):
        self.present = at or present()
        self.known, self.lineage = self.present.known, self.present.known.lineage
        super().__init__(data, queryset, **options)
        fields = self.form.fields
        fields["partner"].widget.names = self.lineage.names
        fields["partner"].choices = Pairs(self.known.partners)
        countries = [(iso3, country.name) for iso3, country in self.known.countries.items()]
        for name, found in (("country", countries), ("programme", self.known.programmes)):
            fields[name].choices = Pairs([*fields[name].choices, *found])
        self.lead_on()

    def label(self, name, value):
        return self.known.acronym(value) if name == "partner" else super().label(name, value)

    def filter_queryset(self, queryset):
        chosen = self.chosen
        queryset = self.unfaceted(queryset)
        for name in SCALARS:
            if name in chosen:
                key = "programme__slug" if name == "programme" else name
                queryset = queryset.filter(**{key: chosen[name]})
        if "country" in chosen:
            queryset = queryset.of_country(self.known.countries[chosen["country"]], chosen.get("as_of"))
        return self.by_partner(queryset).order_by(*SORTS[chosen.get("sort", "-launched")][1])

    def unfaceted(self, queryset):
        """Narrowed by the filters that have no counted choices."""
        chosen = self.chosen
        queryset = queryset.containing(chosen.get("q", "")).launched_between(
            chosen.get("year_min"), chosen.get("year_max")
        )
        for name, narrow in NARROWED.items():
            if name in chosen:
                queryset = narrow(queryset, chosen[name], chosen.get("as_of"))
        return queryset

    def by_partner(self, queryset):
        role, day = self.chosen.get("role", ""), self.chosen.get("as_of")
        groups = [self.lineage.ids(slug, self.folded) for slug in self.chosen.get("partner", [])]
        if not groups:
            return queryset.with_role(role, day) if role else queryset
        if self.chosen.get("match") != "all":
            groups = [set().union(*groups)]
        for agencies in groups:
            queryset = queryset.with_partner(agencies, role, day)
        return queryset

    @property
    def folded(self):
        return self.chosen.get("predecessors") != "no"

    @cached_property
    def facets(self):
        parts = self.present.parts_on(self.chosen.get("as_of"))
        return Facets(Unfaceted(self.present, parts).left_by(self.chosen), self.chosen, self.present, parts)

    @property
    def found(self):
        """The same missions as `qs` on all that are published, as a set of the tally."""
        return self.facets.found

    @cached_property
    def listed(self):
        """The same missions in the same order, for a page of a list."""
        return Listed(self.present.tally, self.found, self.chosen.get("sort", "-launched"))

    @property
    def size(self):
        return len(self.listed)

    def between(self, first, last):
        """The query string with these years of launch in the place of others."""
        query = QueryDict(self.address()[1:], mutable=True)
        query["year_min"], query["year_max"] = first, last
        return f"?{query.urlencode()}"

    @cached_property
    def counts(self):
        return self.facets.counts()

    def show_counts(self):
        """Put the counts beside the choices; those that would leave nothing are not offered."""
        for name, counts in self.counts.items():
            field, chosen = self.form.fields[name], self.data.getlist(name)
            field.choices = Pairs(
                (value, f"{label} ({counts[value]})" if value in counts else label)
                for value, label in field.choices
                if not value or value in counts or value in chosen
            )
        partners, counts = self.form.fields["partner"], self.counts["partner"]
        chosen = self.data.getlist("partner")
        partners.choices = Pairs(
            sorted(partners.choices, key=lambda choice: (choice[0] not in chosen, -counts.get(choice[0], 0)))
        )
