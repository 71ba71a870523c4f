"""The page that says that something went wrong: it needs no database, and names the request."""

from django.http import HttpResponseServerError
from django.template.loader import render_to_string

from spacecoop import tracing


def failed(request):
    return HttpResponseServerError(render_to_string("500.html", {"reference": tracing.reference()}))
