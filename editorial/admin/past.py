"""The desk's pages about what was: history, comparison, restoring, recovering, where it is used."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from editorial import drafts, history, kept, recovery
from editorial.differences import changes
from editorial.models import Revision
from editorial.openings import others
from editorial.publishing import usage
from editorial.snapshots import DoesNotFit, snapshot
from editorial.wording import Wording


class PastViews:
    """For an admin of content: `root` as there."""

    object_history_template = "admin/desk/history.html"
    change_list_template = "admin/desk/list.html"

    def get_urls(self):
        recover = self.page("recover/", self.recover_view)
        return [recover, *self.record_pages(), *super().get_urls()]

    def record_pages(self):
        yield self.page("<path:object_id>/compare/", self.compare_view)
        yield self.page("<path:object_id>/restore/", self.restore_view)
        yield self.page("<path:object_id>/used/", self.used_view)

    def page(self, route, view):
        name = f"{self.opts.app_label}_{self.opts.model_name}_{view.__name__.removesuffix('_view')}"
        return path(route, self.admin_site.admin_view(view), name=name)

    def allowed(self, request, object_id, step="view"):
        """The record whose page it is, if the person may take the step with it."""
        record = self.root(request, object_id)
        if not self.may_take(request, record, step):
            raise PermissionDenied
        if record is None:
            raise Http404
        return record

    def may_take(self, request, record, step):
        return getattr(self, f"has_{step}_permission")(request, record)

    def surroundings(self, request, record):
        """What the pages about the record say around it."""
        return {"root": record, "others": others(record, request.user)}

    def desk_page(self, request, template, record, title, **context):
        return render(
            request,
            f"admin/desk/{template}.html",
            {
                **self.admin_site.each_context(request),
                **(self.surroundings(request, record) if record else {}),
                "opts": self.opts,
                "original": record,
                "title": title,
                **context,
            },
        )

    def back(self, record, page="change"):
        return HttpResponseRedirect(self.address(record, page))

    def history_view(self, request, object_id, extra_context=None):
        record = self.allowed(request, object_id)
        found = Revision.objects.of(record).defer("data").order_by("-pk")
        context = {
            "revisions": found,
            "may_restore": self.has_change_permission(request, record),
            **self.surroundings(request, record),
            **(extra_context or {}),
        }
        return super().history_view(request, object_id, context)

    def compare_view(self, request, object_id):
        """The words between any two states: a revision's key, “live” or “draft”."""
        record = self.allowed(request, object_id)
        has_draft = drafts.of(record) is not None
        before, after = (
            self.state(request, record, request.GET.get(side) or standard)
            for side, standard in (("from", "live"), ("to", "draft" if has_draft else "live"))
        )
        found = Wording(type(record)).differences(before["data"], after["data"])
        title = _("What changes: %(record)s") % {"record": record}
        return self.desk_page(
            request, "compare", record, title, before=before, after=after, differences=found
        )

    def state(self, request, record, name):
        """{"name", "data", "revision"} of one side of a comparison."""
        if name == "live":
            return {"name": _("as it is now"), "data": snapshot(record)}
        if name == "draft":
            return {"name": _("as the draft has it"), "data": drafts.shown(record)}
        revision = self.revision(record, name)
        return {"name": str(revision.get_step_display()), "data": revision.data, "revision": revision}

    def revision(self, record, key):
        key = int(key) if str(key).isascii() and str(key).isdigit() and len(str(key)) < 19 else 0
        return get_object_or_404(Revision.objects.of(record), pk=key)

    def restore_view(self, request, object_id):
        """An earlier state becomes a draft: to be looked at, and published like any other."""
        record = self.allowed(request, object_id, "change")
        if request.method != "POST":
            raise Http404
        revision = self.revision(record, request.POST.get("revision", ""))
        try:
            recovery.restore(revision, by=request.user)
        except DoesNotFit as error:
            self.message_user(request, _("It was not restored: %s") % error, messages.ERROR)
            return self.back(record, "history")
        if drafts.of(record):
            text = _("The earlier state is now the draft. The live page is unchanged.")
        elif changes(snapshot(record), revision.data):
            text = _("Nothing differs from that state.")
        else:
            text = _("The record is as it was then.")
        self.log_change(request, record, str(_("Restored an earlier state.")))
        self.message_user(request, text)
        return self.back(record)

    def recover_view(self, request):
        """Deleted records, each to be had back."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.recover(request)
        title = _("Deleted: %(kind)s") % {"kind": self.opts.verbose_name_plural}
        return self.desk_page(request, "recover", None, title, revisions=history.deleted(self.model))

    def recover(self, request):
        wanted = str(request.POST.get("revision", ""))
        revision = next((r for r in history.deleted(self.model) if str(r.pk) == wanted), None)
        if revision is None:
            raise Http404
        try:
            record = recovery.recover(revision, by=request.user)
        except (DoesNotFit, ValidationError) as error:
            self.message_user(request, _("It was not recovered: %s") % error, messages.ERROR)
            return HttpResponseRedirect(request.path)
        self.log_addition(request, record, str(_("Recovered.")))
        self.message_user(request, _("“%(record)s” is back, and not published.") % {"record": record})
        return self.back(record)

    def used_view(self, request, object_id):
        record = self.allowed(request, object_id)
        title = _("Where it is used: %(record)s") % {"record": record}
        return self.desk_page(request, "used", record, title, **self.used(request, record))

    def used(self, request, record):
        """Where the record is used, as far as the person may see it, and in how many other places."""
        users, shown = usage(record), kept.desks(request, self.admin_site)
        named = [user for user in users if type(user) in shown]
        return {"used_by": named, "used_elsewhere": len(users) - len(named)}

    def changelist_view(self, request, extra_context=None):
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_recover"
        context = {"recover_address": reverse(name) if self.has_add_permission(request) else ""}
        return super().changelist_view(request, {**context, **(extra_context or {})})
