"""The variables of the environment that the project reads, each checked where it is read.

A malformed one stops the start with a message that names it and says how to write it.
"""

import json
import os
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

POSTGRESQL, SQLITE = "django.db.backends.postgresql", "django.db.backends.sqlite3"
HOW_TO_NAME_ONE = "Write postgres://user:password@host:5432/name or sqlite:////path."
# What HTTPS=1 sets. A cookie by a name that begins with __Host- is taken from nobody but this very host.
OVER_HTTPS = {
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "SECURE_REDIRECT_EXEMPT": ["^healthz$", "^readyz$"],  # which probes ask of the node itself, without TLS
    "SECURE_SSL_REDIRECT": True,
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_NAME": "__Host-sessionid",
    "CSRF_COOKIE_SECURE": True,
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
}
TRUE, FALSE = {"1", "true", "yes", "on"}, {"", "0", "false", "no", "off"}


def flag(name, default=False):
    value = os.environ.get(name, "1" if default else "").strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is {value!r}: write 1 or 0.")


def words(name, default=""):
    """The value as a list, split at commas and white space."""
    return os.environ.get(name, default).replace(",", " ").split()


def whole_number(name, default, least=1, most=65535):
    value = os.environ.get(name, "").strip() or str(default)
    if value.isascii() and value.isdigit() and least <= int(value) <= most:
        return int(value)
    raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number from {least} to {most}.")


def one_of(name, choices, default):
    value = os.environ.get(name, "").strip() or default
    if value in choices:
        return value
    raise ImproperlyConfigured(f"{name} is {value!r}: write {' or '.join(choices)}.")


def place(name):
    """(host, port) to listen at; None if the variable is unset."""
    value = os.environ.get(name, "").strip()
    if not value:
        return None
    host, _colon, port = value.rpartition(":")
    if host and port.isascii() and port.isdigit() and 1 <= int(port) <= 65535:
        return host, int(port)
    raise ImproperlyConfigured(f"{name} is {value!r}: write a host and a port, as in 127.0.0.1:9464.")


def databases(default_file):
    """The database of DATABASE_URL, and its replica for reading where DATABASE_REPLICA_URL names one."""
    found = {"default": database("DATABASE_URL", f"sqlite:///{default_file}")}
    if os.environ.get("DATABASE_REPLICA_URL"):
        replica = found["replica"] = database("DATABASE_REPLICA_URL")
        if {settings["ENGINE"] for settings in found.values()} != {POSTGRESQL}:
            raise ImproperlyConfigured(
                "DATABASE_REPLICA_URL: write postgres://…, and the same in DATABASE_URL."
            )
        replica["TEST"] = {"MIRROR": "default"}
        # A replica that cannot be reached is given up soon, for the primary can be read instead.
        replica["OPTIONS"] = {"connect_timeout": 2, "tcp_user_timeout": 4000} | replica.get("OPTIONS", {})
    if found["default"]["ENGINE"] != POSTGRESQL:
        found["default"]["TEST"] = {"NAME": str(Path(default_file).with_name("test.sqlite3"))}
    return found


def database(name, default=""):
    """Django's settings of the database that the variable names."""
    try:
        settings = dj_database_url.parse(
            os.environ.get(name) or default, conn_max_age=60, conn_health_checks=True
        )
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error} {HOW_TO_NAME_ONE}") from error
    if settings["ENGINE"] not in {POSTGRESQL, SQLITE}:
        raise ImproperlyConfigured(f"{name}: {HOW_TO_NAME_ONE}")
    if settings["ENGINE"] == SQLITE:
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        settings["ENGINE"] = "spacecoop.sqlite3"  # Django's, which goes on reading on a read-only disk
    elif flag("READ_ONLY"):
        options = settings.setdefault("OPTIONS", {})
        options["options"] = f"{options.get('options', '')} -c default_transaction_read_only=on".strip()
    return settings


def cache():
    url = os.environ.get("CACHE_URL", "")
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    parts = urlsplit(url)
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname:
        raise ImproperlyConfigured("CACHE_URL: write redis://host:6379/0, or rediss:// for one with TLS.")
    return {
        "BACKEND": "spacecoop.shared_cache.SharedCache",
        "LOCATION": url,
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},  # seconds
    }


def media_storage():
    """Where pictures and bundles are kept: any storage of Django's kind, named with its options."""
    backend = os.environ.get("MEDIA_STORAGE") or "django.core.files.storage.FileSystemStorage"
    text = os.environ.get("MEDIA_STORAGE_OPTIONS") or "{}"
    try:
        found = find_spec(backend.rpartition(".")[0])
    except (ImportError, ValueError):
        found = None
    if not found:
        raise ImproperlyConfigured(
            f"MEDIA_STORAGE is {backend!r}: write the dotted path of an installed storage class, "
            "as in storages.backends.s3.S3Storage."
        )
    try:
        options = json.loads(text)
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise ImproperlyConfigured('MEDIA_STORAGE_OPTIONS: write a JSON object, as in {"bucket_name": "x"}.')
    return {"BACKEND": backend, "OPTIONS": options}


def email():
    """Django's mail settings from EMAIL_URL, as in smtp+tls://user:password@host:587."""
    url = os.environ.get("EMAIL_URL", "")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtp+ssl"} or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL: write smtp+tls://user:password@host:587.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": os.environ.get("EMAIL_FROM") or unquote(parts.username or "") or "spacecoop",
    }


def site_address():
    """SITE_ADDRESS, which letters name their links by: https://name, without a path."""
    address = os.environ.get("SITE_ADDRESS") or f"http://127.0.0.1:{whole_number('PORT', 8000)}"
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ImproperlyConfigured(f"SITE_ADDRESS is {address!r}: write https://name.")
    return address.rstrip("/")


def secret_key(file):
    """SECRET_KEY, or one made once and kept in the given file, readable by its owner alone."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch = file.with_name(f"{file.name}.{os.getpid()}")
        scratch.touch(mode=0o600)
        scratch.write_text(get_random_secret_key())
        try:
            os.link(scratch, file)  # whoever comes first wins; the others read the winner's key
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return file.read_text()
