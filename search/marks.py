"""Database triggers that mark whose document a change has made stale, in the writer's transaction.

Triggers, not signals, as for the content generation: nothing gets past them. A changed record marks
itself; a row or a record whose words stand in another's document marks that one, by the same paths
that the document is read by.
"""

from collections import defaultdict

from django.apps import apps
from django.db import connections
from django.db.migrations import operations

from search.documents import KINDS
from search.models import Document, Mark

OF_NO_ROWS = (  # what a migration does to no row
    *(operations.AddIndex, operations.RemoveIndex, operations.RenameIndex),
    *(operations.AddConstraint, operations.RemoveConstraint, operations.AlterModelOptions),
)
TABLE, DOCUMENTS = Mark._meta.db_table, Document._meta.db_table
PREFIX = "search_mark_"


def marked_by():
    """{table: [(kind, query of the keys)]}: which documents a changed row of the table is part of.

    In the query, `{name}` stands for the values of a column of the changed rows.
    """
    found = defaultdict(list)
    for kind in KINDS:
        found[kind.model._meta.db_table].append((kind.name, value_of("id")))
        for relation in kind.relations:
            for table, keys in keys_along(kind.model, relation.split("__")):
                if (kind.name, keys) not in found[table]:
                    found[table].append((kind.name, keys))
    return dict(sorted(found.items()))


def keys_along(model, steps):
    """(table, query of the keys of the model) for what lies at the end of the relations."""
    field = model._meta.get_field(steps[0])
    if len(steps) > 1:
        further = list(keys_along(field.related_model, steps[1:]))
        return [(table, back(model, field, keys)) for table, keys in further]
    ends = [(field.related_model._meta.db_table, back(model, field, value_of("id")))]
    if field.many_to_many:
        between = field.remote_field.through._meta.db_table
        ends.append((between, value_of(field.m2m_column_name())))
    if field.one_to_many:
        ends = [(field.related_model._meta.db_table, value_of(field.field.column))]
    return ends


def value_of(column):
    return f"{{{column}}}"


def back(model, field, keys):
    """The query of the keys of the model, from that of the keys of what its relation leads to."""
    if field.many_to_many:
        table, source, target = (
            field.remote_field.through._meta.db_table,
            field.m2m_column_name(),
            field.m2m_reverse_name(),
        )
    elif field.one_to_many:
        table, source, target = field.related_model._meta.db_table, field.field.column, "id"
    else:
        table, source, target = model._meta.db_table, "id", field.column
    return f'SELECT "{source}" FROM "{table}" WHERE "{target}" IN ({keys})'


def before_migrate(using, **options):
    """Take the triggers off on SQLite, which remakes a table by a renaming that they would forbid."""
    connection = connections[using]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for name in installed(cursor):
                cursor.execute(f'DROP TRIGGER "{name}"')


def after_migrate(using, app_config, plan=(), **options):
    """Set the triggers once the tables are as they should be, and mark what was changed without them."""
    if app_config.name != "search" or TABLE not in connections[using].introspection.table_names():
        return
    install_triggers(using)
    if any(may_change_rows(migration) for migration, _backwards in plan):
        mark_all(changed=True, using=using)


def may_change_rows(migration):
    """Whether it may have changed documents, or records whose words stand in them."""
    if getattr(migration, "keeps_documents", False):
        return False
    tables = {*marked_by(), DOCUMENTS}
    concerned = {model._meta.app_label for model in apps.get_models() if model._meta.db_table in tables}
    return migration.app_label in concerned and any(
        not isinstance(operation, OF_NO_ROWS) for operation in migration.operations
    )


def install_triggers(using="default"):
    """Set the triggers; safe to run again."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor](cursor):
            cursor.execute(statement)


def installed(cursor):
    """{name: text} of the triggers on SQLite."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"]
    )
    return dict(cursor.fetchall())


def mark_all(*, changed, using="default"):
    """Mark every record of every kind, and the documents of those that are gone."""
    known = {kind.name: f"SELECT record FROM {DOCUMENTS} WHERE kind = '{kind.name}'" for kind in KINDS}
    with connections[using].cursor() as cursor:
        for kind in KINDS:
            keys = f'SELECT "id" FROM "{kind.model._meta.db_table}" UNION {known[kind.name]}'
            cursor.execute(insert(kind.name, keys, changed))
        Document.objects.using(using).exclude(kind__in=known).delete()


def insert(kind, keys, changed=True):
    """The statement that marks the records of these keys: a query, or the values of one column."""
    return (
        f"INSERT INTO {TABLE} (kind, record, changed) "
        f"SELECT DISTINCT '{kind}', found.*, {'TRUE' if changed else 'FALSE'} FROM ({keys}) AS found"
    )


class Sqlite:
    """A column of the changed rows is a value of the one row for which a trigger is run."""

    def __init__(self, row):
        self.row = row

    def __getitem__(self, column):
        return f'SELECT {self.row}."{column}"'


class PostgreSQL:
    """A column of the changed rows is read from all of them at once."""

    def __getitem__(self, column):
        return f'SELECT "{column}" FROM changed_rows'


def marking(table, rows):
    """The statements that mark what the changed rows of the table are part of."""
    return "; ".join(insert(kind, keys.format_map(rows)) for kind, keys in marked_by()[table])


def sqlite_statements(cursor):
    """Those that differ from what is there: a trigger is dropped and set again only if it must be."""
    wanted = {}
    for table in marked_by():
        for event, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            name = f"{PREFIX}{table}_{event.lower()}"
            body = "; ".join(marking(table, Sqlite(row)) for row in rows)
            wanted[name] = f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {body}; END'
    there = installed(cursor)
    yield from (f'DROP TRIGGER "{name}"' for name, text in there.items() if wanted.get(name) != text)
    yield from (text for name, text in wanted.items() if there.get(name) != text)


def postgresql_statements(cursor):
    """One function for each table, called with the new rows and with the old ones."""
    for table in marked_by():
        body = marking(table, PostgreSQL())
        yield (
            f'CREATE OR REPLACE FUNCTION "{PREFIX}{table}"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN {body}; RETURN NULL; END $$"
        )
        for event, side in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
            yield (
                f'CREATE OR REPLACE TRIGGER "{PREFIX}{event.lower()}_{side.lower()}" '
                f'AFTER {event} ON "{table}" REFERENCING {side} TABLE AS changed_rows FOR EACH STATEMENT '
                f'EXECUTE FUNCTION "{PREFIX}{table}"()'
            )


STATEMENTS = {"sqlite": sqlite_statements, "postgresql": postgresql_statements}
