"""Whether the addresses of the sources still answer: looked at by the machine, judged with patience."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial.fetching import Opener, Refused, Unreached, Unresolved, taken_apart
from editorial.models import AddressCheck, Source

GONE = [404, 410]
CLOSED = [401, 403, 429]  # to machines, not to readers
PATIENCE = 3  # failures in a row until an address counts as broken
PROBED = 20  # hosts of which one must be found, or the network is not there
AGAIN = timedelta(hours=20)  # an address is opened at most once a day
LENGTH_OF_PROBLEM = AddressCheck._meta.get_field("problem").max_length

BROKEN = Q(failures__gte=PATIENCE) | Q(status__in=GONE)
UNCHECKABLE = Q(failures=0) & ~Q(problem="")


class NoNetwork(Exception):
    """No host of any source can be found: that says nothing about the sources."""


@dataclass(frozen=True)
class Finding:
    """What opening an address once has shown."""

    status: int | None = None
    problem: str = ""
    failed: bool = False


def opener():
    """Says to everybody whom it asks who is asking."""
    name = str(settings.SITE_NAME).encode("ascii", "ignore").decode()
    return Opener(user_agent=f"{name} source check (+{settings.SITE_ADDRESS}/about/)")


def check(number, opener):
    """Open the addresses, so many at most, that were looked at longest ago; yields each AddressCheck.

    Raises NoNetwork, and then nothing is kept.
    """
    sources = list(waiting()[:number])
    if sources and not is_online(opener, sources):
        raise NoNetwork
    for source in sources:
        yield keep(source, found(opener, source.url))


def waiting():
    """The sources whose address has not been opened today, those never opened first."""
    due = Q(address_check=None) | Q(address_check__at__lt=timezone.now() - AGAIN)
    oldest = F("address_check__at").asc(nulls_first=True)
    return Source.objects.filter(due).select_related("address_check").order_by(oldest, "slug")


def is_online(opener, sources):
    """Whether any host can be found, of these or of other sources; nobody is asked for a page."""
    others = Source.objects.order_by("?").values_list("url", flat=True)[:PROBED]
    return any(is_found(opener, url) for url in [*(source.url for source in sources[:PROBED]), *others])


def is_found(opener, url):
    try:
        target = taken_apart(url, opener.ports)
    except Refused:
        return False
    return bool(opener.resolve(target.host, target.port))


def found(opener, url):
    try:
        status = opener.status(url)
    except Refused as refusal:
        return Finding(problem=str(refusal))
    except (Unresolved, Unreached) as failure:
        return Finding(problem=str(failure), failed=True)
    return judged(status)


def judged(status):
    if status in CLOSED:
        return Finding(status, _("It cannot be checked by a machine."))
    if status in GONE:
        return Finding(status, _("There is nothing at this address."), failed=True)
    if not 200 <= status < 300:
        return Finding(status, _("It does not answer as it should."), failed=True)
    return Finding(status)


def keep(source, finding):
    check = getattr(source, "address_check", None) or AddressCheck(source=source)
    check.at, check.status = timezone.now(), finding.status
    check.problem = finding.problem[:LENGTH_OF_PROBLEM]
    check.failures = check.failures + 1 if finding.failed else 0
    check.save()
    return check


def is_broken(check):
    return check.failures >= PATIENCE or check.status in GONE


def forget(source):
    """The source has another address: what was found at the former one is no longer true."""
    AddressCheck.objects.filter(source=source).delete()
