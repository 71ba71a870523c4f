"""What the database writes as it stands in a file, so that no value is made anew in Python."""

import json
from operator import attrgetter

from django.db import connection
from django.db.models import CharField, Func
from django.db.models.expressions import RawSQL

ONE_OF = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::uuid[])"}


class Plain(Func):
    """A value as the database writes it as text: a key or a date."""

    template = "CAST(%(expressions)s AS text)"
    arity = 1
    output_field = CharField()


def plain(keys):
    """UUIDs as `Plain` has them."""
    write = attrgetter("hex") if connection.vendor == "sqlite" else str
    return list(map(write, keys))


class Written(Plain):
    """A key as it is written in a file, with its hyphens, which SQLite does not keep."""

    GROUPS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))

    def as_sqlite(self, compiler, connection, **context):
        groups = (f"SUBSTR(%(expressions)s, {start}, {length})" for start, length in self.GROUPS)
        template = " || '-' || ".join(groups)
        return super().as_sql(compiler, connection, template=f"({template})", **context)


class Joined(Func):
    """Texts, none of them null, as one."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = CharField()


class Keys(Func):
    """The keys of all rows of a subquery as one text, with commas between; nothing where there is no row."""

    template = "STRING_AGG(%(expressions)s::text, ',')"
    arity = 1
    output_field = CharField()

    def as_sqlite(self, compiler, connection, **context):
        return super().as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s)", **context)


def one_of(keys):
    """The keys, as `Plain` gave them, as one parameter of a query, however many they are."""
    keys = json.dumps(keys) if connection.vendor == "sqlite" else keys
    return RawSQL(ONE_OF[connection.vendor], [keys])  # noqa: S611 (constant texts)
