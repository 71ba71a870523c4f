"""Who has which form open, and what was typed there and not saved."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from editorial.models import Opening, Revision

PRESENT = timedelta(seconds=60)  # for which somebody who was seen counts as still there
KEPT = timedelta(days=30)
LENGTH_OF_ADDRESS = Opening._meta.get_field("address").max_length


def open_form(request, model, record=None):
    """Note that the person has the form at this address open; the opening.

    `record`: the one whose page the form is part of; None for a new record of the model.
    """
    now = timezone.now()
    about = {
        "content_type": ContentType.objects.get_for_model(record or model),
        "object_id": record and record.pk,
    }
    opening, _created = Opening.objects.update_or_create(
        user=request.user,
        address=request.path[:LENGTH_OF_ADDRESS],
        defaults={**about, "opened_at": now, "seen_at": now},
    )
    return opening


def close_form(request):
    """What was typed is saved."""
    Opening.objects.filter(user=request.user, address=request.path).update(typed=None, typed_at=None)


def watch(user, address, typed=None):
    """The form is still open; keep what is typed there. Nothing if it was never opened."""
    opening = Opening.objects.filter(user=user, address=address).first()
    if opening is None:
        return None
    opening.seen_at = timezone.now()
    if typed is not None:
        opening.typed, opening.typed_at = typed, opening.seen_at
    opening.save(update_fields=["seen_at", "typed", "typed_at"])
    return opening


def others(record, user):
    """The names of those who have the record's form open beside this person."""
    return names(Opening.objects.of(record), user)


def others_at(opening):
    """The names of those who have another form of the same record open."""
    same = Opening.objects.filter(content_type=opening.content_type_id, object_id=opening.object_id)
    return names(same, opening.user)


def names(openings, user):
    there = openings.exclude(user=user).filter(seen_at__gt=timezone.now() - PRESENT)
    return sorted({opening.user.get_username() for opening in there.select_related("user")})


def saved_since(opening):
    """Who saved the record since the form was opened, and when; the revision without its data."""
    later = Revision.objects.filter(
        content_type=opening.content_type_id, object_id=opening.object_id, at__gt=opening.opened_at
    )
    return later.exclude(by=opening.user.get_username()).defer("data").order_by("-pk").first()


def tidy(now=None):
    """Forget the forms that nobody has had open for long."""
    now = now or timezone.now()
    Opening.objects.filter(typed__isnull=True, seen_at__lt=now - timedelta(days=1)).delete()
    Opening.objects.filter(seen_at__lt=now - KEPT).delete()
