"""The WSGI callable that the server runs: Django behind the kept pages."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spacecoop.settings")
django = get_wsgi_application()

from spacecoop.page_cache import front  # noqa: E402 (Django is ready from here on)

application = front.before(django)
