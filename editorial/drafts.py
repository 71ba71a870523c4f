"""The pending edit of a published record: begun, continued, shown, and given up."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from editorial import history, review
from editorial.differences import attempt, changes, prefer, replace
from editorial.models import Draft, Publishable, Revision
from editorial.snapshots import apply, digest, flat, nested, sandbox, snapshot


def of(record):
    return Draft.objects.of(record).first()


def is_drafted(record):
    """Whether an edit of the record is kept apart until it is published."""
    return isinstance(record, Publishable) and (record.is_published or of(record) is not None)


def shown(record):
    """The snapshot that the form shows: the draft, with what has changed on the live record since."""
    draft, live = of(record), snapshot(record)
    return prefer(draft.base, live, draft.data) if draft else live


def version(record):
    """What tells one saved state of the form from another."""
    return digest(shown(record))


def take_up(record):
    """In a sandbox: make the record what its draft says; the record, read anew. Raises DoesNotFit."""
    draft = of(record)
    if draft is None:
        return type(record)._base_manager.get(pk=record.pk)
    return apply(record, prefer(draft.base, snapshot(record), draft.data))


def locked(record):
    """The record as it is now, while nobody else writes it."""
    return type(record)._base_manager.select_for_update().get(pk=record.pk)


def amend(record, change, *, by, comment=""):
    """Call `change` with the record as drafted, in a sandbox, and keep what it did as the draft."""
    with sandbox():
        record = take_up(record)
        change(record)
        data = snapshot(record)
    return store(record, data, by=by, comment=comment)


@transaction.atomic
def store(record, data, *, by, comment=""):
    """Keep the snapshot as the record's draft; None if it says nothing new, and then there is none.

    What has changed on the live record meanwhile is part of the draft from now on; where both
    changed the same, the clash stays until somebody settles it.
    """
    record = locked(record)
    live, draft = snapshot(record), of(record)
    history.begin(record, live)
    if not changes(live, data):
        forget(record)
        return None
    draft = draft or Draft(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        base=live,
        begun_by=history.by_name(by),
    )
    draft.base = rebased(draft, live, data)
    draft.data = data
    draft.title, draft.saved_by = history.name_of(record), history.by_name(by)
    draft.writers = sorted(draft.authors)
    draft.saved_at = timezone.now()
    draft.comment = comment or draft.comment
    draft.save()
    review.reopen(record, by=by)
    history.record(record, Revision.Step.DRAFT, by=by, why=comment, data=data)
    return draft


def saved(record, *, by, why=""):
    """Keep in the history what was saved of a record that has no draft; the revision, if it is news."""
    revision = history.record(record, Revision.Step.SAVED, by=by, why=why)
    if revision:
        review.reopen(record, by=by)
    return revision


def rebased(draft, live, data):
    """The live record as the base of the draft, but for what is in dispute."""
    if draft._state.adding:
        return live
    disputed = disputes(draft, live, data)
    before, base = flat(draft.base), flat(live)
    for path in disputed:
        replace(base, before, path)
    return nested(base, like=live)


def disputes(draft, live, data=None):
    """The paths that both the draft and the live record have changed since the draft began."""
    return attempt(draft.base, live, draft.data if data is None else data)[1]


@transaction.atomic
def settle(record, *, by, keep_draft):
    """End the disputes of the record's draft: its own values stand, or the live ones."""
    record = locked(record)
    draft, live = of(record), snapshot(record)
    ours = prefer(draft.base, live, draft.data)
    if not keep_draft:
        disputed = disputes(draft, live)
        entries, there = flat(ours), flat(live)
        for path in disputed:
            replace(entries, there, path)
        ours = nested(entries, like=live)
    draft.base = live
    draft.save(update_fields=["base"])
    return store(record, ours, by=by)


def discard(record, *, by):
    """Give up the draft; its last saved state stays in the history."""
    forget(record)


def forget(record):
    """Drop what was kept about the edit that is over: the draft and its review."""
    Draft.objects.of(record).delete()
    review.end(record)
