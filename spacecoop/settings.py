"""Settings, all of them by environment variables: docs/operating.md lists these."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from spacecoop import environment as env
from spacecoop import logs

env.os.environ.setdefault("OPENPYXL_LXML", "False")  # the same XLSX whether lxml happens to be there or not

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.os.environ.get("DATA_DIR") or BASE_DIR / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.flag("DEBUG")
READ_ONLY = env.flag("READ_ONLY")
SECRET_KEY = env.secret_key(DATA_DIR / "secret_key")
ALLOWED_HOSTS = [*env.words("ALLOWED_HOSTS"), "127.0.0.1", "localhost", "[::1]"]  # probes ask by these
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SITE_NAME = _("International Space Cooperation")
CONTACT_ADDRESS = env.os.environ.get("CONTACT_ADDRESS", "")

# The order is the architecture: an app imports only from those above it in this list,
# which are the floors below it in the house (docs/architecture.md).
FLOORS = [
    "accounts",
    "editorial",
    "partners",
    "treaties",
    "missions",
    "research",
    "faq",
    "search",
    "opendata",
]

INSTALLED_APPS = [
    "editorial.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "editorial.assets.AssetsConfig",
    "django.contrib.sitemaps",
    "django.forms",
    "django_filters",
    "crispy_forms",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    *FLOORS,
    "spacecoop",
]

MIDDLEWARE = [
    # First what every answer says, that of a file or a refusal too.
    "spacecoop.headers.EveryAnswer",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "spacecoop.limits.Limits",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "spacecoop.reading.ReadsReplica",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "spacecoop.former.FormerAddresses",
    "spacecoop.tracing.Routes",
    "spacecoop.unsaved.Unsaved",
    "opendata.forms.OtherForms",
    "spacecoop.time_limit.TimeLimit",
]

ROOT_URLCONF = "spacecoop.urls"
WSGI_APPLICATION = "spacecoop.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "spacecoop.navigation.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "editorial.templatetags.editorial",
                "faq.templatetags.glossary",
                "opendata.templatetags.opendata",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["atlas"]
CRISPY_TEMPLATE_PACK = "atlas"

DATABASES = env.databases(DATA_DIR / "spacecoop.sqlite3")
DATABASE_SECONDS = env.whole_number("DATABASE_SECONDS", 10, most=3600)  # of one request
DATABASE_ROUTERS = ["editorial.replica.Router"] if "replica" in DATABASES else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": env.cache() | {"KEY_FUNCTION": "editorial.snapshots.cache_key"},
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "parts"},
}
CACHE_IS_SHARED = bool(env.os.environ.get("CACHE_URL"))
PAGE_CACHE = env.flag("PAGE_CACHE", default=not DEBUG)
PAGE_CACHE_MB = env.whole_number("PAGE_CACHE_MB", 20)  # of each process
PAGES_FOLDER = env.os.environ.get(
    "PAGES_FOLDER", ""
)  # in which `serve` has its workers hand each other pages
KEEP_DRAWN = env.flag("KEEP_DRAWN", default=not DEBUG)  # pages of records, until these change
globals().update(env.email())
SENDS_MAIL = bool(env.os.environ.get("EMAIL_URL"))
SITE_ADDRESS = env.site_address()
CHECK_SOURCES = env.flag("CHECK_SOURCES")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# A treaty of two hundred acts is edited on one page, with ten fields for each act.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = LOCALE_PATHS[0].is_dir()  # until there is a translation, no catalogue is asked: a tenth of a page
FORMAT_MODULE_PATH = ["spacecoop.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = env.os.environ.get("MEDIA_URL") or "/media/"
MEDIA_ROOT = Path(env.os.environ.get("MEDIA_ROOT") or DATA_DIR / "media")
STORAGES = {
    "default": env.media_storage(),
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Every feature of a device or person that a browser could give a page, and none of ours asks for.
PERMISSIONS_POLICY = dict.fromkeys(
    (
        *("accelerometer", "camera", "display-capture", "encrypted-media", "gamepad"),
        *("geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone"),
        *("midi", "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
    ),
    (),
)
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # our scripts read the token from the form

if env.flag("HTTPS"):
    globals().update(env.OVER_HTTPS)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"anon": "600/min"},
    "EXCEPTION_HANDLER": "opendata.api.errors.told",
    "URL_FORMAT_OVERRIDE": None,
    "NUM_PROXIES": env.whole_number("TRUSTED_PROXIES", 0, least=0, most=10),  # the door reads it too
}
SPECTACULAR_SETTINGS = {
    "DEFAULT_GENERATOR_CLASS": "opendata.api.description.Generator",
    "TITLE": SITE_NAME,
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": _(
        "Who flies with whom, under which agreements, who shares what data, who is bound by which treaty. "
        "Read-only and open to all; 600 requests a minute from one address."
    ),
    "LICENSE": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "POSTPROCESSING_HOOKS": [],
}

ACCESS_LOG = env.flag("ACCESS_LOG")
METRICS = env.place("METRICS")
LOGGING = logs.configured(env.one_of("LOG_FORMAT", ["json", "line"], "line" if DEBUG else "json"))

if env.flag("DEBUG_TOOLBAR"):
    INSTALLED_APPS += ["debug_toolbar"]
    MIDDLEWARE.insert(0, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1"]
    CONTENT_SECURITY_POLICY["EXCLUDE_URL_PREFIXES"] = ["/__debug__/"]
