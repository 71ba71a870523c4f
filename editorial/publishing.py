"""Publishing and withdrawing: what the public sees refers only to what the public sees."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial.models import Publishable


class NotPublishable(Exception):
    """The step is refused; `records` names those that stand in its way."""

    reason = ""

    def __init__(self, records):
        self.records = list(records)
        super().__init__(f"{self.reason} {', '.join(str(record) for record in self.records)}")


class RefersToUnpublished(NotPublishable):
    reason = _("Publish these first:")


class HasDependants(NotPublishable):
    reason = _("These published records refer to it:")


@transaction.atomic
def publish(record, *, by):
    """Show the record to the public; `by` is the user who answers for it."""
    if hidden := unpublished_references(record):
        raise RefersToUnpublished(hidden)
    move(record, Publishable.State.PUBLISHED, by)


@transaction.atomic
def withdraw(record, *, by):
    """Take the record from the public, unless published records still refer to it."""
    if users := dependants(record):
        raise HasDependants(users)
    move(record, Publishable.State.WITHDRAWN, by)


def move(record, state, by):
    record.state = state
    record.published_at = record.changed_at = timezone.now()
    record.published_by = by.get_username()
    record.save(update_fields=["state", "published_at", "published_by", "changed_at"])


def unpublished_references(record):
    """The records, not published, that this one or a row on its page refers to."""
    rows = [record]
    for name in record.children:
        rows.extend(getattr(record, name).all())
    found = {target for row in rows for target in references(row)}
    return sorted((target for target in found - {record} if not target.is_published), key=str)


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
    found = set()
    for relation in record._meta.related_objects:
        name = relation.get_accessor_name()
        if issubclass(relation.related_model, Publishable):
            found.update(getattr(record, name).published())
        else:
            found.update(owner for row in getattr(record, name).all() for owner in owners(row))
    return sorted(found - {record}, key=str)


def owners(row):
    """The published record on whose page a row stands, if there is one."""
    try:
        row._meta.get_field(row.belongs_to)
    except FieldDoesNotExist:
        return []
    owner = getattr(row, row.belongs_to)
    return [owner] if owner.is_published else []
