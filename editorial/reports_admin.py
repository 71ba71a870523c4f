"""What readers found wrong: read, looked into, and answered."""

# ruff: noqa: ARG002 (Django prescribes what these methods take)

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.seen import SavedAsSeen
from editorial.models import Report


@admin.register(Report)
class ReportAdmin(SavedAsSeen, admin.ModelAdmin):
    list_display = ["beginning", "page", "at", "state", "answered_by"]
    list_filter = ["state"]
    list_per_page = 50
    search_fields = ["path", "text", "answer"]
    date_hierarchy = "at"
    actions = ["settle", "dismiss"]
    readonly_fields = ["page", "text", "evidence", "at", "answered_by", "answered_at"]
    fieldsets = [
        (_("What the reader says"), {"fields": ["page", "text", "evidence", "at"]}),
        (_("What became of it"), {"fields": ["state", "answer", ("answered_by", "answered_at")]}),
    ]

    def has_add_permission(self, request):
        return False

    @admin.display(description=_("what is wrong"), ordering="text")
    def beginning(self, report):
        return Truncator(" ".join(report.text.split())).chars(120)

    @admin.display(description=_("page"), ordering="path")
    def page(self, report):
        """A link to the page, if what was sent is a path of this site."""
        if report.path.startswith("/") and url_has_allowed_host_and_scheme(report.path, allowed_hosts=None):
            return format_html('<a href="{}">{}</a>', report.path, report.path)
        return report.path

    def save_model(self, request, obj, form, change):
        if form.changed_data:
            note_who(obj, request.user)
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Mark as settled"), permissions=["change"])
    def settle(self, request, queryset):
        self.answer(request, queryset, Report.State.SETTLED)

    @admin.action(description=_("Dismiss"), permissions=["change"])
    def dismiss(self, request, queryset):
        self.answer(request, queryset, Report.State.DISMISSED)

    def answer(self, request, queryset, state):
        reports = list(queryset.exclude(state=state))
        for report in reports:
            report.state = state
            note_who(report, request.user)
            report.save(update_fields=["state", "answered_by", "answered_at"])
            self.log_change(request, report, str(state.label))
        told = {"state": state.label, "n": len(reports)}
        self.message_user(request, _("Reports now “%(state)s”: %(n)s.") % told)


def note_who(report, user):
    """Who answered, and when; nobody, for a report that is open again."""
    is_open = report.state == Report.State.OPEN
    report.answered_by = "" if is_open else user.get_username()
    report.answered_at = None if is_open else timezone.now()
