"""What tests of drafts share: changes made as a form makes them, and all that the site says."""

from django.apps import apps

from editorial import drafts
from editorial.generation import content_tables, current
from editorial.snapshots import digest

HIDDEN = {"state": "unpublished", "published_at": None, "published_by": ""}


def draft(record, by="vera", **values):
    """Keep these values as the record's draft."""
    return drafts.amend(record, lambda record: write(record, **values), by=by)


def draft_row(row, by="vera", **values):
    """Keep these values of a row as part of the draft of the record that it belongs to."""
    owner = getattr(row, row.belongs_to)
    return drafts.amend(owner, lambda _owner: write(again(row), **values), by=by)


def write(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def again(record):
    """The record as the database has it now."""
    return type(record)._base_manager.get(pk=record.pk)


def update(record, **values):
    """Change the live record as an import or a script does: past forms, drafts and history."""
    type(record)._base_manager.filter(pk=record.pk).update(**values)


def content():
    """(the content generation, the digest of every row of every content table)."""
    tables = set(content_tables())
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.db_table in tables]
    rows = {m._meta.db_table: sorted(map(str, m._base_manager.order_by().values_list())) for m in models}
    return current(), digest(rows)
