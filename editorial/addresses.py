"""Addresses that records had: whoever kept one is led to the present one."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from editorial.models import FormerAddress


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
    parts = path.strip("/").split("/")
    beginnings = [f"/{'/'.join(parts[:n])}/" for n in range(len(parts), 0, -1)]
    former = FormerAddress.objects.filter(path__in=beginnings).order_by("-path").first()
    record = former and former.record
    if record is None or not record.is_published:
        return None
    return record.get_absolute_url() + path.removeprefix(former.path)
