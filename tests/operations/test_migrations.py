"""The tables of the whole catalogue, taken back to their first state and forward again."""

import hashlib

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from tests.conftest import connect
from tests.server.conftest import copied

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OURS = {*settings.FLOORS, "spacecoop"}
OF_THE_MACHINE = ("editorial_generation", "search_")  # raised and made anew by what is written
TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.fixture
def whole_catalogue(catalogue_database, tmp_path):
    """The connection is to a copy of the catalogue, which no other test sees."""
    empty = connections["default"]
    empty.close()
    with copied(catalogue_database, tmp_path) as address:
        yield connect({**catalogue_database, "NAME": name_in(address)})
        connections["default"].close()
    connections["default"] = empty


def name_in(address):
    return address.removeprefix("sqlite:///") if address.startswith("sqlite") else address.rpartition("/")[2]


def columns():
    """{table: its columns} of our apps."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        return {name: columns_of(cursor, name) for name in names if is_ours(name)}


def columns_of(cursor, table):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} WHERE FALSE")  # noqa: S608
    return sorted(column[0] for column in cursor.description)


def is_ours(table):
    return table.split("_")[0] in settings.FLOORS and not table.startswith(OF_THE_MACHINE)


def rows(wanted):
    """{table: digest of what stands in these columns}."""
    return {table: digest(table, names) for table, names in wanted.items()}


def digest(table, names):
    listed = ", ".join(connection.ops.quote_name(name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {listed} FROM {connection.ops.quote_name(table)}")  # noqa: S608
        found = sorted(map(repr, cursor.fetchall()))
    return len(found), hashlib.sha256("\n".join(found).encode()).hexdigest()


def first_state():
    """The first migration of each of our apps."""
    roots = MigrationExecutor(connection).loader.graph.root_nodes()
    return [(app, name) for app, name in roots if app in OURS]


def first_columns():
    """{table: columns} that the first state and the present one have."""
    first = MigrationExecutor(connection).loader.project_state(first_state()).apps
    models = first.get_models(include_auto_created=True)
    known = {model._meta.db_table: {field.column for field in model._meta.local_fields} for model in models}
    return {
        table: [name for name in names if name in known[table]]
        for table, names in columns().items()
        if table in known
    }


def triggers():
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        return sorted(cursor.fetchall())


def test_what_both_states_hold_is_the_same_after_the_way_back_and_forth(whole_catalogue):
    at_first, all_columns, shared = triggers(), columns(), first_columns()
    before = rows(shared)
    MigrationExecutor(connection).migrate(first_state())
    back = rows(shared)
    call_command("migrate", verbosity=0)

    assert back == before
    assert rows(shared) == before
    assert columns() == all_columns
    assert triggers() == at_first
    assert sum(number for number, _digest in before.values()) > 10_000
