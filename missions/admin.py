"""The editors' desk for programmes, missions and what stands on a mission's page."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from editorial.admin import PUBLISHING, PublishableAdmin, RowAdmin, partial
from editorial.admin_filters import SourcedFilter
from editorial.imports.admin import Importing
from editorial.inlines import CitationInline, RowInline
from missions.admin_filters import ContributionFilter, PastEndFilter
from missions.models import (
    Agreement,
    Instrument,
    Milestone,
    Mission,
    MissionSet,
    Participation,
    Programme,
)


@admin.register(Programme)
class ProgrammeAdmin(PublishableAdmin):
    columns = ["mission_count"]
    search_fields = ["name", "slug", "summary"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", "summary", "body", "website"]}),
        PUBLISHING,
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(mission_count=Count("missions", distinct=True))

    @admin.display(description=_("missions"), ordering="mission_count")
    def mission_count(self, programme):
        return programme.mission_count


class ParticipationInline(RowInline):
    model = Participation
    autocomplete_fields = ["agency"]
    loaded_with = ["agency", "mission"]


class InstrumentInline(RowInline):
    model = Instrument
    autocomplete_fields = ["countries"]
    loaded_with = ["mission"]
    loaded_lists = ["countries"]
    classes = ["collapse"]


class AgreementInline(RowInline):
    model = Agreement
    autocomplete_fields = ["treaty"]
    loaded_with = ["treaty"]
    classes = ["collapse"]


class MilestoneInline(RowInline):
    model = Milestone
    classes = ["collapse"]


@admin.register(Mission)
class MissionAdmin(Importing, PublishableAdmin):
    inlines = [ParticipationInline, InstrumentInline, AgreementInline, MilestoneInline, CitationInline]
    columns = ["category", "status", partial("launched", _("launch")), "partner_count"]
    filters = [
        *("category", "status", "destination"),
        ("participations__role", admin.ChoicesFieldListFilter),
        ("programme", admin.RelatedOnlyFieldListFilter),
        PastEndFilter,
    ]
    upkeep = [(_("ended, and still called operational"), {"end": "past"})]
    date_hierarchy = "launched"
    search_fields = ["name", "alternative_names", "slug", "cospar_id", "=norad_id", "programme__name"]
    search_help_text = _("Name, COSPAR ID, NORAD ID or programme.")
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["programme"]
    fieldsets = [
        (None, {"fields": [("name", "slug"), "alternative_names", "summary", "body"]}),
        (_("Kind"), {"fields": ["programme", ("category", "destination", "status")]}),
        (
            _("Flight"),
            {
                "fields": [
                    ("launched", "launched_precision"),
                    ("ended", "ended_precision"),
                    ("launch_vehicle", "launch_site"),
                    ("cospar_id", "norad_id"),
                    "website",
                ]
            },
        ),
        (_("Picture"), {"fields": ["picture", "picture_text", "picture_credit"]}),
        PUBLISHING,
    ]

    def get_queryset(self, request):
        partners = Count("participations__agency", distinct=True)
        return super().get_queryset(request).annotate(partner_count=partners)

    @admin.display(description=_("partners"), ordering="partner_count")
    def partner_count(self, mission):
        return mission.partner_count


@admin.register(MissionSet)
class MissionSetAdmin(PublishableAdmin):
    columns = ["selection", "position"]
    search_fields = ["name", "slug", "summary"]
    prepopulated_fields = {"slug": ["name"]}
    markdown_fields = ("introduction",)
    fieldsets = [
        (None, {"fields": ["name", "slug", "summary", "introduction"]}),
        (_("Missions"), {"fields": ["selection", "position"]}),
        PUBLISHING,
    ]


@admin.register(Participation)
class ParticipationAdmin(Importing, RowAdmin):
    list_display = [
        "mission",
        "agency",
        "role",
        partial("joined", _("joined")),
        partial("left", _("left")),
        "sourced",
    ]
    list_filter = [
        *("role", "left_precision", "mission__category", "agency__kind"),
        *(SourcedFilter, ContributionFilter),
        ("mission__programme", admin.RelatedOnlyFieldListFilter),
    ]
    upkeep = [(_("without a contribution"), {"contribution": "no"})]
    list_select_related = ["mission", "agency"]
    date_hierarchy = "joined"
    search_fields = ["mission__name", "mission__slug", "agency__acronym", "agency__name", "contribution"]
    search_help_text = _("Mission, agency or what it supplied.")
    autocomplete_fields = ["mission", "agency"]
    fieldsets = [
        (None, {"fields": [("mission", "agency", "role"), "contribution"]}),
        (
            _("From when to when"),
            {"fields": [("joined", "joined_precision"), ("left", "left_precision"), "reason_left"]},
        ),
    ]


@admin.register(Instrument)
class InstrumentAdmin(Importing, RowAdmin):
    list_display = ["acronym", "name", "mission", "kind", "builder", "sourced"]
    list_filter = ["mission__category", "kind", SourcedFilter]
    list_select_related = ["mission"]
    search_fields = ["acronym", "name", "kind", "builder", "mission__name"]
    search_help_text = _("Name, kind, builder or mission.")
    autocomplete_fields = ["mission", "countries"]
    fieldsets = [
        (None, {"fields": ["mission", ("acronym", "kind"), "name"]}),
        (_("Built by"), {"fields": ["builder", "countries"]}),
    ]


@admin.register(Agreement)
class AgreementAdmin(RowAdmin):
    list_display = ["title", "mission", "kind", partial("signed", _("date")), "treaty", "sourced"]
    list_filter = ["kind", ("treaty", admin.RelatedOnlyFieldListFilter), SourcedFilter]
    list_select_related = ["mission", "treaty"]
    date_hierarchy = "signed"
    search_fields = ["title", "mission__name"]
    autocomplete_fields = ["mission", "treaty"]
    fieldsets = [(None, {"fields": ["mission", "title", "kind", ("signed", "signed_precision"), "treaty"]})]


@admin.register(Milestone)
class MilestoneAdmin(RowAdmin):
    list_display = ["event", "mission", partial("date", _("date")), "sourced"]
    list_filter = ["mission__category", SourcedFilter]
    list_select_related = ["mission"]
    date_hierarchy = "date"
    search_fields = ["event", "mission__name"]
    autocomplete_fields = ["mission"]
    fieldsets = [(None, {"fields": ["mission", ("date", "date_precision"), "event"]})]
