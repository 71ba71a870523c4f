"""Narrowing the lists of agencies and of countries."""

from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from editorial.listing import YES_NO, ListFilter, OneOf, Words
from partners.models import Agency, Country

SORTS = [("name", _("acronym"))]


class AgencyFilter(ListFilter):
    q = Words()
    kind = OneOf(label=_("Kind"), choices=Agency.Kind.choices)
    country = OneOf(label=_("Country"))
    region = OneOf(label=_("Region"), choices=Country.Region.choices)
    sort = OneOf(label=_("Order"), choices=SORTS, empty=_("most missions first"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        countries = Country.objects.filter(agencies__in=Agency.objects.published()).distinct()
        field = self.form.fields["country"]
        field.choices = [*field.choices, *countries.values_list("iso3", "name")]

    def filter_queryset(self, queryset):
        chosen = self.chosen
        queryset = self.with_words(
            queryset, "acronym__icontains", "name__icontains", "native_name__icontains"
        )
        for name, key in (("kind", "kind"), ("country", "country__iso3"), ("region", "country__region")):
            if name in chosen:
                queryset = queryset.filter(**{key: chosen[name]})
        name = Lower("acronym")
        return queryset.order_by(name) if "sort" in chosen else queryset.order_by("-mission_count", name)


class CountryFilter(ListFilter):
    q = Words()
    region = OneOf(label=_("Region"), choices=Country.Region.choices)
    un = OneOf(label=_("Member of the United Nations"), choices=YES_NO)
    copuos = OneOf(label=_("Member of COPUOS"), choices=YES_NO)

    def filter_queryset(self, queryset):
        chosen = self.chosen
        queryset = self.with_words(queryset, "name__icontains", "formal_name__icontains", "iso3__iexact")
        if "region" in chosen:
            queryset = queryset.filter(region=chosen["region"])
        for name, key in (("un", "un_member"), ("copuos", "copuos_member")):
            if name in chosen:
                queryset = queryset.filter(**{key: chosen[name] == "yes"})
        return queryset
