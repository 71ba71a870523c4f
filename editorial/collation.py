"""The one order of texts that both databases and Python share."""

from django.db.models import Func


class ByBytes(Func):
    """A text in the order of its characters' numbers, whatever the database's own collation is."""

    template = "%(expressions)s"
    arity = 1

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template='%(expressions)s COLLATE "C"', **context)
