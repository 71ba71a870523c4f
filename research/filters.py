"""Narrowing the list of data access."""

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial.listing import ListFilter, OneOf
from missions.models import Mission
from research.models import Archive

PERIODS = {
    "0": (_("open at once"), Q(proprietary_months=0)),
    "6": (_("up to 6 months"), Q(proprietary_months__gte=1, proprietary_months__lte=6)),
    "12": (_("7 to 12 months"), Q(proprietary_months__gte=7, proprietary_months__lte=12)),
    "more": (_("longer than 12 months"), Q(proprietary_months__gt=12)),
    "varies": (_("not a single figure"), Q(period="varies")),
    "unknown": (_("unknown"), Q(period="unknown")),
}


class DataAccessFilter(ListFilter):
    q = filters.CharFilter(label=_("Words"), max_length=200)
    archive = OneOf(label=_("Archive"))
    access = OneOf(label=_("Access"), choices=Archive.Access.choices)
    period = OneOf(
        label=_("Proprietary period"), choices=[(key, label) for key, (label, _rule) in PERIODS.items()]
    )
    category = OneOf(label=_("Category"), choices=Mission.Category.choices)

    pages = {"archive": "research:archive"}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        field = self.form.fields["archive"]
        field.choices = [*field.choices, *Archive.objects.published().values_list("slug", "acronym")]
        self.lead_on()

    def filter_queryset(self, queryset):
        chosen = self.chosen
        words = ("mission__name__icontains", "archive__name__icontains", "policy__icontains")
        queryset = self.with_words(queryset, *words)
        for name, key in (
            ("archive", "archive__slug"),
            ("access", "archive__access"),
            ("category", "mission__category"),
        ):
            if name in chosen:
                queryset = queryset.filter(**{key: chosen[name]})
        if "period" in chosen:
            queryset = queryset.filter(PERIODS[chosen["period"]][1])
        return queryset
