"""The editors' desk for treaties, their articles and the acts upon them."""

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from editorial.admin import PUBLISHING, PublishableAdmin, RowAdmin, partial
from editorial.admin_filters import SourcedFilter
from editorial.imports.admin import Importing
from editorial.inlines import CitationInline, RowInline
from editorial.models import Source
from treaties.models import Action, Article, PrintedTotal, Treaty
from treaties.status_admin import StatusTable


class ActionSourcedFilter(SourcedFilter):
    """Acts that only a research data set attests are told apart: they want a better source."""

    def lookups(self, request, model_admin):
        return [*super().lookups(request, model_admin), ("dataset", _("rests on a research data set only"))]

    def queryset(self, request, queryset):
        if self.value() != "dataset":
            return super().queryset(request, queryset)
        better = Action.citations_of(OuterRef("pk")).exclude(source__kind=Source.Kind.DATASET)
        return queryset.filter(~Exists(better), sourced=True)


class ArticleInline(RowInline):
    model = Article
    fields = ["position", "number", "heading", "summary"]
    loaded_with = ["treaty"]
    show_change_link = False
    classes = ["collapse"]


class ActionInline(RowInline):
    model = Action
    autocomplete_fields = ["country", "organisation"]
    loaded_with = ["country", "organisation", "treaty"]
    classes = ["collapse"]


class PrintedTotalInline(RowInline):
    model = PrintedTotal
    loaded_with = ["treaty"]
    classes = ["collapse"]


@admin.register(Treaty)
class TreatyAdmin(StatusTable, PublishableAdmin):
    inlines = [CitationInline, ArticleInline, ActionInline, PrintedTotalInline]
    columns = [
        "abbreviation",
        "kind",
        partial("adopted", _("adopted")),
        partial("in_force", _("entry into force")),
        "act_count",
    ]
    filters = ["kind"]
    date_hierarchy = "adopted"
    search_fields = ["short_name", "title", "abbreviation", "slug", "unts_reference"]
    search_help_text = _("Title, abbreviation or UN Treaty Series reference.")
    prepopulated_fields = {"slug": ["short_name"]}
    autocomplete_fields = ["related"]
    fieldsets = [
        (None, {"fields": ["title", ("short_name", "abbreviation"), "slug", "kind", "summary", "body"]}),
        (
            _("Dates"),
            {
                "fields": [
                    ("adopted", "adopted_precision"),
                    "resolution",
                    ("opened", "opened_precision"),
                    "opened_places",
                    ("in_force", "in_force_precision"),
                ]
            },
        ),
        (
            _("Reference"),
            {"fields": ["depositaries", "unts_reference", "official_url", "number_of_articles", "unsure"]},
        ),
        (_("Other instruments"), {"fields": ["related"]}),
        PUBLISHING,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(act_count=Count("actions", distinct=True))

    @admin.display(description=_("acts"), ordering="act_count")
    def act_count(self, treaty):
        return treaty.act_count


@admin.register(Action)
class ActionAdmin(Importing, RowAdmin):
    upkeep = [(_("rest on a research data set only"), {"sourced": "dataset"})]
    list_display = [
        "party",
        "kind",
        "treaty",
        partial("date", _("date")),
        "attested_on",
        "confidence",
        "disputed",
        "sourced",
    ]
    list_filter = [
        ("treaty", admin.RelatedOnlyFieldListFilter),
        *("kind", "confidence", "disputed", "depositary", ActionSourcedFilter),
    ]
    list_select_related = ["country", "organisation", "treaty"]
    date_hierarchy = "date"
    search_fields = [
        *("country__name", "country__iso3", "organisation__acronym", "organisation__name"),
        *("treaty__short_name", "treaty__abbreviation", "note"),
    ]
    search_help_text = _("Party or treaty.")
    autocomplete_fields = ["treaty", "country", "organisation"]
    fieldsets = [
        (None, {"fields": ["treaty", ("country", "organisation"), ("kind", "depositary")]}),
        (_("When"), {"fields": [("date", "date_precision"), "attested_on"]}),
        (_("How sure"), {"fields": [("confidence", "disputed"), "note"]}),
    ]

    @admin.display(description=_("party"), ordering="country__name")
    def party(self, action):
        return action.party


@admin.register(PrintedTotal)
class PrintedTotalAdmin(RowAdmin):
    list_display = ["treaty", "status", "as_of", "number", "sourced"]
    list_filter = ["status", ("treaty", admin.RelatedOnlyFieldListFilter), SourcedFilter]
    list_select_related = ["treaty"]
    date_hierarchy = "as_of"
    search_fields = ["treaty__short_name", "treaty__abbreviation", "remark"]
    autocomplete_fields = ["treaty"]
    fieldsets = [(None, {"fields": ["treaty", ("status", "as_of", "number"), "remark"]})]
