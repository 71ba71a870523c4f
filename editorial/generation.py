"""The content generation: triggers that raise it and note what was touched, and how it is read.

Triggers, not signals: bulk updates, imports, loaddata and plain SQL raise it too.
"""

from django.apps import apps
from django.db import connections
from django.db.models import F

from editorial.models import Citation, ContentModel, Generation, Touched
from editorial.replica import reading_from
from editorial.touched import KEPT

TABLE, TOUCHED = Generation._meta.db_table, Touched._meta.db_table
RAISE = f"UPDATE {TABLE} SET number = number + 1"  # noqa: S608 (a constant table name)
watched = []  # models that are no content and yet shown on public pages: floors above add theirs


def watch(*models):
    """Let every change to the tables of these models raise the generation too; none of it is noted."""
    watched.extend(models)


def content_tables():
    """The tables of all that public pages show: content, the relations within it, what is watched; sorted."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model._meta.auto_created or model, ContentModel) or model in watched
    )


def go_on():
    """Raise the generation, for a change that lies in no table."""
    with connections["default"].cursor() as cursor:
        cursor.execute(RAISE)


def current(using=None):
    """The present generation, 1 or more, of the database that is read here."""
    with connections[using or reading_from()].cursor() as cursor:
        cursor.execute(f"SELECT number FROM {TABLE}")  # noqa: S608
        return cursor.fetchone()[0]


def before_migrate(using, plan=(), **options):
    """Let nothing be noted while tables change: on its way a migration may be without those to note in."""
    if plan and TABLE in connections[using].introspection.table_names():
        note_nothing(using)


def note_nothing(using):
    """Until the triggers are set again."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_NOTES_NOTHING)
            return
        for name in sqlite_triggers(cursor):
            cursor.execute(f'DROP TRIGGER "{name}"')


def after_migrate(sender, app_config, using, plan=(), **options):
    """Set the triggers once, after the last app's tables are as they should be.

    What a migration changed was not noted: so many generations on, nobody follows, and all is read anew.
    """
    with_models = [config for config in apps.get_app_configs() if config.models_module]
    if app_config is with_models[-1]:
        install_triggers(using)
        if plan and TABLE in connections[using].introspection.table_names():
            Generation.objects.using(using).update(number=F("number") + KEPT)


def install_triggers(using="default"):
    """Set the triggers on all content tables; safe to run again."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    if not {TABLE, TOUCHED} <= existing:
        return
    Generation.objects.using(using).get_or_create(pk=1)
    with connection.cursor() as cursor:
        for statement in STATEMENTS[connection.vendor](cursor, existing.intersection(content_tables())):
            cursor.execute(statement)


def touched_columns():
    """{table: column of the key of the record that a row of it is, or belongs to}."""
    columns = {}
    for model in apps.get_models():
        if issubclass(model, ContentModel):
            columns[model._meta.db_table] = owner_column(model)
            for field in model._meta.local_many_to_many:
                columns[field.m2m_db_table()] = field.m2m_column_name()
    return columns


def owner_column(model):
    if model is Citation:
        return "object_id"
    owner = getattr(model, "belongs_to", "")
    return model._meta.get_field(owner).column if owner else "id"


def sqlite_statements(cursor, tables):
    """Those that differ from what is there: a trigger is dropped and set again only if it must be."""
    there, columns = sqlite_triggers(cursor), touched_columns()
    for table in sorted(tables):
        for event in ("INSERT", "UPDATE", "DELETE"):
            name = f"generation_{table}_{event.lower()}"
            noted = noting(table, columns[table])[event] if table in columns else ""
            text = f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {RAISE}; {noted}END'
            if there.get(name) != text:
                yield f'DROP TRIGGER IF EXISTS "{name}"'
                yield text


def sqlite_triggers(cursor):
    """{name: text} of those that are there."""
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", ["generation_%"]
    )
    return dict(cursor.fetchall())


def noting(table, column):
    """{event: the statements that note the record of the row; two where a row changes its record}."""
    note = f"INSERT INTO {TOUCHED} (generation, part, record) SELECT number, '{table}'"
    new, old = (f'{note}, {row}."{column}" FROM {TABLE}' for row in ("NEW", "OLD"))
    moved = f'{old} WHERE OLD."{column}" <> NEW."{column}"'
    return {"INSERT": f"{new}; ", "UPDATE": f"{new}; {moved}; ", "DELETE": f"{old}; "}


def postgresql_statements(cursor, tables):
    """One trigger raises the number, first by its name; others note the rows under the number it made.

    It tells them by a setting of the transaction: in a long one, the table holds a version of its row
    for each change, and to read it costs more with each.
    """
    yield POSTGRESQL_RAISES
    yield POSTGRESQL_NOTES
    columns = touched_columns()
    for table in sorted(tables):
        yield (
            f'CREATE OR REPLACE TRIGGER "generation" '
            f'AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION raise_content_generation()"
        )
        for event, side in EVENTS if table in columns else ():
            yield (
                f'CREATE OR REPLACE TRIGGER "touched_{event.lower()}_{side.lower()}" '
                f'AFTER {event} ON "{table}" REFERENCING {side} TABLE AS changed_rows FOR EACH STATEMENT '
                f"EXECUTE FUNCTION note_touched_records('{columns[table]}')"
            )


EVENTS = [("INSERT", "NEW"), ("UPDATE", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")]
POSTGRESQL_RAISES = f"""
    CREATE OR REPLACE FUNCTION raise_content_generation() RETURNS trigger LANGUAGE plpgsql AS
    $$ DECLARE made bigint; BEGIN
        {RAISE} RETURNING number INTO made;
        PERFORM set_config('spacecoop.generation', coalesce(made::text, ''), true);
        IF TG_OP = 'TRUNCATE' AND made IS NOT NULL THEN
            INSERT INTO {TOUCHED} (generation, part) VALUES (made, TG_TABLE_NAME);
        END IF;
        RETURN NULL;
    END $$
"""  # noqa: S608 (constant names)
POSTGRESQL_NOTES = f"""
    CREATE OR REPLACE FUNCTION note_touched_records() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF current_setting('spacecoop.generation') = '' THEN  -- the tables are being emptied
            RETURN NULL;
        END IF;
        EXECUTE format(
            'INSERT INTO {TOUCHED} (generation, part, record) '
            'SELECT DISTINCT %L::bigint, %L, changed_rows.%I FROM changed_rows',
            current_setting('spacecoop.generation'), TG_TABLE_NAME, TG_ARGV[0]
        );
        RETURN NULL;
    END $$
"""  # noqa: S608 (constant names)
POSTGRESQL_NOTES_NOTHING = """
    CREATE OR REPLACE FUNCTION note_touched_records() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RETURN NULL; END $$
"""
STATEMENTS = {"sqlite": sqlite_statements, "postgresql": postgresql_statements}
