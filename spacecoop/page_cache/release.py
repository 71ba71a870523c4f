"""Which release of the code makes the pages: two that share a cache do not share pages."""

from hashlib import blake2b

from django.conf import settings

MADE_OF = ("*.py", "*.html", "*.svg", "*.txt", "*.css", "*.js")


def release():
    """A digest of the code, templates and styles; the same on every node that runs the same release."""
    digest = blake2b(digest_size=12)
    folders = [settings.BASE_DIR / name for name in ("spacecoop", "templates", "static", *settings.FLOORS)]
    files = sorted(path for folder in folders for kind in MADE_OF for path in folder.rglob(kind))
    for path in files:
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
