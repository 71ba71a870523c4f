"""The sessions in which somebody is signed in: noted, seen, and ended."""

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import devices, places
from accounts.models import OpenSession

BETWEEN = 300  # seconds between two notes that a session is in use


def begin(request, user):
    """Note the session that just began."""
    if not request.session.session_key:
        request.session.save()
    values = {"user": user, "device": devices.described(request)}
    values["address"] = places.shortened(places.address_of(request))
    OpenSession.objects.update_or_create(session_id=request.session.session_key, defaults=values)
    cache.set(mark(request.session.session_key), True, BETWEEN)


def seen(request):
    """Note that the session is in use, now and then; where nothing can be written, it is not noted."""
    key = request.session.session_key
    if not key or not cache.add(mark(key), True, BETWEEN):
        return
    try:
        if not OpenSession.objects.filter(pk=key).update(seen_at=timezone.now()):
            begin(request, request.user)  # a session changes its key when its password is changed
    except DatabaseError:
        cache.delete(mark(key))


def mark(key):
    return "seen." + salted_hmac("accounts.sessions", key).hexdigest()


def of(user):
    """The account’s sessions that have not run out."""
    return OpenSession.objects.filter(user=user, session__expire_date__gt=timezone.now())


def end(opened):
    """End these sessions: whoever holds one is asked to sign in again. How many were ended."""
    keys = [each.pk for each in opened]
    Session.objects.filter(pk__in=keys).delete()
    return len(keys)
