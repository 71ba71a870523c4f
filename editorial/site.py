"""The desk as a site: the stock admin with pages about all records together."""

from django.contrib import admin
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path

from editorial import agenda, kept, watching
from editorial.start import Start


def on_site(request, content_type_id, object_id):
    """The stock way to a record's page; a key that is none leads nowhere."""
    try:
        return shortcut(request, content_type_id, object_id)
    except ValidationError as error:
        raise Http404 from error


class Desk(admin.AdminSite):
    def get_urls(self):
        return [
            path("watch/", self.admin_view(watching.watch), name="watch"),
            path("forget/", self.admin_view(watching.forget), name="forget"),
            path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(on_site), name="view_on_site"),
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
