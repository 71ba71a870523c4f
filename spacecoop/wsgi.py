"""The WSGI callable that the server runs: Django behind the kept pages."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spacecoop.settings")
django = get_wsgi_application()

from spacecoop.page_cache import front  # noqa: E402 (Django is ready from here on)
from spacecoop.tracing import traced  # noqa: E402

if settings.ACCESS_LOG or settings.METRICS:
    application = traced(front.before(django))
else:  # a page that is given out as it was kept needs no name
    application = front.before(traced(django))

gc.freeze()  # what is there by now stays: the collector would look all of it through, 50 ms each time
