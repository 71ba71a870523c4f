"""The content generation: triggers that raise it, and how it is read.

Triggers, not signals: bulk updates, imports, loaddata and plain SQL raise it too.
"""

from django.apps import apps
from django.db import connections

from editorial.models import ContentModel, Generation

TABLE = Generation._meta.db_table
RAISE = f"UPDATE {TABLE} SET number = number + 1"  # noqa: S608 (a constant table name)
watched = []  # models that are no content and yet shown on public pages: floors above add theirs


def watch(*models):
    """Let every change to the tables of these models raise the generation too."""
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


def current(using="default"):
    """The present generation: 1 or more."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT number FROM {TABLE}")  # noqa: S608
        return cursor.fetchone()[0]


def after_migrate(sender, app_config, using, **options):
    """Set the triggers once, after the last app's tables are as they should be."""
    with_models = [config for config in apps.get_app_configs() if config.models_module]
    if app_config is with_models[-1]:
        install_triggers(using)


def install_triggers(using="default"):
    """Set the triggers on all content tables; safe to run again."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    if TABLE not in existing:
        return
    Generation.objects.using(using).get_or_create(pk=1)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for table in existing.intersection(content_tables()):
            for statement in STATEMENTS[connection.vendor](table):
                cursor.execute(statement)


def sqlite_statements(table):
    for event in ("INSERT", "UPDATE", "DELETE"):
        name = f"generation_{table}_{event.lower()}"
        yield f'CREATE TRIGGER IF NOT EXISTS "{name}" AFTER {event} ON "{table}" BEGIN {RAISE}; END'


def postgresql_statements(table):
    yield (
        f'CREATE OR REPLACE TRIGGER "generation" '
        f'AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION raise_content_generation()"
    )


POSTGRESQL_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION raise_content_generation() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN {RAISE}; RETURN NULL; END $$
"""
STATEMENTS = {"sqlite": sqlite_statements, "postgresql": postgresql_statements}
