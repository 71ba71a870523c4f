"""The filters of the editors' lists that all subjects share."""

# ruff: noqa: ARG002 (Django prescribes what these methods take)

import datetime

from django.contrib import admin
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial import source_checks
from editorial.models import AddressCheck, Review


class SourcedFilter(admin.SimpleListFilter):
    title = _("sources")
    parameter_name = "sourced"

    def lookups(self, request, model_admin):
        return [("yes", _("has a source")), ("no", _("source wanted"))]

    def queryset(self, request, queryset):
        return queryset.filter(sourced=self.value() == "yes") if self.value() in {"yes", "no"} else queryset


class VerifiedFilter(admin.SimpleListFilter):
    title = _("last verified")
    parameter_name = "verified"

    def lookups(self, request, model_admin):
        return [("recent", _("within a year")), ("old", _("longer ago or never"))]

    def queryset(self, request, queryset):
        year_ago = timezone.localdate() - datetime.timedelta(days=365)
        if self.value() == "recent":
            return queryset.filter(verified_on__gte=year_ago)
        return queryset.unverified_since(year_ago) if self.value() == "old" else queryset


class DraftFilter(admin.SimpleListFilter):
    """Expects the annotation `is_in_draft`."""

    title = _("draft")
    parameter_name = "draft"

    def lookups(self, request, model_admin):
        return [("yes", _("has a draft")), ("review", _("waits for review")), ("no", _("has none"))]

    def queryset(self, request, queryset):
        if self.value() == "review":
            waiting = Review.objects.of_model(queryset.model).filter(state=Review.State.SUBMITTED)
            return queryset.filter(pk__in=waiting.values("object_id"))
        return (
            queryset.filter(is_in_draft=self.value() == "yes") if self.value() in {"yes", "no"} else queryset
        )


class AddressFilter(admin.SimpleListFilter):
    """Sources by what the machine found when it last opened their addresses."""

    title = _("address")
    parameter_name = "address"
    wanted = {
        "broken": source_checks.BROKEN,
        "failing": Q(failures__gt=0) & ~source_checks.BROKEN,
        "closed": source_checks.UNCHECKABLE,
        "good": Q(problem=""),
    }

    def lookups(self, request, model_admin):
        return [
            ("broken", _("is broken")),
            ("failing", _("failed lately")),
            ("closed", _("cannot be checked by a machine")),
            ("good", _("answers")),
            ("unchecked", _("has not been opened yet")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "unchecked":
            return queryset.filter(address_check=None)
        if self.value() not in self.wanted:
            return queryset
        found = AddressCheck.objects.filter(self.wanted[self.value()])
        return queryset.filter(pk__in=found.values("source"))
