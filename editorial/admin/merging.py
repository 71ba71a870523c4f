"""The desk's page for two records that turn out to be one."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import merging
from editorial.admin.publishable import PublishableAdmin, refused
from editorial.publishing import Refused
from editorial.rows import entries, told


class MergingAdmin(PublishableAdmin):
    """For the admin of a kind whose records may be merged: an action upon two, and a page that asks."""

    actions = [*PublishableAdmin.actions, "merge_selected"]

    def record_pages(self):
        yield from super().record_pages()
        yield self.page("merge/", self.merge_view)

    @admin.action(description=gettext_lazy("Merge the two selected"), permissions=["publish"])
    def merge_selected(self, request, queryset):
        keys = [str(record.pk) for record in queryset[:3]]
        if len(keys) != 2:
            self.message_user(request, _("Select two records, which turn out to be one."), messages.ERROR)
            return None
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_merge")
        return HttpResponseRedirect(f"{address}?{urlencode({'record': keys}, doseq=True)}")

    def merge_view(self, request):
        """Both side by side, and what moves with each; which one stays is chosen."""
        if not self.has_publish_permission(request):
            raise PermissionDenied
        two = self.two(request.GET.getlist("record"))
        chosen = [record for record in two if str(record.pk) == request.POST.get("kept")]
        if chosen and self.merged(request, chosen[0], next(r for r in two if r != chosen[0])):
            return self.back(chosen[0])
        context = {"two": two, "fields": side_by_side(two), "moves": [merging.moves(r) for r in two]}
        return self.desk_page(request, "merge", None, _("Merge"), **context)

    def two(self, keys):
        try:
            found = list(self.model._base_manager.filter(pk__in=keys[:2]))
        except ValidationError as error:
            raise Http404 from error
        if len(found) != 2:
            raise Http404
        return found

    @transaction.atomic
    def merged(self, request, kept, gone):
        """Whether they were merged; a refusal is shown with what is in its way."""
        name = str(gone)
        try:
            with transaction.atomic():
                self.log_deletions(request, [gone])
                kept = merging.merge(kept, gone, by=request.user, why=request.POST.get("comment", "")[:500])
        except Refused as refusal:
            said = _("“%(record)s” was not merged.")
            self.message_user(request, refused(said, gone, refusal), messages.ERROR)
            return False
        text = _("“%(gone)s” is merged into “%(kept)s”, and its address leads there.")
        self.log_change(request, kept, text % {"gone": name, "kept": kept})
        self.message_user(request, text % {"gone": name, "kept": kept}, messages.SUCCESS)
        return True


def side_by_side(records):
    """[(label, [value of each], whether they differ)] of what either says."""
    found = []
    for names in entries(type(records[0])):
        values = [told(record, names) for record in records]
        if any(values):
            found.append((records[0]._meta.get_field(names[0]).verbose_name, values, values[0] != values[1]))
    return found
