"""The filters of the list of missions and of the table of treaties, with a count beside each choice."""

from functools import cached_property

import django_filters as filters
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Coalesce

from missions.models import Mission, Participation, Programme
from partners.models import Agency, Country
from treaties.models import Status, Treaty

YES_NO = [("yes", "yes"), ("no", "no")]
FLOWN_FIRST = Case(When(status__in=Mission.NOT_FLOWN, then=1), default=0)
SORTS = {
    "-launched": ("latest launch first", [FLOWN_FIRST, F("launched").desc(nulls_last=True), "name"]),
    "launched": ("earliest launch first", [F("launched").asc(nulls_last=True), "name"]),
    "name": ("name", ["name"]),
}


def agencies():
    return Agency.objects.published().order_by("acronym").values_list("slug", "acronym")


def countries():
    return Country.objects.order_by("name").values_list("iso3", "name")


def programmes():
    return Programme.objects.published().order_by("name").values_list("slug", "name")


def treaties():
    acted_upon = Treaty.objects.published().filter(actions__isnull=False)
    return acted_upon.distinct().values_list("slug", "short_name")


def choice(label, choices, **options):
    return filters.ChoiceFilter(label=label, choices=choices, empty_label="any", **options)


def boxes(label, choices, **options):
    widget = forms.CheckboxSelectMultiple
    return filters.MultipleChoiceFilter(label=label, choices=choices, widget=widget, **options)


class ListFilter(filters.FilterSet):
    @cached_property
    def chosen(self):
        data = self.form.cleaned_data if self.form.is_valid() else {}
        return {name: value for name, value in data.items() if value not in (None, "", [])}

    @cached_property
    def chips(self):
        """(what the filter says, the address without it)"""
        return list(self.each_chip())

    def each_chip(self):
        for name in self.chosen:
            query = self.data.copy()
            query.pop("page", None)
            for value in query.pop(name, []):
                label = dict(getattr(self.form.fields[name], "choices", ())).get(value, value)
                yield f"{self.form.fields[name].label}: {label}", f"?{query.urlencode()}"


class MissionForm(forms.Form):
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(
        "q",
        Fieldset("Partners", "partner", "match", "role", "country", "predecessors", "as_of"),
        Fieldset("Partnership", "partners_min", "region", "left", "launcher"),
        Fieldset("Mission", "status", "category", "destination", "programme"),
        Fieldset("Course and data", "beyond", "planned", "access"),
        Fieldset("Years of launch", "year_min", "year_max"),
        "sort",
    )


