"""The editors' desk for countries, agencies and memberships."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from editorial.admin import PUBLISHING, ContentAdmin, RowAdmin, partial
from editorial.admin.merging import MergingAdmin
from editorial.admin_filters import SourcedFilter
from editorial.imports.admin import Importing
from editorial.inlines import CitationInline, RowInline
from partners.models import Agency, Country, CountryName, Membership


class CountryNameInline(RowInline):
    model = CountryName
    show_change_link = False


@admin.register(Country)
class CountryAdmin(ContentAdmin):
    inlines = [CountryNameInline, CitationInline]
    list_display = [
        "name",
        "iso3",
        "region",
        "un_member",
        "copuos_member",
        "copuos_since",
        "until",
        "sourced",
    ]
    list_filter = [
        "region",
        "un_member",
        "copuos_member",
        ("until", admin.EmptyFieldListFilter),
        SourcedFilter,
    ]
    search_fields = ["name", "formal_name", "iso3", "iso2", "other_names__name"]
    search_help_text = _("Name or code.")
    autocomplete_fields = ["successor"]
    fieldsets = [
        (None, {"fields": ["name", "formal_name", ("iso3", "iso2"), ("region", "subregion")]}),
        (_("United Nations"), {"fields": ["un_member", ("copuos_member", "copuos_since")]}),
        (_("Former state"), {"fields": [("until", "successor")]}),
        (_("Remark"), {"fields": ["note"]}),
    ]


class MembershipInline(RowInline):
    model = Membership
    autocomplete_fields = ["country"]
    loaded_with = ["country", "organisation"]


@admin.register(Agency)
class AgencyAdmin(Importing, MergingAdmin):
    inlines = [MembershipInline, CitationInline]
    columns = ["name", "kind", "country", "mission_count"]
    filters = ["kind", ("country__region", admin.AllValuesFieldListFilter)]
    list_select_related = ["country"]
    date_hierarchy = "founded"
    search_fields = ["acronym", "name", "native_name", "slug", "country__name"]
    search_help_text = _("Acronym, name or country.")
    prepopulated_fields = {"slug": ["acronym"]}
    autocomplete_fields = ["country", "parent", "successor"]
    fieldsets = [
        (
            None,
            {"fields": [("acronym", "slug"), "name", "native_name", ("kind", "country"), "summary", "body"]},
        ),
        (
            _("Life"),
            {"fields": [("founded", "founded_precision"), ("dissolved", "dissolved_precision")]},
        ),
        (_("Other agencies"), {"fields": [("parent", "successor")]}),
        (_("Elsewhere"), {"fields": ["website", "ror_id"]}),
        PUBLISHING,
    ]

    def get_queryset(self, request):
        missions = Count("participations__mission", distinct=True)
        return super().get_queryset(request).annotate(mission_count=missions)

    @admin.display(description=_("missions"), ordering="mission_count")
    def mission_count(self, agency):
        return agency.mission_count


@admin.register(Membership)
class MembershipAdmin(RowAdmin):
    list_display = [
        "country",
        "organisation",
        "kind",
        partial("since", _("since")),
        partial("until", _("until")),
        "sourced",
    ]
    list_filter = ["kind", ("organisation", admin.RelatedOnlyFieldListFilter), SourcedFilter]
    list_select_related = ["country", "organisation"]
    date_hierarchy = "since"
    search_fields = ["country__name", "organisation__acronym", "organisation__name"]
    autocomplete_fields = ["organisation", "country"]
    fieldsets = [
        (None, {"fields": [("organisation", "country", "kind")]}),
        (_("From when to when"), {"fields": [("since", "since_precision"), ("until", "until_precision")]}),
    ]
