"""The filters of the lists of missions and of what takes part in them."""

# ruff: noqa: ARG002 (Django prescribes what these methods take)

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PastEndFilter(admin.SimpleListFilter):
    """Missions that are still called operational although their end has passed."""

    title = _("end")
    parameter_name = "end"

    def lookups(self, request, model_admin):
        return [("past", _("has passed, and still called operational"))]

    def queryset(self, request, queryset):
        return queryset.past_their_end(timezone.localdate()) if self.value() == "past" else queryset


class ContributionFilter(admin.SimpleListFilter):
    title = _("contribution")
    parameter_name = "contribution"

    def lookups(self, request, model_admin):
        return [("yes", _("is told")), ("no", _("is not told"))]

    def queryset(self, request, queryset):
        if self.value() == "no":
            return queryset.filter(contribution="")
        return queryset.exclude(contribution="") if self.value() == "yes" else queryset
