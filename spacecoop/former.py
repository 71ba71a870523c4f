"""Whoever opens an address that a published page had is led to the one that it has."""

from django.http import HttpResponsePermanentRedirect

from editorial import addresses

NOT_OURS = ("/admin/", "/preview/", "/report/", "/static/")


class FormerAddresses:
    """Asks for the present address only where there is no page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        if request.path_info.startswith(NOT_OURS):
            return response
        present = addresses.present(request.path_info)
        if present is None:
            return response
        query = request.META.get("QUERY_STRING")
        return HttpResponsePermanentRedirect(f"{present}?{query}" if query else present)
