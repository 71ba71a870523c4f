"""Which addresses can stand as a source: the work itself, not somebody's copy of it."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Hosts of repositories, of encyclopaedias that anyone edits and of uploaded copies: what stands
# there was taken from elsewhere, and that elsewhere is the source.
NO_SOURCE = (
    "bitbucket.org",
    "docslib.org",
    "github.com",
    "githubusercontent.com",
    "gitlab.com",
    "issuu.com",
    "kiwix.org",
    "scribd.com",
    "slideplayer.com",
    "studylib.net",
    "wikimili.com",
    "wikipedia.org",
    "wikisum.wiki",
)


def validate_source_address(address):
    """Refuse an address that no reader can open or that is a copy of the source."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    if parts.scheme not in {"http", "https"} or "." not in host:
        raise ValidationError(_("Write a web address that begins with https:// or http://."))
    if any(host == name or host.endswith(f".{name}") for name in NO_SOURCE):
        raise ValidationError(
            _("%(host)s holds copies: give the address of the work itself."), params={"host": host}
        )
