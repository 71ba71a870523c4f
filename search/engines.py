"""How each database finds documents by their tokens; what it is given holds no operator of its own.

SQLite has a full-text table beside the documents, kept by triggers on them, that splits at ASCII
punctuation only: a token stays what it is. PostgreSQL has a generated column, made from the tokens
as they are and not by a parser, which would split them otherwise.
"""

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

TABLE, WORDS, VECTOR = "search_document", "search_words", "vector"
COLUMNS = ("title_tokens", "text_tokens")


def condition(terms, *, every):
    """The condition that a document holds all of the terms, or any."""
    sql, wording = ENGINES[connection.vendor]
    return RawSQL(sql, [wording(terms, every)], output_field=BooleanField())  # noqa: S611 (constant texts)


def for_sqlite(terms, every):
    found = (f'("{term.token}" OR "{term.prefix}"*)' if term.prefix else f'"{term.token}"' for term in terms)
    return (" AND " if every else " OR ").join(found)


def for_postgresql(terms, every):
    found = (f"('{term.token}' | '{term.prefix}':*)" if term.prefix else f"'{term.token}'" for term in terms)
    return (" & " if every else " | ").join(found)


ENGINES = {
    "sqlite": (f'"{TABLE}"."id" IN (SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s)', for_sqlite),
    "postgresql": (f'"{TABLE}"."{VECTOR}" @@ %s::tsquery', for_postgresql),
}


def make(schema_editor):
    """What a database needs to find: for the first migration."""
    for statement in TO_MAKE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(schema_editor):
    for statement in TO_REMOVE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def values(row):
    return ", ".join(f"{row}.{column}" for column in ("id", *COLUMNS))


FORGET = f"INSERT INTO {WORDS} ({WORDS}, rowid, {', '.join(COLUMNS)}) VALUES ('delete', {values('OLD')});"
LEARN = f"INSERT INTO {WORDS} (rowid, {', '.join(COLUMNS)}) VALUES ({values('NEW')});"
TABLE_OF_WORDS = (
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5({', '.join(COLUMNS)}, content='{TABLE}', "
    "content_rowid='id', tokenize='ascii', prefix='2 3', detail='none')"
)
VECTOR_OF_TOKENS = (
    f"ALTER TABLE {TABLE} ADD COLUMN {VECTOR} tsvector GENERATED ALWAYS AS (array_to_tsvector("
    "array_remove(string_to_array(title_tokens || text_tokens, ' '), ''))) STORED"
)
TO_MAKE = {
    "sqlite": [
        TABLE_OF_WORDS,
        f"CREATE TRIGGER {WORDS}_insert AFTER INSERT ON {TABLE} BEGIN {LEARN} END",
        f"CREATE TRIGGER {WORDS}_update AFTER UPDATE ON {TABLE} BEGIN {FORGET} {LEARN} END",
        f"CREATE TRIGGER {WORDS}_delete AFTER DELETE ON {TABLE} BEGIN {FORGET} END",
    ],
    "postgresql": [
        VECTOR_OF_TOKENS,
        f"CREATE INDEX {TABLE}_{VECTOR} ON {TABLE} USING gin ({VECTOR})",
    ],
}
TO_REMOVE = {
    "sqlite": [f"DROP TABLE {WORDS}"],
    "postgresql": [f"ALTER TABLE {TABLE} DROP COLUMN {VECTOR}"],
}
