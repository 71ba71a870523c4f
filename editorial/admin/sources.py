"""The works that facts rest on."""

from django.contrib import admin
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Count
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from editorial import source_checks
from editorial.admin.columns import link, partial
from editorial.admin.content import GuardedAdmin
from editorial.admin_filters import AddressFilter
from editorial.models import ContentModel, Source

SHOWN = 100  # citations listed with a source


@admin.register(Source)
class SourceAdmin(GuardedAdmin):
    list_display = [
        "title",
        "publisher",
        "kind",
        partial("published", _("published")),
        "accessed",
        "cited",
        "answer",
    ]
    list_filter = ["kind", AddressFilter]
    list_select_related = ["address_check"]
    upkeep = [(_("addresses that fail"), {"address": "broken"})]
    list_per_page = 50
    date_hierarchy = "published"
    search_fields = ["title", "publisher", "slug", "url"]
    prepopulated_fields = {"slug": ["publisher", "title"]}
    readonly_fields = ["cited_by", "answer"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "publisher", "slug"]}),
        (
            _("Where to read it"),
            {"fields": ["url", ("published", "published_precision"), "accessed", "answer"]},
        ),
        (_("What rests on it"), {"fields": ["cited_by"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(cited=Count("citations"))

    @admin.display(description=_("cited"), ordering="cited")
    def cited(self, source):
        return source.cited

    @admin.display(description=_("its address"))
    def answer(self, source):
        """How the address answered when it was last opened."""
        check = getattr(source, "address_check", None)
        if check is None:
            return _("not opened yet")
        return f"{check.problem or check.status} ({check.at:%Y-%m-%d})"

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "url" in form.changed_data:
            source_checks.forget(obj)

    @admin.display(description=_("cited by"))
    def cited_by(self, source):
        """The records that rest on the source, the first of them by name."""
        if source._state.adding:
            return _("Nothing yet.")
        records = GenericPrefetch("record", list(self.editable_records()))
        rows = source.citations.order_by("content_type", "object_id").prefetch_related(records)
        found = list(dict.fromkeys(row.record for row in rows[:SHOWN] if row.record))
        links = format_html_join(
            "", "<li>{}: {}</li>", ((capfirst(r._meta.verbose_name), link(r)) for r in found)
        )
        more = _("The first %(n)s citations.") % {"n": SHOWN} if source.citations.count() > SHOWN else ""
        return format_html("<ul>{}</ul>{}", links, more) if found else _("Nothing yet.")

    def editable_records(self):
        """A queryset of each model on the desk, with what its name speaks of."""
        for model, desk in self.admin_site._registry.items():
            if issubclass(model, ContentModel) and model is not Source:
                related = desk.list_select_related or []
                yield model.objects.select_related(*related) if related else model.objects.all()
