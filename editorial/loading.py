"""Records with all that stands on their pages, read for a snapshot: one question for each table.

The questions are written out. Django takes four times as long to put them together as the database
takes to answer them, and a publication takes four snapshots.
"""

from collections import defaultdict

from django.contrib.contenttypes.fields import GenericRelation
from django.db import connections

from editorial.models import Sourced, read_citations


def relations(model):
    """The names of the relations whose rows stand on the record's page, its citations last."""
    return (*model.children, "citations") if issubclass(model, Sourced) else model.children


def relation_field(model, relation):
    """The relation as Django describes it, and the names of the row's fields that point back."""
    field = model._meta.get_field(relation)
    if isinstance(field, GenericRelation):
        return field, {field.content_type_field_name, field.object_id_field_name}
    return field, {field.field.name}


def load_pages(records):
    """Give records of one kind what stands on their pages, as a prefetch would; rows in no order."""
    every = list(loaded(records)) if records else []
    read_citations([record for record in every if isinstance(record, Sourced)], sources=False)


def loaded(records):
    """Yields the records and their rows, once these are read."""
    yield from records
    model = type(records[0])
    for field in model._meta.local_many_to_many:
        keep(records, field.name, listed(records, field))
    for relation in model.children:
        back = relation_field(model, relation)[0].field
        rows = belonging(back.model, records, f'"{back.model._meta.db_table}"."{back.column}"')
        keep(records, relation, rows)
        if rows:
            yield from loaded(rows)


def listed(records, field):
    """The records that a many-to-many field of these names."""
    target, through = field.related_model._meta, field.m2m_db_table()
    join = (
        f'JOIN "{through}" ON "{through}"."{field.m2m_reverse_name()}" = '
        f'"{target.db_table}"."{target.pk.column}"'
    )
    return belonging(field.related_model, records, f'"{through}"."{field.m2m_column_name()}"', join)


def belonging(model, records, owner, join=""):
    """Those of the model whose column `owner` names one of the records, each with what the column says."""
    meta, keys = model._meta, list(as_stored(records))
    columns = ", ".join(f'"{meta.db_table}"."{field.column}"' for field in meta.concrete_fields)
    question = (
        f'SELECT {columns}, {owner} AS "owner" FROM "{meta.db_table}" {join} '  # noqa: S608 (names of tables)
        f"WHERE {owner} IN ({', '.join(['%s'] * len(keys))})"
    )
    return list(model._base_manager.using(records[0]._state.db).raw(question, keys))


def as_stored(records):
    """{key, as the database has it: record}"""
    connection, key = connections[records[0]._state.db], type(records[0])._meta.pk
    return {key.get_db_prep_value(record.pk, connection): record for record in records}


def keep(records, name, rows):
    """Let the records' manager of that name say what was read."""
    found = defaultdict(list)
    for row in rows:
        found[row.owner].append(row)
    for key, record in as_stored(records).items():
        own = getattr(record, name).all()
        own._result_cache, own._prefetch_done = found[key], True
        record.__dict__.setdefault("_prefetched_objects_cache", {})[name] = own
