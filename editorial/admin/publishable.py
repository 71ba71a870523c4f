"""A record with a page: shown to the public by steps, never by a field."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from editorial import drafts, publishing
from editorial.admin.columns import link
from editorial.admin.content import ContentAdmin
from editorial.admin.steps import StepViews
from editorial.admin_filters import DraftFilter, SourcedFilter, VerifiedFilter
from editorial.models import Draft, Publishable
from editorial.rights import may

DONE = {  # each step with what is said when it is taken and when it is refused
    publishing.publish: (_("“%(record)s” is published."), _("“%(record)s” was not published.")),
    publishing.withdraw: (_("“%(record)s” is withdrawn."), _("“%(record)s” was not withdrawn.")),
}


class PublishableAdmin(StepViews, ContentAdmin):
    readonly_fields = ["state", "verified_on", "published_by", "published_at", "changed_at"]
    actions = ["publish_selected", "withdraw_selected", "mark_verified"]
    columns = ()  # those of the subject, between the name and the state
    filters = ()
    view_on_site = False  # the panel links the page, and its preview

    def get_queryset(self, request):
        waiting = Draft.objects.of_model(self.model).filter(object_id=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_in_draft=Exists(waiting))

    @admin.display(description=_("draft"), boolean=True, ordering="is_in_draft")
    def in_draft(self, record):
        return record.is_in_draft

    def get_list_display(self, request):
        return ["__str__", *self.columns, "state", "in_draft", "sourced", "verified_on", "changed_at"]

    def get_list_filter(self, request):
        return ["state", DraftFilter, SourcedFilter, VerifiedFilter, *self.filters]

    def has_publish_permission(self, request, obj=None):
        return may(request.user, "publish", self.model)

    def has_approve_permission(self, request, obj=None):
        return may(request.user, "approve", self.model)

    def has_delete_permission(self, request, obj=None):
        public = obj is not None and obj.is_published
        allowed = super().has_delete_permission(request, obj)
        return allowed and (not public or self.has_publish_permission(request))

    def save_model(self, request, obj, form, change):
        obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if "_publish" in request.POST and not self.has_publish_permission(request):
            raise PermissionDenied
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, obj=None, **kwargs):
        editable = obj is None or self.has_change_permission(request, obj)
        allowed = self.has_publish_permission(request) and not context["is_popup"]
        context["show_publish"] = allowed and editable
        context["is_drafted"] = request.sitting.drafted
        return super().render_change_form(request, context, obj=obj, **kwargs)

    # What was saved, and what comes of it

    def response_add(self, request, obj, post_url_continue=None):
        return self.published_if_asked(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self.published_if_asked(request, obj) or super().response_change(request, obj)

    def published_if_asked(self, request, obj):
        """Publish what was just saved, if that button was pressed, and stay with it."""
        if "_publish" not in request.POST or request.sitting.is_trial:
            return None
        self.message_user(request, _("“%(record)s” was saved.") % {"record": obj})
        self.take(request, publishing.publish, obj)
        return HttpResponseRedirect(self.address(obj))

    def draft_saved(self, request, record, draft, response):
        answer = super().draft_saved(request, record, draft, response)
        if draft and answer is not response:
            self.warn_of_hidden(request, record)
            if "_publish" in request.POST:
                self.take(request, publishing.publish, record)
        return answer

    # Steps

    def take(self, request, step, obj, why=""):
        """Take the step; whether it was taken. A refusal is shown with what is in its way."""
        try:
            record = step(obj, by=request.user, why=why)
        except publishing.NothingToPublish as refusal:
            self.message_user(request, str(refusal.reason))
            return False
        except publishing.Refused as refusal:
            self.message_user(request, refused(DONE[step][1], obj, refusal), messages.ERROR)
            return False
        done = DONE[step][0] % {"record": record}
        self.log_change(request, record, str(done))
        self.message_user(request, done, messages.SUCCESS)
        self.tell_new_address(request, obj, record)
        return True

    def tell_new_address(self, request, before, record):
        if before.is_published and hasattr(record, "get_absolute_url"):
            old, new = before.get_absolute_url(), record.get_absolute_url()
            if old != new and record.is_published:
                text = _("The address is now %(new)s; %(old)s leads there. Undo this below, if need be.")
                self.message_user(request, text % {"new": new, "old": old})

    @admin.action(description=_("Publish selected"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        state = Publishable.State.PUBLISHED
        self.take_in_turn(request, publishing.publish, queryset.exclude(state=state, is_in_draft=False))

    @admin.action(description=_("Withdraw selected"), permissions=["publish"])
    def withdraw_selected(self, request, queryset):
        self.take_in_turn(request, publishing.withdraw, queryset.published())

    def take_in_turn(self, request, step, queryset):
        """Those that wait for others of the selection come after them."""
        waiting = list(queryset)
        while ready := [obj for obj in waiting if not is_obstructed(step, obj)]:
            for obj in ready:
                self.take(request, step, obj)
            waiting = [obj for obj in waiting if obj not in ready]
        for obj in waiting:
            self.take(request, step, obj)

    @admin.action(description=_("Mark as verified today"), permissions=["approve"])
    def mark_verified(self, request, queryset):
        found = list(queryset)
        self.model.objects.filter(pk__in=[obj.pk for obj in found]).update(verified_on=timezone.localdate())
        for obj in found:
            self.log_change(request, obj, str(_("Marked as verified today.")))
        self.message_user(request, _("Marked as verified today: %(n)s.") % {"n": len(found)})


def is_obstructed(step, record):
    """Whether others of the selection may have to come first."""
    record.refresh_from_db()  # some of them may just have been published
    if step is publishing.withdraw:
        return bool(publishing.dependants(record))
    return drafts.of(record) is None and bool(publishing.unpublished_references(record))


def refused(said, record, refusal):
    links = format_html_join(", ", "{}", ((link(r),) for r in refusal.records))
    labels = format_html_join("; ", "{}", ((label,) for label in refusal.labels))
    return format_html("{} {} {}{}", said % {"record": record}, refusal.reason, links, labels)
