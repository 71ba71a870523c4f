"""The desk as a site: the stock admin with pages about all records together."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _

from accounts.door import Door
from editorial import agenda, kept, previews, watching
from editorial.start import Start
from editorial.together import Together


def on_site(request, content_type_id, object_id):
    """The stock way to a record's page; a key that is none leads nowhere."""
    try:
        return shortcut(request, content_type_id, object_id)
    except ValidationError as error:
        raise Http404 from error


class Desk(Door):
    def get_urls(self):
        return [
            path("watch/", self.admin_view(watching.watch), name="watch"),
            path("forget/", self.admin_view(watching.forget), name="forget"),
            path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(on_site), name="view_on_site"),
            path("together/", self.admin_view(self.together), name="together"),
            path("calendar/", self.admin_view(self.calendar), name="calendar"),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        return super().index(request, {"start": Start(request, self), **(extra_context or {})})

    def calendar(self, request):
        desks = kept.desks(request, self)
        if not desks:
            raise PermissionDenied
        request.current_app = self.name
        context = {**self.each_context(request), **agenda.calendar(request, desks)}
        return TemplateResponse(request, "admin/calendar.html", context)

    def together(self, request):
        """Preview several drafts at once; end the links to previews that were given out."""
        found = Together(request, self)
        if not found.desks or (request.method == "POST" and not found.may_end):
            raise PermissionDenied
        if request.method == "POST":
            return self.end_links(request)
        if found.chosen:
            return HttpResponseRedirect(found.chosen)
        if request.GET:
            messages.warning(request, _("Choose what is to be shown."))
        request.current_app = self.name
        title = _("The site as it will be")
        context = {**self.each_context(request), "title": title, "together": found}
        return TemplateResponse(request, "admin/together.html", context)

    def end_links(self, request):
        ended = previews.end()
        said = _("All links to previews that were given out have ended.")
        LogEntry.objects.log_actions(request.user.pk, [ended], CHANGE, said, single_object=True)
        messages.success(request, said)
        return HttpResponseRedirect(request.path)
