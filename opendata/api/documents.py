"""What describes the interface: for programs as OpenAPI, for people as pages.

The library that makes it reads Django's test client, Jinja and more, 4 MB in all: it is read once
somebody asks for a description.
"""

from functools import cache
from importlib import import_module

from csp.decorators import csp_update
from django.views.decorators.csrf import csrf_exempt

from opendata.sharing import opened


@csrf_exempt  # as the library's own views, which refuse what is not read
@opened
def schema(request):
    return made("SpectacularJSONAPIView")(request)


@csrf_exempt
@csp_update({"img-src": ["data:"]})  # the pages have their small pictures in their style
def pages(request):
    return made("SpectacularSwaggerSplitView", url_name="api:schema")(request)


@cache
def made(name, **options):
    return getattr(import_module("drf_spectacular.views"), name).as_view(**options)
