"""The page that says that something went wrong: it needs no database, and names the request."""

import sys

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

from spacecoop import time_limit, tracing


@never_cache
def failed(request):
    context = {"reference": tracing.reference()}
    if not time_limit.is_up(sys.exc_info()[1]):
        return HttpResponse(render_to_string("500.html", context), status=500)
    response = HttpResponse(render_to_string("503.html", context), status=503)
    response["Retry-After"] = time_limit.AGAIN
    return response
