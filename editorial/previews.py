"""Pages as they will be, at signed addresses that expire.

A page is rendered in a sandbox in which the drafts have been published, for a visitor without an
account, and everything is taken back: what is shown there is nowhere else.
"""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.urls import get_script_prefix, resolve, reverse, set_script_prefix
from django.utils import timezone

from editorial import drafts
from editorial.models import Draft, Publishable, Review
from editorial.snapshots import DoesNotFit, sandbox

SALT = "preview"
EVERYTHING = "*"
CLOSED = {"admin", "preview", "report"}  # the first parts of the addresses that have no preview
SHOWN = ("text/html", "image/")  # what a preview shows: never a feed, an export or an answer of the API
MOST_NAMED = 8
OF_THE_VISITOR = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class Unknown(Exception):
    """The address is none that was given out."""


class Expired(Exception):
    """The address was good until some days ago."""


class Over(Exception):
    """Nothing is left to preview: it has been published or discarded since."""


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
    names = records if records == EVERYTHING else [[r._meta.label_lower, str(r.pk)] for r in records]
    until = (timezone.now() + timedelta(days=days)).timestamp()
    return signing.dumps({"of": names, "until": int(until)}, salt=SALT, compress=True)


def opened(token):
    """(names of the records or EVERYTHING, when it ends). Raises Unknown or Expired."""
    try:
        data = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Unknown from error
    until = datetime.fromtimestamp(data["until"], tz=UTC)
    if until <= timezone.now():
        raise Expired
    return data["of"], until


def records_of(token):
    """The records that the token shows and that still wait. Raises Unknown, Expired or Over."""
    names = opened(token)[0]
    found = waiting() if names == EVERYTHING else (named(*name) for name in names)
    left = [record for record in found if record and (not record.is_published or drafts.of(record))]
    if not left:
        raise Over
    return left


def named(label, key):
    try:
        return apps.get_model(label)._base_manager.filter(pk=key).first()
    except LookupError:  # a model that there was
        return None


def waiting():
    """The records with a draft, and those not yet published that are in review or approved."""
    reviews = Review.objects.exclude(state=Review.State.RETURNED)
    keys = {(row.content_type_id, row.object_id) for rows in (Draft.objects.all(), reviews) for row in rows}
    for kind, key in sorted(keys):
        model = ContentType.objects.get_for_id(kind).model_class()
        if model and issubclass(model, Publishable):
            yield model._base_manager.filter(pk=key).first()


def answer(request, token, path):
    """The page at the path as it will be. Raises DoesNotFit, Http404, Unknown, Expired or Over."""
    until = opened(token)[1]
    match = resolve(path)
    if match.route.partition("/")[0] in CLOSED:
        raise Http404
    with below(token), sandbox():
        records = show(records_of(token))
        inner = anonymous(request, path)
        inner.preview = Shown([(str(r), r.get_absolute_url()) for r in records], until)
        inner.resolver_match = match
        return rendered(match.func(inner, *match.args, **match.kwargs))


def start(token):
    """The address at which a preview begins: its record's page, or the home page."""
    with below(token), sandbox():
        records = show(records_of(token))
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
