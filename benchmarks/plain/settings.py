"""The site's own settings with other addresses, templates and none of the site's own middleware."""

from pathlib import Path

from spacecoop.settings import *  # noqa: F403 (all of them, then some otherwise)
from spacecoop.settings import MIDDLEWARE

ROOT_URLCONF = "benchmarks.plain.urls"
WSGI_APPLICATION = "benchmarks.plain.wsgi.application"
MIDDLEWARE = [name for name in MIDDLEWARE if name.startswith(("django.", "whitenoise.", "csp.", "django_"))]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["plain"]
CRISPY_TEMPLATE_PACK = "plain"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "benchmarks.plain.tags",
            ],
        },
    }
]
