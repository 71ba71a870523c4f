"""Content as files: written from the database, and brought into a database that may hold edits.

A file holds the records of one model, sorted by their natural keys. Fields that hold nothing are
left out, so that a record can be read in a diff.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, transaction

from editorial.models import ContentModel, Shipped


def content_models():
    """Every content model, each after those that it refers to."""
    models = serializers.sort_dependencies([(config, None) for config in apps.get_app_configs()])
    return [model for model in models if issubclass(model, ContentModel)]


def serialized(record):
    """The record as the plain dictionary that stands in a file."""
    row = json.loads(serializers.serialize("json", [record], use_natural_foreign_keys=True))[0]
    for name, value in list(row["fields"].items()):
        if value in ("", None, []):
            del row["fields"][name]
        elif isinstance(value, list) and record._meta.get_field(name).many_to_many:
            value.sort(key=str)
    return row


def sort_key(record):
    return [str(part or "") for part in record.natural_key()]


def digest(row):
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def write(folder):
    """Write one file for each model into the folder; yields each path with its number of records."""
    for model in content_models():
        related = [f.name for f in model._meta.concrete_fields if f.is_relation]
        records = sorted(model._base_manager.select_related(*related), key=sort_key)
        path = folder / f"{model._meta.label_lower}.json"
        text = json.dumps([serialized(record) for record in records], ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")
        yield path, len(records)


@dataclass
class Outcome:
    """What bringing in the shipped files did, and what it left as the editors have it."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    edited_here: list = field(default_factory=list)
    deleted_here: list = field(default_factory=list)
    already_here: list = field(default_factory=list)


@transaction.atomic
def bring_in(folder):
    """Load the files of the folder without losing an edit made here.

    New records are added and untouched ones updated. Those edited or deleted here, and those that
    editors here have already added themselves, are left as they are, and named.
    Raises django.core.serializers.base.DeserializationError for a file that does not fit.
    """
    outcome = Outcome()
    shipped = dict(Shipped.objects.values_list("record", "digest"))
    digests, late = {}, []
    for model in content_models():
        path = folder / f"{model._meta.label_lower}.json"
        rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        here = model._base_manager.in_bulk() if shipped else {}
        wanted = [row for row in rows if is_wanted(row, model, here, shipped, outcome)]
        written = save(wanted, outcome)
        late += [record for record in written.values() if record.deferred_fields]
        digests |= {
            row["pk"]: (model._meta.label_lower, digest(row)) for row in wanted if row["pk"] in written
        }
    for record in late:
        complete(record, outcome)
    Shipped.objects.bulk_create(
        (Shipped(record=key, model=label, digest=value) for key, (label, value) in digests.items()),
        update_conflicts=True,
        unique_fields=["record"],
        update_fields=["digest"],
        batch_size=500,
    )
    return outcome


def is_wanted(row, model, here, shipped, outcome):
    """Whether the row is to be written, counted in the outcome."""
    key = model._meta.pk.to_python(row["pk"])
    before, new = shipped.get(key), digest(row)
    if key not in here:
        if before:
            outcome.deleted_here.append(f"{row['model']} {key}")
        else:
            outcome.added += 1
        return not before
    if before == new:
        outcome.unchanged += 1
        return False
    present = digest(serialized(here[key]))
    if present == new:  # an edit made here that has since been shipped
        outcome.unchanged += 1
        return True
    if before != present:
        outcome.edited_here.append(f"{row['model']}: {here[key]}")
        return False
    outcome.updated += 1
    return True


def save(rows, outcome):
    """Write the rows; returns the records written, by the key in the row."""
    written = {}
    try:
        records = serializers.deserialize("python", rows, handle_forward_references=True)
        for row, record in zip(rows, records, strict=True):
            if is_saved(record, outcome):
                written[row["pk"]] = record
    except FieldDoesNotExist as error:
        raise DeserializationError(str(error)) from error
    return written


def is_saved(record, outcome):
    """Whether the record could be written; what stands in its way is named in the outcome."""
    if any(not (key.null or key.many_to_many) for key in record.deferred_fields or ()):
        outcome.deleted_here.append(f"what {record.object._meta.label_lower} {record.object.pk} belongs to")
        outcome.added -= 1
        return False
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        outcome.already_here.append(f"{record.object._meta.label_lower}: {record.object}")
        outcome.added -= 1
        return False
    return True


def complete(record, outcome):
    """Fill in what the record refers to; what was deleted here stays empty, and is named."""
    try:
        record.save_deferred_fields()
    except DeserializationError:
        outcome.deleted_here.append(f"what {record.object} refers to")
