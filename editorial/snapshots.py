"""A record as plain data: with its many-to-many keys, its rows, and the sources of both.

A snapshot is {"fields": {name: value}, "lists": {name: [key]}, "rows": {relation: {key: snapshot}}}.
Flat, it is one value for each path, so that two people's changes meet only where they truly meet:
("name",), ("missions", key), ("participations", key), ("participations", key, "role"), and so on.
A date and its precision are one value: half of each would be a third date.
"""

import hashlib
import json
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, transaction

from editorial.loading import load_pages, relation_field, relations

# What a step decides, not an edit: a draft neither holds nor changes it.
OF_THE_DESK = {"id", "state", "published_at", "published_by", "changed_at", "verified_on"}
LISTED = {"listed": True}  # the value of the path of a key in a list

_sandbox = ContextVar("sandbox", default="")


class DoesNotFit(Exception):
    """The snapshot cannot stand in the database as it is now; the text is for the editor."""


class Rollback(Exception):
    """Ends a sandbox."""


@contextmanager
def sandbox():
    """A block whose writes are all taken back at its end. Keep it short: on SQLite it holds the pen."""
    token = _sandbox.set(f"sandbox-{uuid4().hex}:")
    try:
        with transaction.atomic():
            yield
            raise Rollback
    except Rollback:
        pass
    finally:
        _sandbox.reset(token)


def in_sandbox():
    """Whether what is read now may never come to be: nothing of it may be kept in memory."""
    return bool(_sandbox.get())


def cache_key(key, prefix, version):
    """For CACHES: what is cached in a sandbox is never found outside it."""
    return f"{_sandbox.get()}{prefix}:{version}:{key}"


def kept_fields(model, without=()):
    left_out = OF_THE_DESK | set(without)
    return [f for f in model._meta.concrete_fields if f.name not in left_out and not f.generated]


def snapshot(record):
    """The record as the database has it now; a handful of queries, whatever the number of rows."""
    fresh = type(record)._base_manager.using(record._state.db).get(pk=record.pk)
    load_pages([fresh])
    return described(fresh)


def described(record, without=()):
    model = type(record)
    rows = {}
    for relation in relations(model):
        back = relation_field(model, relation)[1]
        found = sorted(getattr(record, relation).all(), key=lambda row: str(row.pk))
        rows[relation] = {str(row.pk): described(row, back) for row in found}
    return {
        "fields": {f.name: plain(f.value_from_object(record)) for f in kept_fields(model, without)},
        "lists": {
            f.name: sorted(str(target.pk) for target in getattr(record, f.name).all())
            for f in model._meta.local_many_to_many
        },
        "rows": rows,
    }


def plain(value):
    """The value as JSON will hold it."""
    if value is None or isinstance(value, str | int | bool):
        return value
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, default=str))


def digest(data):
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def flat(data, path=()):
    """One entry for each thing that can change by itself."""
    found, fields = {}, data["fields"]
    for name, value in fields.items():
        if name.endswith("_precision") and name.removesuffix("_precision") in fields:
            continue
        pair = f"{name}_precision"
        found[(*path, name)] = [value, fields[pair]] if pair in fields else value
    for name, keys in data["lists"].items():
        found |= {(*path, name, key): LISTED for key in keys}
    for relation, rows in data["rows"].items():
        for key, row in rows.items():
            found[(*path, relation, key)] = {"row": [sorted(row["lists"]), sorted(row["rows"])]}
            found |= flat(row, (*path, relation, key))
    return found


def is_row(value):
    """Whether the value is that of a row's own path."""
    return isinstance(value, dict) and "row" in value


def empty(lists=(), rows=()):
    return {"fields": {}, "lists": {name: [] for name in lists}, "rows": {name: {} for name in rows}}


def nested(entries, like):
    """The snapshot of these flat entries; `like` is one of the same model, for its empty lists."""
    data = empty(like["lists"], like["rows"])
    for path in sorted(entries, key=lambda path: (len(path), path)):
        value, place = entries[path], data
        for relation, key in zip(path[:-2:2], path[1:-1:2], strict=False):
            place = place["rows"][relation][key]
        if is_row(value):
            place["rows"].setdefault(path[-2], {})[path[-1]] = empty(*value["row"])
        elif value == LISTED:
            place["lists"].setdefault(path[-2], []).append(path[-1])
        elif isinstance(value, list):
            place["fields"][path[-1]], place["fields"][f"{path[-1]}_precision"] = value
        else:
            place["fields"][path[-1]] = value
    return data


