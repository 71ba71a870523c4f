"""Work that only one process over all nodes may do at a time, by a row that runs out."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from editorial.models import Lease


def take(name, holder, seconds):
    """Whether the holder has the lease, from now for so many seconds; renewed by taking it again."""
    now = timezone.now()
    until = now + timedelta(seconds=seconds)
    implausible = now + 2 * timedelta(seconds=seconds)  # taken while a clock was wrong, now set right
    free = Lease.objects.filter(Q(until__lt=now) | Q(until__gt=implausible) | Q(holder=holder), name=name)
    if free.update(holder=holder, until=until):
        return True
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, holder=holder, until=until)
    except IntegrityError:
        return False  # somebody holds it, or was quicker
    return True


def give_back(name, holder):
    Lease.objects.filter(name=name, holder=holder).delete()
