"""Bringing back: an earlier state as a draft, a deleted record as one not yet published."""

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from editorial import drafts, followers, history, publishing
from editorial.models import Draft, FormerAddress, Opening, Review, Revision, Schedule
from editorial.snapshots import EMPTY, DoesNotFit, apply, sandbox, snapshot, write


@followers.atomic()
def restore(revision, *, by):
    """Make the earlier state the draft of its record; a record not published takes it at once.

    Raises DoesNotFit if it names what is no longer there.
    """
    record = drafts.locked(revision.record)
    with sandbox():
        data = snapshot(apply(record, revision.data))
    if drafts.is_drafted(record):
        drafts.store(record, data, by=by, comment=revision.why)
    else:
        history.begin(record)
        drafts.saved(apply(record, data), by=by, why=revision.why)
    return record


@followers.atomic()
def delete(record, *, by, why=""):
    """Delete the record; its last state stays, so that it can be recovered.

    As it cannot be withdrawn, so it cannot be deleted while published records refer to it, nor if
    one came to do so meanwhile: raises HasDependants.
    """
    if users := publishing.dependants(record):
        raise publishing.HasDependants(users)
    history.begin(record)
    history.record(record, Revision.Step.DELETED, by=by, why=why)
    for kept in (Draft, Review, Schedule, FormerAddress, Opening):
        kept.objects.of(record).delete()
    try:
        with transaction.atomic():
            record.delete()
    except (ProtectedError, IntegrityError) as error:
        raise publishing.HasDependants(publishing.dependants(record)) from error


@followers.atomic()
def recover(revision, *, by):
    """The deleted record again, with its rows and sources, not published. Raises DoesNotFit."""
    model = revision.content_type.model_class()
    record = model(pk=revision.object_id)
    try:
        with transaction.atomic():
            write(record, EMPTY, revision.data)
    except IntegrityError as error:
        raise DoesNotFit(str(error)) from error
    history.record(record, Revision.Step.RECOVERED, by=by)
    return record
