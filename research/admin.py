"""The editors' desk for consortia, archives and the access to data."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from editorial.admin import PUBLISHING, PublishableAdmin, RowAdmin, partial
from editorial.admin_filters import SourcedFilter
from editorial.inlines import CitationInline, RowInline
from research.models import Archive, Consortium, DataAccess


@admin.register(Consortium)
class ConsortiumAdmin(PublishableAdmin):
    columns = [partial("founded", _("founded")), "country_count"]
    date_hierarchy = "founded"
    search_fields = ["name", "slug", "summary", "members"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["countries", "agencies", "missions", "instruments"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "summary", "body", ("founded", "founded_precision"), "website"]}),
        (_("Members"), {"fields": ["members", "countries", "agencies"]}),
        (_("Work"), {"fields": ["missions", "instruments", "guaranteed_time"]}),
        PUBLISHING,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(country_count=Count("countries", distinct=True))

    @admin.display(description=_("countries"), ordering="country_count")
    def country_count(self, consortium):
        return consortium.country_count


class DataAccessInline(RowInline):
    model = DataAccess
    autocomplete_fields = ["mission"]
    loaded_with = ["mission", "archive"]


@admin.register(Archive)
class ArchiveAdmin(PublishableAdmin):
    inlines = [DataAccessInline, CitationInline]
    columns = ["name", "operator", "access", "mission_count"]
    filters = ["access"]
    list_select_related = ["operator"]
    search_fields = ["acronym", "name", "slug", "operator__acronym"]
    prepopulated_fields = {"slug": ["acronym"]}
    autocomplete_fields = ["operator"]
    fieldsets = [
        (None, {"fields": [("acronym", "slug"), "name", "operator", "summary", "body"]}),
        (_("Use"), {"fields": ["access", "website"]}),
        PUBLISHING,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(mission_count=Count("data_access", distinct=True))

    @admin.display(description=_("missions"), ordering="mission_count")
    def mission_count(self, archive):
        return archive.mission_count


@admin.register(DataAccess)
class DataAccessAdmin(RowAdmin):
    list_display = ["mission", "archive", "period", "proprietary_months", "policy", "sourced"]
    list_filter = ["period", ("archive", admin.RelatedOnlyFieldListFilter), SourcedFilter]
    list_select_related = ["mission", "archive"]
    search_fields = ["mission__name", "archive__acronym", "archive__name", "policy"]
    autocomplete_fields = ["mission", "archive"]
    fieldsets = [
        (None, {"fields": [("mission", "archive")]}),
        (_("Terms"), {"fields": [("period", "proprietary_months"), "policy", "note"]}),
    ]
