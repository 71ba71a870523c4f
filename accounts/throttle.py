"""How often something may be tried: counted before it is tried, with a delay that grows.

A try takes from one or two allowances: of the browser, where the account's owner has signed in
from it before, otherwise of the address and of the account. Nobody is locked out for good, and
a stranger cannot use up what the owner's browser has.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import devices, places
from accounts.models import Allowance

FIRST, LONGEST = 15, 3600  # seconds that are waited after the last free try, and at most
FORGOTTEN = timedelta(days=1)  # without a try, the count begins anew
OF_ACCOUNT, OF_ADDRESS = 5, 20  # tries without a delay: behind one address there can be an office
HURRIED = 5  # looks at a row that others change at the same moment


@dataclass(frozen=True)
class Allowed:
    """From what a try takes, and how many are free of delay; `is_known`: of a browser of the owner’s."""

    key: str
    free: int
    is_known: bool = False


@dataclass(frozen=True)
class Taken:
    """One try, when it was made, and how its allowance stood before."""

    allowed: Allowed
    at: datetime
    before: dict


def allowances(request, username, purpose="password"):
    """From what a try for this account takes: it is made only if all allow it."""
    if device := devices.known(request, username):
        return [Allowed(key(purpose, "device", device), OF_ACCOUNT, is_known=True)]
    household = places.household(places.address_of(request))
    return [
        Allowed(key("address", household), OF_ADDRESS),
        Allowed(key(purpose, "account", username), OF_ACCOUNT),
    ]


def key(*parts):
    """A digest, so that the table names neither accounts nor addresses, nor what was typed."""
    return salted_hmac("accounts.throttle", repr(parts), algorithm="sha256").hexdigest()


class TooMany(Exception):
    """The allowance is used up; `again` is when the next try is allowed, `is_news` whether it just was."""

    def __init__(self, again, is_news):
        super().__init__(str(again))
        self.again, self.is_news = again, is_news

    @property
    def seconds(self):
        return max(1, int((self.again - timezone.now()).total_seconds()) + 1)


def take(wanted):
    """Count a try of each allowance, [Taken]. Raises TooMany, and then nothing may be tried."""
    return [take_one(each) for each in wanted]


def take_one(allowed):
    key = allowed.key
    for _look in range(HURRIED):
        now = timezone.now()
        row, _new = Allowance.objects.get_or_create(key=key, defaults={"at": now, "opens_at": now})
        if row.opens_at > now:
            raise TooMany(row.opens_at, refuse(row))
        tries = 1 if now - row.at > FORGOTTEN else row.tries + 1
        after = {"tries": tries, "at": now, "opens_at": now + delay(tries, allowed.free), "refused": 0}
        before = {"tries": row.tries, "at": row.at, "opens_at": row.opens_at}
        if Allowance.objects.filter(key=key, **before).update(**after):
            return Taken(allowed, now, before)
    raise TooMany(now + timedelta(seconds=1), is_news=False)


def refuse(row):
    """Count the refusal; whether it is the first since the last try."""
    return bool(Allowance.objects.filter(key=row.key, refused=0).update(refused=1))


def delay(tries, free):
    """What is waited after so many tries: nothing at first, then twice as long each time."""
    if tries < free:
        return timedelta()
    return timedelta(seconds=min(FIRST * 2 ** min(tries - free, 12), LONGEST))


def give_back(taken):
    """Leave the allowances as if the try had not been: it was right."""
    for each in taken:
        rows = Allowance.objects.filter(key=each.allowed.key)
        if each.allowed.is_known:
            rows.delete()  # who knows the password is the owner
        elif not rows.filter(at=each.at).update(**each.before):
            rows.filter(tries__gt=0).update(tries=F("tries") - 1)


def tidy():
    """Forget what no longer counts."""
    Allowance.objects.filter(at__lt=timezone.now() - FORGOTTEN, opens_at__lt=timezone.now()).delete()
