"""The works that facts rest on."""

from django.contrib import admin
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Count
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from editorial.admin.columns import link, partial
from editorial.admin.content import GuardedAdmin
from editorial.models import ContentModel, Source

SHOWN = 100  # citations listed with a source


@admin.register(Source)
class SourceAdmin(GuardedAdmin):
    list_display = ["title", "publisher", "kind", partial("published", _("published")), "accessed", "cited"]
    list_filter = ["kind"]
    list_per_page = 50
    date_hierarchy = "published"
    search_fields = ["title", "publisher", "slug", "url"]
    prepopulated_fields = {"slug": ["publisher", "title"]}
    readonly_fields = ["cited_by"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "publisher", "slug"]}),
        (_("Where to read it"), {"fields": ["url", ("published", "published_precision"), "accessed"]}),
        (_("What rests on it"), {"fields": ["cited_by"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(cited=Count("citations"))

    @admin.display(description=_("cited"), ordering="cited")
    def cited(self, source):
        return source.cited

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
