"""Narrowing the table of countries and treaties, and reading a date from an address."""

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from editorial.listing import YES_NO, Date, ListFilter, OneOf, SomeOf, Words
from partners.models import Country
from treaties.models import Status, Treaty


def as_of_date(data, otherwise=_("The table shows today.")):
    """(date or None, message or None) of the parameter `as_of`."""
    text = data.get("as_of", "")
    try:
        return forms.DateField(required=False).clean(text), None
    except forms.ValidationError:
        return None, format_lazy("{} {}", _("Write a date as 1998-11-20."), otherwise)


def as_of_asked(data, **options):
    """What components/as_of.html expects of the parameter `as_of`."""
    day, message = as_of_date(data, **options)
    return {"as_of": day, "as_of_error": message, "as_of_typed": data.get("as_of", "")[:40]}


class StatusFilter(ListFilter):
    q = Words()
    region = OneOf(label=_("Region"), choices=Country.Region.choices)
    kind = OneOf(label=_("Instruments"), choices=Treaty.Kind.choices, empty=_("the five UN treaties"))
    treaty = SomeOf(label=_("Only these instruments"))
    status = OneOf(label=_("Status"), choices=Status.choices)
    un = OneOf(label=_("Member of the United Nations"), choices=YES_NO)
    copuos = OneOf(label=_("Member of COPUOS"), choices=YES_NO)
    as_of = Date(_("As of"))

    pages = {"treaty": "treaties:treaty"}
    of_countries = ("region", "un", "copuos")  # what an organisation has not

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        acted_upon = Treaty.objects.published().filter(actions__isnull=False).distinct()
        self.form.fields["treaty"].choices = list(acted_upon.values_list("slug", "short_name"))
        self.lead_on()

    def filter_queryset(self, queryset):
        chosen = self.chosen
        queryset = self.with_words(queryset, "name__icontains", "formal_name__icontains", "iso3__iexact")
        if "region" in chosen:
            queryset = queryset.filter(region=chosen["region"])
        for name, field in (("un", "un_member"), ("copuos", "copuos_member")):
            if name in chosen:
                queryset = queryset.filter(**{field: chosen[name] == "yes"})
        return queryset

    def treaties(self):
        """The columns: those named, or those of a kind, the five UN treaties without one."""
        treaties = Treaty.objects.published().defer("body")
        if "treaty" in self.chosen:
            return treaties.filter(slug__in=self.chosen["treaty"])
        return treaties.filter(kind=self.chosen.get("kind", Treaty.Kind.UN_TREATY))

    @property
    def with_organisations(self):
        return not self.chosen.keys() & {*self.of_countries, "q"}
