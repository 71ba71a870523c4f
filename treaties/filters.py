"""Narrowing the table of countries and treaties, and reading a date from an address."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from editorial.listing import YES_NO, ListFilter, OneOf
from partners.models import Country
from treaties.models import Treaty


def date_filter(label):
    return filters.DateFilter(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def as_of_date(data):
    """(date or None, message or None) of the parameter `as_of`."""
    text = data.get("as_of", "")
    try:
        return forms.DateField(required=False).clean(text), None
    except forms.ValidationError:
        return None, _("Write a date as 1998-11-20. The table shows today.")


class StatusFilter(ListFilter):
    q = filters.CharFilter(label=_("Words"), max_length=200)
    region = OneOf(label=_("Region"), choices=Country.Region.choices)
    kind = OneOf(label=_("Instruments"), choices=Treaty.Kind.choices, empty=_("the five UN treaties"))
    un = OneOf(label=_("Member of the United Nations"), choices=YES_NO)
    as_of = date_filter(_("As of"))

    def filter_queryset(self, queryset):
        chosen = self.chosen
        queryset = self.with_words(queryset, "name__icontains", "iso3__iexact")
        if "region" in chosen:
            queryset = queryset.filter(region=chosen["region"])
        if "un" in chosen:
            queryset = queryset.filter(un_member=chosen["un"] == "yes")
        return queryset

    def treaties(self):
        kind = self.chosen.get("kind", Treaty.Kind.UN_TREATY)
        return Treaty.objects.published().filter(kind=kind).defer("body")