class MissionFilter(ListFilter):
    q = filters.CharFilter(label="Words", method="with_words")
    partner = boxes("Partner agencies", agencies, method="as_it_is")
    match = choice("Flown by", [("any", "any of them"), ("all", "all of them together")], method="as_it_is")
    role = choice("In the role of", Participation.Role.choices, method="as_it_is")
    country = choice("Country of a partner", countries, method="of_country")
    predecessors = choice("Predecessors of an agency", [("no", "left out")], method="as_it_is")
    as_of = filters.DateFilter(
        label="Partners as of", widget=forms.DateInput(attrs={"type": "date"}), method="as_it_is"
    )
    partners_min = filters.NumberFilter(label="Agencies, at least", method="with_partners")
    region = boxes("Region of a partner", Country.Region.choices, method="of_region")
    left = choice("Left by a partner before its end", YES_NO, method="left_early")
    launcher = choice("Launched by", [("other", "another agency than the lead")], method="by_another")
    status = choice("Status", Mission.Status.choices)
    category = choice("Category", Mission.Category.choices)
    destination = choice("Destination", Mission.Destination.choices)
    programme = choice("Programme", programmes, field_name="programme__slug")
    beyond = choice("Beyond Earth orbit", YES_NO, method="beyond_earth")
    planned = choice("Launch still ahead", YES_NO, method="is_planned")
    access = choice("Data", [("open", "open at once"), ("later", "later")], method="with_data")
    year_min = filters.NumberFilter(label="From", field_name="launched__year", lookup_expr="gte")
    year_max = filters.NumberFilter(label="To", field_name="launched__year", lookup_expr="lte")
    sort = choice("Order", [(key, label) for key, (label, _order) in SORTS.items()], method="as_it_is")

    class Meta:
        model = Mission
        fields = []
        form = MissionForm

    def as_it_is(self, queryset, name, value):
        return queryset  # it is used by `narrowed`, together with others

    def with_words(self, queryset, name, value):
        for word in value.split():
            in_programme = Q(programme__name__icontains=word, programme__state="published")
            in_names = Q(name__icontains=word) | Q(alternative_names__icontains=word)
            queryset = queryset.filter(in_names | Q(summary__icontains=word) | in_programme)
        return queryset

    def of_country(self, queryset, name, value):
        return queryset.filter(pk__in=self.parts().filter(agency__country__iso3=value).values("mission"))

    def with_partners(self, queryset, name, value):
        return queryset.with_partners(int(value), self.chosen.get("as_of"))

    def of_region(self, queryset, name, value):
        return queryset.of_region(value, self.chosen.get("as_of"))

    def left_early(self, queryset, name, value):
        return queryset.left_by_a_partner(value == "yes")

    def by_another(self, queryset, name, value):
        return queryset.launched_by_another()

    def beyond_earth(self, queryset, name, value):
        return queryset.beyond_earth_orbit(value == "yes")

    def is_planned(self, queryset, name, value):
        return queryset.planned(value == "yes")

    def with_data(self, queryset, name, value):
        return queryset.with_data(value)

    def filter_queryset(self, queryset):
        order = SORTS[self.chosen.get("sort", "-launched")][1]
        return self.narrowed(queryset).order_by(*order)

    def narrowed(self, queryset, without=()):
        """The missions that the filters leave, those named aside."""
        for name, value in self.chosen.items():
            if name not in without:
                queryset = self.filters[name].filter(queryset, value)
        return queryset if "partner" in without else self.by_partner(queryset, self.chosen.get("role"))

    def parts(self):
        """The participations that count on the day that is asked for."""
        found, day = Participation.objects.filter(agency__state="published"), self.chosen.get("as_of")
        if day:
            found = found.filter(Q(joined__lte=day) | Q(joined=None, mission__launched__lte=day))
            found = found.filter(Q(left=None) | Q(left__gt=day))
        return found

    def parts_of(self, slugs, role):
        """Those of the agencies, of any without slugs, in that role, in any without one."""
        found = self.parts()
        if role:
            found = found.filter(role=role)
        if not slugs:
            return found
        own = Q(agency__slug__in=slugs)
        folded = self.chosen.get("predecessors") != "no"
        return found.filter(own | Q(agency__successor__slug__in=slugs) if folded else own)

    def by_partner(self, queryset, role):
        slugs = self.chosen.get("partner", [])
        if not slugs and not role:
            return queryset
        groups = [[slug] for slug in slugs] if self.chosen.get("match") == "all" and slugs else [slugs]
        for group in groups:
            queryset = queryset.filter(pk__in=self.parts_of(group, role).values("mission"))
        return queryset

    # -- counts

    def rest(self, *without):
        return self.narrowed(self.queryset, without).order_by()

    def counts(self):
        """{filter: {value: how many missions there would be}}"""
        columns = {"status": "status", "category": "category", "destination": "destination"}
        columns["programme"] = "programme__slug"
        found = {
            name: dict(self.rest(name).values_list(column).annotate(Count("pk")))
            for name, column in columns.items()
        }
        by_country = self.parts().filter(mission__in=self.rest("country"))
        found["country"] = shared(by_country, "agency__country__iso3")
        found["role"] = self.by_role()
        found["partner"] = self.by_agency()
        return {name: {v: n for v, n in counts.items() if n} for name, counts in found.items()}

    def by_role(self):
        slugs, rest = self.chosen.get("partner", []), self.rest("role", "partner")
        if len(slugs) > 1 and self.chosen.get("match") == "all":
            roles = Participation.Role.values
            return {role: self.by_partner(rest, role).count() for role in roles}
        return shared(self.parts_of(slugs, role="").filter(mission__in=rest), "role")

    def by_agency(self):
        chosen, role, already = self.chosen.get("partner"), self.chosen.get("role"), 0
        rest = self.rest("partner")
        if chosen and self.chosen.get("match") == "all":
            rest = self.qs
        elif chosen:
            already = self.qs.count()
            rest = rest.exclude(pk__in=self.parts_of(chosen, role).values("mission"))
        parts = self.parts_of([], role).filter(mission__in=rest.order_by())
        if self.chosen.get("predecessors") == "no":
            found = shared(parts, "agency__slug")
        else:
            found = shared(parts, Coalesce("agency__successor__slug", "agency__slug"))
            found |= shared(parts.filter(agency__successor__isnull=False), "agency__slug")
        counts = {slug: already + number for slug, number in found.items()}
        return dict.fromkeys(dict(agencies()), already) | counts if already else counts

    def show_counts(self):
        self.chips  # noqa: B018 (said without the counts)
        for name, counts in self.counts().items():
            field = self.form.fields[name]
            chosen = self.data.getlist(name)
            found = [
                (value, f"{label} ({counts[value]})" if value in counts else label)
                for value, label in field.choices
                if not value or value in counts or value in chosen
            ]
            if name == "partner":
                found.sort(key=lambda item: (item[0] not in chosen, -counts.get(item[0], 0)))
            field.choices = found


def shared(parts, column):
    """{value: number of missions} of participations."""
    return dict(parts.order_by().values_list(column).annotate(Count("mission", distinct=True)))


class StatusFilter(ListFilter):
    q = filters.CharFilter(label="Words", field_name="name", lookup_expr="icontains")
    region = choice("Region", Country.Region.choices)
    kind = choice("Instruments", Treaty.Kind.choices, method="of_columns")
    treaty = boxes("Only these instruments", treaties, method="of_columns")
    status = choice("Status", Status.choices, method="of_columns")
    un = choice("Member of the United Nations", YES_NO, method="of_members")
    copuos = choice("Member of COPUOS", YES_NO, method="of_members")
    as_of = filters.DateFilter(
        label="As of", widget=forms.DateInput(attrs={"type": "date"}), method="of_columns"
    )

    class Meta:
        model = Country
        fields = []

    def of_columns(self, queryset, name, value):
        return queryset

    def of_members(self, queryset, name, value):
        return queryset.filter(**{f"{name}_member": value == "yes"})

    def treaties(self):
        found = Treaty.objects.published()
        if "treaty" in self.chosen:
            return found.filter(slug__in=self.chosen["treaty"])
        return found.filter(kind=self.chosen.get("kind", Treaty.Kind.UN_TREATY))
