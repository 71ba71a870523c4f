"""The WSGI callable of the plain site: Django's own, with nothing in front of it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.plain.settings"

application = get_wsgi_application()
