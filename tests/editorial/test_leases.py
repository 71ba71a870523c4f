"""One holder at a time, until the lease runs out or is given back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from editorial import leases
from editorial.models import Lease

pytestmark = pytest.mark.django_db


def test_nobody_else_has_a_lease_until_it_runs_out():
    assert leases.take("work", "first", 60)
    assert not leases.take("work", "second", 60)

    Lease.objects.update(until=timezone.now() - timedelta(seconds=1))

    assert leases.take("work", "second", 60)
    assert not leases.take("work", "first", 60)


def test_a_lease_that_was_taken_while_the_clock_was_ahead_does_not_outlast_it():
    leases.take("work", "first", 60)
    Lease.objects.update(until=timezone.now() + timedelta(days=1))

    assert leases.take("work", "second", 60)
    assert Lease.objects.get().until < timezone.now() + timedelta(seconds=61)
