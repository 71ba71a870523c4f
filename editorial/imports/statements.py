"""What bulk_create would send to the database, made before the lock is taken.

Making the SQL of ten thousand records takes several times as long as running it, and while it is
made under the lock everybody else waits.
"""

from django.db import connection
from django.db.models import AutoField
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

TOGETHER = 1000  # records in one statement, where the driver puts parameters in their places


def insert(model, records):
    """The statements that add the records."""
    return made(model, list(records), None, (), ())


def upsert(model, records, unique, changing):
    """The same; where there is a record alike in the unique fields, its changing ones are written."""
    unique, changing = ([model._meta.get_field(name) for name in names] for names in (unique, changing))
    return made(model, list(records), OnConflict.UPDATE, unique, changing)


def own_fields(model):
    return [f for f in model._meta.concrete_fields if not (f.generated or isinstance(f, AutoField))]


def made(model, records, on_conflict, unique, changing):
    """(SQL, [parameters of each record]), or (SQL with all in their places, None)."""
    fields, options = own_fields(model), {"update_fields": changing, "unique_fields": unique}
    in_place = connection.vendor == "postgresql"
    size = TOGETHER if in_place else 1
    many = []
    for start in range(0, len(records), size):
        query = InsertQuery(model, on_conflict=on_conflict, **options)
        query.insert_values(fields, records[start : start + size])
        for statement, parameters in query.get_compiler(connection=connection).as_sql():
            if in_place:
                yield connection.ops.compose_sql(statement, parameters), None
            else:
                many.append(parameters)
    if many:
        yield statement, many


def run(statements):
    with connection.cursor() as cursor:
        for statement, parameters in statements:
            if parameters is None:
                cursor.execute(statement)
            else:
                cursor.executemany(statement, parameters)
