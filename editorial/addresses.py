"""Addresses that records had: whoever kept one is led to the present one."""

import re

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models.functions import Length
from django.urls import get_script_prefix, reverse
from django.utils.encoding import escape_uri_path

from editorial.models import FormerAddress

LONGEST = FormerAddress._meta.get_field("path").max_length
SLUG = re.compile(r"[-a-zA-Z0-9_]+")


@transaction.atomic
def follow(record, before):
    """Lead the address that the published record had before to the one it has now."""
    if not hasattr(record, "get_absolute_url"):
        return
    now = record.get_absolute_url()
    FormerAddress.objects.filter(path=now).delete()
    if before and before != now and "#" not in before:
        kind = ContentType.objects.get_for_model(record)
        FormerAddress.objects.update_or_create(
            path=before, defaults={"content_type": kind, "object_id": record.pk}
        )


def present(path):
    """The address that took the place of this one, or of the part that it begins with; or None."""
    former = FormerAddress.objects.filter(path__in=beginnings(path)).order_by(Length("path").desc()).first()
    record = former and former.record
    if record is None or not record.is_published:
        return None
    found = record.get_absolute_url() + escape_uri_path(path.removeprefix(former.path))
    return None if found == path else found


def beginnings(path):
    """The address itself and those above it, as far as they can have been the address of a record."""
    if "\0" in path:  # which PostgreSQL does not take
        return []
    ends = [place + 1 for place, sign in enumerate(path[:LONGEST]) if sign == "/"]
    return [path[:end] for end in ends]


def present_slugs(page, slugs):
    """{former slug: present slug} of those that records had in the addresses of this page."""
    paths = {path_of(page, slug): slug for slug in slugs if SLUG.fullmatch(slug) and len(slug) <= LONGEST}
    found = FormerAddress.objects.filter(path__in=paths).prefetch_related("record") if paths else ()
    return {paths[former.path]: former.record.slug for former in found if former.record}


def path_of(page, slug):
    """The address of the page with this slug, as it is outside a preview."""
    return "/" + reverse(page, args=[slug]).removeprefix(get_script_prefix())
