"""The editors' desk: what the admin pages of all subjects have in common, and the sources."""

from django.contrib import admin, messages
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Count, When
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from editorial import dates, publishing
from editorial.admin_filters import SourcedFilter, VerifiedFilter
from editorial.forms import ContentForm
from editorial.inlines import CitationInline, EditorsFields
from editorial.models import ContentModel, Publishable, Source
from editorial.rights import may

SHOWN = 100  # citations listed with a source
PUBLISHING = (
    _("Publishing"),
    {"fields": [("state", "verified_on"), ("published_by", "published_at", "changed_at")]},
)


def partial(name, label):
    """A list's column of a date, written as far as it is known."""

    @admin.display(description=label, ordering=name)
    def column(record):
        precision = getattr(record, f"{name}_precision")
        return None if precision == dates.Precision.NONE else dates.written(getattr(record, name), precision)

    return column


class ClosestFirst:
    """In a choice that is looked up while typing, what is or begins with the words comes first."""

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if search_term and request.path == reverse("admin:autocomplete"):
            name = self.search_fields[0]
            closeness = Case(
                When(**{f"{name}__iexact": search_term}, then=0),
                When(**{f"{name}__istartswith": search_term}, then=1),
                default=2,
            )
            found = found.order_by(closeness, name)
        return found, may_repeat


class ContentAdmin(ClosestFirst, EditorsFields, admin.ModelAdmin):
    """A sourced record that is edited on a page of its own."""

    form = ContentForm
    inlines = [CitationInline]
    list_per_page = 50
    save_on_top = True

    def get_queryset(self, request):
        return super().get_queryset(request).with_sourced()

    @admin.display(description=_("sourced"), boolean=True, ordering="sourced")
    def sourced(self, record):
        return record.sourced

    def view_on_site(self, record):
        """The page, if the public has it."""
        shown = not isinstance(record, Publishable) or record.is_published
        return record.get_absolute_url() if shown and hasattr(record, "get_absolute_url") else None


class RowAdmin(ContentAdmin):
    """A row of another record's page that also has a form of its own, for its sources."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        touch_owner(obj)

    def delete_model(self, request, obj):
        touch_owner(obj)
        super().delete_model(request, obj)


def touch_owner(row):
    """The page of the owner has changed with its row."""
    owner = getattr(row, row.belongs_to)
    type(owner).objects.filter(pk=owner.pk).update(changed_at=timezone.now())


class PublishableAdmin(ContentAdmin):
    """A record with a page: shown to the public by a step of its own, never by a field."""

    readonly_fields = ["state", "published_by", "published_at", "changed_at"]
    actions = ["publish_selected", "withdraw_selected", "mark_verified"]
    columns = ()  # those of the subject, between the name and the state
    filters = ()

    def get_list_display(self, request):
        return ["__str__", *self.columns, "state", "sourced", "verified_on", "changed_at"]

    def get_list_filter(self, request):
        return ["state", SourcedFilter, VerifiedFilter, *self.filters]

    def has_publish_permission(self, request, obj=None):
        return may(request.user, "publish", self.model)

    def has_delete_permission(self, request, obj=None):
        public = obj is not None and obj.is_published
        allowed = super().has_delete_permission(request, obj)
        return allowed and (not public or self.has_publish_permission(request))

    def save_model(self, request, obj, form, change):
        obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, obj=None, **kwargs):
        allowed = self.has_publish_permission(request) and not context["is_popup"]
        shown = obj is not None and obj.is_published
        editable = obj is None or self.has_change_permission(request, obj)
        context["show_publish"] = allowed and editable and not shown
        context["show_withdraw"] = allowed and editable and shown
        return super().render_change_form(request, context, obj=obj, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        return self.taken_step(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.taken_step(request, obj) or super().response_change(request, obj)

    def taken_step(self, request, obj):
        """Publish or withdraw what was just saved, if that button was pressed, and stay with it."""
        step = next((step for step in STEPS if f"_{step.__name__}" in request.POST), None)
        if step is None:
            return None
        if not self.has_publish_permission(request):
            raise PermissionDenied
        self.message_user(request, _("“%(record)s” was saved.") % {"record": obj})
        self.take(request, step, obj)
        return HttpResponseRedirect(admin_address(obj))

    def take(self, request, step, obj):
        """Take the step; whether it was taken. A refusal is shown with the records in its way."""
        try:
            step(obj, by=request.user)
        except publishing.Refused as refusal:
            self.message_user(request, refused(STEPS[step][1], obj, refusal), messages.ERROR)
            return False
        done = STEPS[step][0] % {"record": obj}
        self.log_change(request, obj, str(done))
        self.message_user(request, done, messages.SUCCESS)
        return True

    @admin.action(description=_("Publish selected"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        self.take_in_turn(request, publishing.publish, queryset.exclude(state=Publishable.State.PUBLISHED))

    @admin.action(description=_("Withdraw selected"), permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        self.take_in_turn(request, publishing.withdraw, queryset.published())

    def take_in_turn(self, request, step, queryset):
        """Those that wait for others of the selection come after them."""
        waiting, stuck = list(queryset), False
        while waiting and not stuck:
            ready = [obj for obj in waiting if not obstacles(step, obj)]
            for obj in ready:
                self.take(request, step, obj)
            waiting, stuck = [obj for obj in waiting if obj not in ready], not ready
        for obj in waiting:
            self.take(request, step, obj)

    @admin.action(description=_("Mark as verified today"), permissions=["change"])
    def mark_verified(self, request, queryset):
        allowed = [obj.pk for obj in queryset if self.has_change_permission(request, obj)]
        self.model.objects.filter(pk__in=allowed).update(verified_on=timezone.localdate())
        self.message_user(request, _("Marked as verified today: %(n)s.") % {"n": len(allowed)})
        if left := queryset.exclude(pk__in=allowed).count():
            text = _("Left as they are, for they are published and you may not change them: %(n)s.")
            self.message_user(request, text % {"n": left}, messages.WARNING)


STEPS = {  # each step with what is said when it is taken and when it is refused
    publishing.publish: (_("“%(record)s” is published."), _("“%(record)s” was not published.")),
    publishing.withdraw: (_("“%(record)s” is withdrawn."), _("“%(record)s” was not withdrawn.")),
}


def obstacles(step, record):
    record.refresh_from_db()  # the others of a selection may just have been published
    find = publishing.unpublished_references if step is publishing.publish else publishing.dependants
    return find(record)


def refused(said, record, refusal):
    links = format_html_join(", ", "{}", ((link(r),) for r in refusal.records))
    return format_html("{} {} {}", said % {"record": record}, refusal.reason, links)


def admin_address(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


@admin.register(Source)
class SourceAdmin(ClosestFirst, EditorsFields, admin.ModelAdmin):
    form = ContentForm
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


def link(record):
    return format_html('<a href="{}">{}</a>', admin_address(record), record)
