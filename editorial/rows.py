"""Two rows that say the same of what turns out to be one: found, and put together without loss."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _

from editorial.dates import Precision, written
from editorial.publishing import Refused
from editorial.snapshots import kept_fields

SAID = {"quotation", "stated", "note"}  # free text of a citation
CHECKED = {"checked_by", "checked_on"}  # who checked it for the record that stays


class Disagree(Refused):
    reason = _("Both have this, and say different things of it. Settle it first:")


def generic_relations(model):
    return [field for field in model._meta.private_fields if isinstance(field, GenericRelation)]


def twin_of(row, values):
    """The row that stands in the way of this one with these values, by one of its rules; or None."""
    manager = type(row)._base_manager
    for names, condition in rules(type(row)):
        if not set(names) & values.keys():
            continue
        alike = {name: values.get(name, getattr(row, name)) for name in names}
        if None in alike.values() or not manager.filter(condition, pk=row.pk).exists():
            continue
        if twin := manager.filter(condition, **alike).exclude(pk=row.pk).first():
            return twin
    return None


def rules(model):
    """(names of fields, condition) of each rule that no two rows are alike."""
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield [field.name], models.Q()
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield constraint.fields, constraint.condition or models.Q()


def combine(twin, row, without=()):
    """Give the twin what only the row says. Raises Disagree, naming both, where they contradict."""
    differing = []
    for names in entries(type(row), without):
        ours, theirs = ([getattr(each, name) for name in names] for each in (twin, row))
        if ours == theirs or says_nothing(theirs):
            continue
        if says_nothing(ours):
            for name, value in zip(names, theirs, strict=True):
                setattr(twin, name, value)
        elif text := both(twin, names[0], ours[0], theirs[0]):
            setattr(twin, names[0], text)
        else:
            differing.append(f"{row}: {row._meta.get_field(names[0]).verbose_name}")
    if differing:
        raise Disagree(labels=differing)
    twin.save()


def entries(model, without=()):
    """The names of the fields of each thing that a row says: a date goes with its precision."""
    names = [field.name for field in kept_fields(model, without) if not field.primary_key]
    for name in names:
        if not (name.endswith("_precision") and name.removesuffix("_precision") in names):
            yield [name, f"{name}_precision"] if f"{name}_precision" in names else [name]


def restate(row, new, old):
    """A source of one fact says of the new record what it said of the old one, where that differs."""
    fact = getattr(row, "fact", "")
    if fact not in {field.name for field in kept_fields(type(old))} or row.stated:
        return
    names = [name for name in (fact, f"{fact}_precision") if hasattr(old, name)]
    if [getattr(old, name) for name in names] == [getattr(new, name) for name in names]:
        return
    row.stated = told(old, names)[: row._meta.get_field("stated").max_length]
    row.save(update_fields=["stated"])


def told(record, names):
    """What an entry of the record says, as a reader sees it."""
    values = [getattr(record, name) for name in names]
    if says_nothing(values):
        return ""
    if len(names) > 1:
        return str(written(*values))
    display = getattr(record, f"get_{names[0]}_display", None)
    return str(display() if display else values[0])


def says_nothing(values):
    """A text or a key that is not given, or a date that is not known."""
    return values[0] in ("", None) and values[1:] in ([], [Precision.UNKNOWN])


def both(twin, name, ours, theirs):
    """One text that says what both say, where it is free text and there is room; or nothing."""
    if name in CHECKED:
        return ours
    if name not in getattr(twin, "translatable", ()) and name not in SAID:
        return ""
    if theirs in ours:
        return ours
    text = theirs if ours in theirs else f"{ours} {theirs}"
    longest = twin._meta.get_field(name).max_length
    return text if longest is None or len(text) <= longest else ""
