"""Narrowing the list of missions by the parameters of its address."""

import django_filters as filters
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import Case, F, When
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from editorial.listing import KnownChoice, ListFilter, OneOf, SomeOf, Year, YearsForm
from missions.facets import SCALARS, Facets
from missions.models import Mission, Participation, Programme
from partners.lineage import Lineage
from partners.models import Country

PLANNED = Case(When(status__in=Mission.NOT_FLOWN, then=1), default=0)
SORTS = {
    "-launched": (_("latest launch first"), [PLANNED, F("launched").desc(nulls_last=True), "name"]),
    "launched": (_("earliest launch first"), [F("launched").asc(nulls_last=True), "name"]),
    "name": (_("name"), ["name"]),
}
MATCHES = [("any", _("any of them")), ("all", _("all of them together"))]
PREDECESSORS = [("", _("counted in")), ("no", _("left out"))]


class CountryCode(KnownChoice):
    def to_python(self, value):
        return super().to_python(value).upper()


class OneCountry(OneOf):
    field_class = CountryCode


class MissionForm(YearsForm):
    @property
    def helper(self):
        helper = FormHelper(self)
        helper.form_tag = False
        helper.layout = Layout(
            "q",
            Fieldset(_("Partners"), "partner", "match", "role", "country", "predecessors", "as_of"),
            Fieldset(_("Mission"), "status", "category", "destination", "programme"),
            Fieldset(_("Years of launch"), "year_min", "year_max"),
            "sort",
        )
        return helper


class MissionFilter(ListFilter):
    """All parameters of the missions' address. `partner` may be repeated."""

    q = filters.CharFilter(label=_("Words"), max_length=200)
    partner = SomeOf(label=_("Partner agencies"))
    match = OneOf(label=_("Flown by"), choices=MATCHES, empty=None)
    role = OneOf(label=_("In the role of"), choices=Participation.Role.choices)
    country = OneCountry(label=_("Country of a partner"))
    predecessors = OneOf(
        label=_("Predecessors of an agency"), choices=PREDECESSORS[1:], empty=PREDECESSORS[0][1]
    )
    as_of = filters.DateFilter(
        label=_("Partners as of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    status = OneOf(label=_("Status"), choices=Mission.Status.choices)
    category = OneOf(label=_("Category"), choices=Mission.Category.choices)
    destination = OneOf(label=_("Destination"), choices=Mission.Destination.choices)
    programme = OneOf(label=_("Programme"))
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

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.lineage = Lineage()
        known = sorted(self.lineage.by_slug, key=lambda slug: self.acronym(slug).casefold())
        fields = self.form.fields
        fields["partner"].names = self.lineage.names
        fields["partner"].choices = [(slug, self.acronym(slug)) for slug in known]
        for name, known in (
            ("country", Country.objects.values_list("iso3", "name")),
            ("programme", Programme.objects.published().values_list("slug", "name")),
        ):
            fields[name].choices = [*fields[name].choices, *known]
        self.lead_on()

    def acronym(self, slug):
        return self.lineage.acronyms[self.lineage.by_slug[slug]]

    def label(self, name, value):
        return self.acronym(value) if name == "partner" else super().label(name, value)

    def filter_queryset(self, queryset):
        chosen = self.chosen
        queryset = self.unfaceted(queryset)
        for name in SCALARS:
            if name in chosen:
                key = "programme__slug" if name == "programme" else name
                queryset = queryset.filter(**{key: chosen[name]})
        if "country" in chosen:
            queryset = queryset.of_country(Country.objects.get(iso3=chosen["country"]), chosen.get("as_of"))
        return self.by_partner(queryset).order_by(*SORTS[chosen.get("sort", "-launched")][1])

    def unfaceted(self, queryset):
        """Narrowed by the filters that have no counted choices."""
        chosen = self.chosen
        return queryset.containing(chosen.get("q", "")).launched_between(
            chosen.get("year_min"), chosen.get("year_max")
        )

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
    def counts(self):
        base = self.unfaceted(self.queryset)
        return Facets(base, self.chosen, self.lineage).counts()

    def show_counts(self):
        """Put the counts beside the choices; those that would leave nothing are not offered."""
        for name, counts in self.counts.items():
            field, chosen = self.form.fields[name], self.data.getlist(name)
            field.choices = [
                (value, f"{label} ({counts[value]})" if value in counts else label)
                for value, label in field.choices
                if not value or value in counts or value in chosen
            ]
        partners, counts = self.form.fields["partner"], self.counts["partner"]
        chosen = self.data.getlist("partner")
        partners.choices = sorted(
            partners.choices, key=lambda choice: (choice[0] not in chosen, -counts.get(choice[0], 0))
        )