def apply(record, target, present=None):
    """Make the record, its rows and their sources what the snapshot says; the record as it then is.

    Only what differs is written; `present` is the snapshot of what there is, where it is known already.
    Raises DoesNotFit, and then nothing is written.
    """
    fresh = type(record)._base_manager.get(pk=record.pk)  # what is given stays as it was read
    try:
        with transaction.atomic():
            write(fresh, present or snapshot(record), target)
            check_keys()
    except (IntegrityError, models.ProtectedError, models.RestrictedError) as error:
        raise DoesNotFit(str(error)) from error
    return fresh


def check_keys():
    """Keys are otherwise checked at the end of the transaction only: too late for a message.

    On SQLite nobody else writes meanwhile, so that what `full_clean` has looked up still holds; it can
    check whole tables only, which takes the longer the more they hold.
    """
    if connection.vendor != "sqlite":
        connection.check_constraints()


def write(record, present, target):
    """Rows that go make room first; then the record itself; then its rows, old and new."""
    for relation, rows in target["rows"].items():
        if gone := present["rows"].get(relation, {}).keys() - rows.keys():
            for row in getattr(record, relation).filter(pk__in=gone):
                row.delete()
    if present["fields"] != present["fields"] | known(type(record), target["fields"]):
        fill(record, target["fields"])
        save(record)
    for name, keys in target["lists"].items():
        if keys != present["lists"].get(name):
            set_list(record, name, keys)
    for relation, rows in target["rows"].items():
        before = present["rows"].get(relation, {})
        if changed := {key: row for key, row in rows.items() if before.get(key) != row}:
            write_rows(record, relation, before, changed)


EMPTY = empty()


def write_rows(record, relation, before, rows):
    there = {str(row.pk): row for row in getattr(record, relation).filter(pk__in=rows)}
    for key, row in there.items():
        old, new = before[key]["fields"], rows[key]["fields"]
        step_aside(row, {name for name in new if new[name] != old.get(name)})
    for key, data in rows.items():
        row = there.get(key) or new_row(record, relation, key)
        write(row, before.get(key, EMPTY), data)


def step_aside(row, changed):
    """Two rows may take each other's place: what tells them apart and will change makes room at first.

    Only a text can be what no other row's is; rows that no text tells apart are refused instead.
    """
    for names in unique_together(type(row)):
        if (text := passing_text(row, names)) and not changed.isdisjoint(names):
            value = uuid4().hex[: row._meta.get_field(text).max_length]
            type(row)._base_manager.filter(pk=row.pk).update(**{text: value})


def passing_text(model, names):
    """The last of the fields that can hold any text for a while; None if none can."""
    texts = [name for name in names if type(model._meta.get_field(name)) is models.CharField]
    return texts[-1] if texts else None


def unique_together(model):
    """The names of the fields of each rule that no two rows are alike."""
    yield from ([field.name] for field in model._meta.local_fields if field.unique)
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield constraint.fields


def new_row(record, relation, key):
    """A row of the record, not saved yet. A key that another record's row has does not fit."""
    field = relation_field(type(record), relation)[0]
    model = field.related_model
    if model._base_manager.filter(pk=key).exists():
        raise DoesNotFit(f"{model._meta.verbose_name} {key} stands on another page.")
    if isinstance(field, GenericRelation):
        return model(pk=key, record=record)
    return model(pk=key, **{field.field.name: record})


def known(model, fields):
    """Those of the fields that an edit may change: a migration may have taken some away."""
    names = {field.name for field in kept_fields(model)}
    return {name: value for name, value in fields.items() if name in names}


def fill(record, fields):
    for name, value in known(type(record), fields).items():
        field = record._meta.get_field(name)
        setattr(record, field.attname, (field.target_field if field.is_relation else field).to_python(value))


def save(record):
    """With the messages that a form would give, where something stands against it."""
    try:
        record.full_clean()
    except ValidationError as error:
        raise DoesNotFit(f"{record._meta.verbose_name}: {worded(record, error)}") from error
    record.save()


def worded(record, error):
    lines = []
    for name, messages in error.message_dict.items():
        try:
            label = f"{record._meta.get_field(name).verbose_name}: "
        except FieldDoesNotExist:
            label = ""
        lines.append(f"{label}{' '.join(messages)}")
    return "; ".join(lines)


def set_list(record, name, keys):
    model = record._meta.get_field(name).related_model
    found = list(model._base_manager.filter(pk__in=keys))
    if len(found) < len(keys):
        label = record._meta.get_field(name).verbose_name
        raise DoesNotFit(f"{label}: {len(keys) - len(found)} of them no longer exist.")
    getattr(record, name).set(found)
