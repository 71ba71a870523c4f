"""What became of a record: every publication and every save, each enough to bring it back."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone

from editorial.models import Revision
from editorial.snapshots import digest, snapshot

LENGTH_OF_TITLE = Revision._meta.get_field("title").max_length


def name_of(record):
    return str(record)[:LENGTH_OF_TITLE]


def by_name(by):
    """The name of an account as it is kept: as text, for it outlives the account."""
    return by.get_username() if hasattr(by, "get_username") else str(by)


def record(record, step, *, by, why="", data=None, said=()):
    """Keep the record as it stands after the step; with nothing changed since, nothing is kept."""
    data = snapshot(record) if data is None else data
    if step == Revision.Step.SAVED and not differs(record, data):
        return None
    return Revision.objects.create(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        title=name_of(record),
        step=step,
        by=by_name(by),
        why=why,
        data=data,
        said=list(said),
    )


def differs(record, data):
    latest = Revision.objects.of(record).order_by("-pk").first()
    return latest is None or digest(latest.data) != digest(data)


def begin(record, data=None):
    """Keep the state in which the desk first met the record, so that it too can be brought back."""
    if not Revision.objects.of(record).exists():
        data = snapshot(record) if data is None else data
        Revision.objects.create(
            content_type=ContentType.objects.get_for_model(record),
            object_id=record.pk,
            title=name_of(record),
            step=Revision.Step.FIRST,
            at=record.published_at or record.changed_at if hasattr(record, "changed_at") else timezone.now(),
            by=getattr(record, "published_by", ""),
            data=data,
        )


def publications(record):
    """The states that the public saw, latest first."""
    public = Q(step=Revision.Step.PUBLISHED) | Q(step=Revision.Step.FIRST) & ~Q(by="")
    return Revision.objects.of(record).filter(public).order_by("-pk")


def deleted(model):
    """The last revision of each record of the model that is no longer there."""
    gone = Revision.objects.of_model(model).filter(step=Revision.Step.DELETED)
    latest = {}
    for revision in gone.defer("data").order_by("pk"):
        latest.pop(revision.object_id, None)
        latest[revision.object_id] = revision
    there = set(model._base_manager.filter(pk__in=latest).values_list("pk", flat=True))
    return [revision for key, revision in reversed(latest.items()) if key not in there]
