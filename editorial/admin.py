"""The editors' desk: what the admin pages of all subjects have in common."""

import datetime

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.admin import GenericTabularInline
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Count, TextField
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from editorial import publishing
from editorial.forms import (
    CitationFormSet,
    ContentForm,
    KnownSelect,
    KnownSelectMultiple,
    Paragraph,
    RowForm,
    RowFormSet,
    RowPageForm,
    may,
    may_amend,
    published_owner,
)
from editorial.models import Citation, Publishable, Source

MARKDOWN_HELP = _(
    "Markdown: an empty line between paragraphs, **bold**, *italic*, [words](https://address), "
    "lines that begin with “- ” for a list and with “## ” for a heading. HTML is shown as typed."
)
PUBLISHING = (
    _("Publishing"),
    {"fields": [("state", "verified_on"), ("published_by", "published_at", "changed_at")]},
)


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


class EditorsFields:
    """Fields as editors like them: room for long texts, and keys that cost no query for each row."""

    markdown_fields = ("body",)
    paragraph_attrs = {"rows": 2, "class": "vLargeTextField"}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if type(db_field) is CharField and db_field.max_length >= 200 and not db_field.choices:
            kwargs["widget"] = Paragraph(attrs=self.paragraph_attrs)
        if isinstance(db_field, TextField) and db_field.name in self.markdown_fields:
            kwargs["widget"] = admin.widgets.AdminTextareaWidget(attrs={"rows": 18})
            kwargs["help_text"] = MARKDOWN_HELP
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = KnownSelectMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class OwnersRows(EditorsFields):
    """Rows on their owner's page: loaded together, and guarded as the owner is."""

    form = RowForm
    extra = 0
    loaded_with = ()  # keys that the rows show
    loaded_lists = ()  # many-to-many fields that the rows show
    paragraph_attrs = {"rows": 3, "cols": 30}

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related(*self.loaded_with)
        return found.prefetch_related(*self.loaded_lists)

    def has_add_permission(self, request, obj):
        return super().has_add_permission(request, obj) and may_amend(request.user, obj)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and may_amend(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and may_amend(request.user, obj)


class RowInline(OwnersRows, admin.TabularInline):
    formset = RowFormSet
    show_change_link = True


class CitationInline(OwnersRows, GenericTabularInline):
    model = Citation
    formset = CitationFormSet
    ct_field = "content_type"
    ct_fk_field = "object_id"
    autocomplete_fields = ["source"]
    loaded_with = ["source"]


class ContentAdmin(EditorsFields, admin.ModelAdmin):
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

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and may_amend(request.user, obj)


class RowAdmin(ContentAdmin):
    """A row of another record's page that also has a form of its own, for its sources."""

    form = RowPageForm

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and may_amend(request.user, obj)

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
        return ["state", *self.filters, SourcedFilter, VerifiedFilter]

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
        except publishing.NotPublishable as refusal:
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
    find = publishing.unpublished_references if step is publishing.publish else publishing.dependants
    return find(record)


def refused(said, record, refusal):
    links = format_html_join(", ", '<a href="{}">{}</a>', ((admin_address(r), r) for r in refusal.records))
    return format_html("{} {} {}", said % {"record": record}, refusal.reason, links)


def admin_address(record):
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


