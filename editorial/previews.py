"""Pages as they will be, at signed addresses that expire, or are ended before.

A page is rendered in a sandbox in which the drafts have been published, for a visitor without an
account, and everything is taken back: what is shown there is nowhere else.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, islice
from operator import itemgetter

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.urls import get_script_prefix, resolve, reverse, set_script_prefix
from django.utils import timezone
from django.utils.functional import cached_property

from editorial import drafts
from editorial.models import Draft, EndedPreviews, Publishable, Review
from editorial.snapshots import DoesNotFit, sandbox

SALT = "preview"
EVERYTHING = "*"
CLOSED = {"admin", "preview", "report"}  # the first parts of the addresses that have no preview
SHOWN = ("text/html", "image/")  # what a preview shows: never a feed, an export or an answer of the API
MOST_NAMED = 8
MOST = 50  # records of one preview: on SQLite nobody else writes while they are shown
OF_THE_VISITOR = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class Unknown(Exception):
    """The address is none that was given out."""


class Expired(Exception):
    """The address was good until some days ago."""


class Ended(Exception):
    """Somebody at the desk has ended the address before its time."""


class Over(Exception):
    """Nothing is left to preview: it has been published or discarded since."""


@dataclass
class Link:
    """What an address shows: records by name, or EVERYTHING; from when and until when."""

    of: list | str
    made: datetime
    until: datetime

    @cached_property
    def ended(self):
        """The names of what was ended since it was given out."""
        return set(EndedPreviews.objects.filter(at__gte=self.made).values_list("of", flat=True))


@dataclass(frozen=True)
class Shown:
    """What the banner of a preview says: [(name, address)] of its records, and when it ends."""

    records: list
    until: datetime

    @property
    def others(self):
        """How many records there are beside those that the banner names."""
        return max(0, len(self.records) - MOST_NAMED)


def token(records=EVERYTHING, days=7):
    """What stands in the address of a preview of these records, or of everything that waits."""
    names = records if records == EVERYTHING else [name_of(record).split("/") for record in records]
    made = timezone.now()
    until = int((made + timedelta(days=days)).timestamp())
    told = {"of": names, "until": until, "made": made.timestamp()}
    return signing.dumps(told, salt=SALT, compress=True)


def name_of(record):
    return f"{record._meta.label_lower}/{record.pk}"


def opened(token):
    """The Link. Raises Unknown, Expired or Ended."""
    try:
        data = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Unknown from error
    made, until = (datetime.fromtimestamp(data.get(name, 0), tz=UTC) for name in ("made", "until"))
    if until <= timezone.now():
        raise Expired
    link = Link(data["of"], made, until)
    if EVERYTHING in link.ended:
        raise Ended
    return link


def end(record=None):
    """Let the links that were given out show the record no longer; or, of none, nothing at all."""
    of = EVERYTHING if record is None else name_of(record)
    ended, _is_new = EndedPreviews.objects.update_or_create(of=of, defaults={"at": timezone.now()})
    return ended


def records_of(link):
    """The records that the link shows and that still wait. Raises Ended or Over."""
    if link.of == EVERYTHING:
        left = list(islice(waiting(), MOST))
    else:
        found = (named(*name) for name in link.of)
        left = [record for record in found if record and waits_since(record, link.made)]
    if not left:
        raise Over
    if not (shown := [record for record in left if name_of(record) not in link.ended]):
        raise Ended
    return shown


def waits_since(record, moment):
    """Whether the record waits with what waited at the moment: a later draft of it is another matter."""
    if draft := drafts.of(record):
        return draft.begun_at <= moment
    return not record.is_published and (record.published_at is None or record.published_at <= moment)


def named(label, key):
    try:
        return apps.get_model(label)._base_manager.filter(pk=key).first()
    except LookupError:  # a model that there was
        return None


def waiting():
    """The records with a draft, and those not yet published that are in review or approved."""
    drafted, in_review = Draft.objects.all(), Review.objects.exclude(state=Review.State.RETURNED)
    keys = {key for rows in (drafted, in_review) for key in rows.values_list("content_type", "object_id")}
    with_draft = set(drafted.values_list("object_id", flat=True))
    for kind, found in groupby(sorted(keys), key=itemgetter(0)):
        model = ContentType.objects.get_for_id(kind).model_class()
        if model and issubclass(model, Publishable):
            for record in model._base_manager.filter(pk__in=[key for _kind, key in found]).order_by("pk"):
                if record.pk in with_draft or not record.is_published:
                    yield record


def answer(request, token, path):
    """The page at the path as it will be.

    Raises DoesNotFit, Http404, Unknown, Expired, Ended or Over.
    """
    link = opened(token)
    match = resolve(path)
    if match.route.partition("/")[0] in CLOSED:
        raise Http404
    with below(token), sandbox():
        records = show(records_of(link))
        inner = anonymous(request, path)
        inner.preview = Shown([(str(r), r.get_absolute_url()) for r in records], link.until)
        inner.resolver_match = match
        return rendered(match.func(inner, *match.args, **match.kwargs))


def start(token):
    """The address at which a preview begins: its record's page, or the home page."""
    link = opened(token)
    with below(token), sandbox():
        records = show(records_of(link))
        return records[0].get_absolute_url() if len(records) == 1 else reverse("home")


@contextmanager
def below(token):
    """A block in which every address that is made leads into the preview."""
    before = get_script_prefix()
    set_script_prefix(reverse("preview-home", args=[token]))
    try:
        yield
    finally:
        set_script_prefix(before)


def show(records):
    """In a sandbox: publish the records as they wait; the records as they are then. Raises DoesNotFit.

    One draft may make room for another: those that do not fit are tried again after the others.
    """
    shown, left = [], records
    while left:
        refused = []
        for record in left:
            try:
                shown.append(public(drafts.take_up(record)))
            except DoesNotFit as error:
                refused.append((record, error))
        if len(refused) == len(left):
            raise refused[0][1]
        left = [record for record, _error in refused]
    return shown


def public(record):
    if not record.is_published:
        now, state = timezone.now(), Publishable.State.PUBLISHED
        same = type(record)._base_manager.filter(pk=record.pk)
        same.update(state=state, published_at=now, changed_at=now, published_by="preview")
        record.state = state
    return record


def anonymous(request, path):
    """The request for the page at the path, by somebody who is not signed in, below the present prefix."""
    environment = {name: value for name, value in request.META.items() if name not in OF_THE_VISITOR}
    environment["SCRIPT_NAME"] = get_script_prefix().rstrip("/")
    environment["PATH_INFO"] = path.encode().decode("latin-1")
    return WSGIRequest(environment)


def rendered(response):
    """The response with its content, for it cannot be had after the sandbox. Raises Http404."""
    if hasattr(response, "render"):
        response.render()
    if response.streaming or not response.headers.get("Content-Type", "").startswith(SHOWN):
        raise Http404
    return response
