"""Publishing and withdrawing: what the public sees refers only to what the public sees."""

from django.contrib.contenttypes.fields import GenericRelation
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial import addresses, drafts, followers, history, sentences
from editorial.differences import Clash, merge
from editorial.models import Citation, ContentModel, Publishable, Revision, Schedule
from editorial.snapshots import DoesNotFit, apply, snapshot
from editorial.wording import Wording


class Refused(Exception):
    """The step is refused, and nothing has changed; `records` or `labels` name what stands in its way."""

    reason = ""

    def __init__(self, records=(), labels=()):
        self.records, self.labels = list(records), list(labels)
        super().__init__(f"{self.reason} {', '.join(str(name) for name in self.records + self.labels)}")


class RefersToUnpublished(Refused):
    reason = _("Publish these first:")


class HasDependants(Refused):
    reason = _("These published records refer to it:")


class ChangedMeanwhile(Refused):
    reason = _("Changed on the live page since this draft began:")


class NoLongerFits(Refused):
    reason = _("The draft no longer fits:")


class MayNotPublish(Refused):
    reason = _("Who scheduled it may no longer publish it; schedule it again:")


class NothingToPublish(Refused):
    reason = _("It is published, and nothing has been changed.")


class NothingToWithdraw(Refused):
    reason = _("It is not published.")


@followers.atomic()
def publish(record, *, by, why=""):
    """Show the record, with its draft if it has one, to the public; the record as it is now.

    `by` is the user who answers for it. Raises Refused, and then nothing has changed.
    """
    record = drafts.locked(record)
    draft, before, was_public = drafts.of(record), snapshot(record), record.is_published
    path = address(record) if was_public else None
    history.begin(record, before)
    if draft:
        record = merged(record, draft, before)
    elif was_public:
        raise NothingToPublish
    if hidden := unpublished_references(record):
        raise RefersToUnpublished(hidden)
    move(record, Publishable.State.PUBLISHED, by)
    after = snapshot(record)
    said = sentences.about(type(record), before if was_public else None, after)
    history.record(record, Revision.Step.PUBLISHED, by=by, why=why or comment(draft), data=after, said=said)
    addresses.follow(record, path)
    drafts.forget(record)
    Schedule.objects.of(record).filter(step=Schedule.Step.PUBLISH).delete()
    return record


def comment(draft):
    return draft.comment if draft else ""


def address(record):
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else None


def merged(record, draft, live):
    """The record with its draft in it, and with what else has changed since the draft began."""
    try:
        return apply(record, merge(draft.base, live, draft.data), present=live)
    except Clash as clash:
        raise ChangedMeanwhile(labels=labels(type(record), clash.paths, live, draft.data)) from clash
    except DoesNotFit as error:
        raise NoLongerFits(labels=[str(error)]) from error


def labels(model, paths, *snapshots):
    wording = Wording(model)
    return [wording.label(path, *snapshots) for path in paths]


@followers.atomic()
def withdraw(record, *, by, why=""):
    """Take the record from the public, unless published records still refer to it. Raises Refused."""
    record = drafts.locked(record)
    if not record.is_published:
        raise NothingToWithdraw
    if users := dependants(record):
        raise HasDependants(users)
    history.begin(record)
    move(record, Publishable.State.WITHDRAWN, by)
    history.record(record, Revision.Step.WITHDRAWN, by=by, why=why)
    Schedule.objects.of(record).filter(step=Schedule.Step.WITHDRAW).delete()
    return record


def move(record, state, by):
    record.state = state
    record.published_at = record.changed_at = timezone.now()
    record.published_by = history.by_name(by)
    record.save(update_fields=["state", "published_at", "published_by", "changed_at"])


def unpublished_references(record):
    """The records, not published, that this one or a row on its page refers to."""
    found = {target for row in rows(record) for target in references(row)}
    return sorted((target for target in found - {record} if not target.is_published), key=str)


def rows(record):
    """The record itself, and the rows on its page that are public whenever it is and name other records."""
    yield record
    for name in record.children:
        field = record._meta.get_field(name)
        others = [f for f in field.related_model._meta.get_fields() if is_reference(f) and f != field.field]
        if others and not field.related_model.may_wait:
            keys = [f.name for f in others if not f.many_to_many]  # followed at once, not one by one
            yield from getattr(record, name).select_related(*keys)


def references(row):
    """The publishable records that a row's own keys and many-to-many fields name."""
    for field in row._meta.get_fields():
        if not is_reference(field):
            continue
        if field.many_to_many:
            yield from getattr(row, field.name).all()
        elif target := getattr(row, field.name):
            yield target


def is_reference(field):
    return (
        field.is_relation
        and not field.auto_created
        and not isinstance(field, GenericRelation)
        and field.related_model is not None
        and issubclass(field.related_model, Publishable)
    )


def dependants(record):
    """The published records that refer to this one, themselves or through a row on their page."""
    return [user for user in usage(record, waiting=False) if user.is_published]


def usage(record, *, waiting=True):
    """The records that refer to this one, themselves or through a row on their page, by name.

    `waiting`: with the rows too that wait for both their records to be public.
    """
    found = set()
    for relation in record._meta.related_objects:
        model = relation.related_model
        rows = model._base_manager.filter(**{relation.field.name: record})
        if issubclass(model, Publishable):
            found.update(rows)
        elif model is Citation:
            found.update(owner for row in rows.prefetch_related("record") for owner in owners(row.record))
        elif waiting or not getattr(model, "may_wait", False):
            found.update(owner for row in rows for owner in owners(row))
    return sorted(found - {record}, key=str)


def owners(row):
    """The record on whose page a row stands, if there is one; a record with a page of its own is it."""
    if not isinstance(row, ContentModel):
        return []
    return [getattr(row, row.belongs_to) if row.belongs_to else row]
