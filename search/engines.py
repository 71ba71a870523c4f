"""How each database finds documents by their tokens; what it is given holds no operator of its own.

SQLite has a full-text table beside the documents, kept by triggers on them, that splits at ASCII
punctuation only: a token stays what it is. PostgreSQL has a generated column, made from the tokens
as they are and not by a parser, which would split them otherwise.

What is asked of either are the numbers of documents alone, which say enough to count and to choose
(`search/numbers.py`). What is marked is passed over.
"""

from dataclasses import dataclass

from django.db import connection

from search.documents import KINDS
from search.numbers import BY_KIND, KIND_OF

TABLE, WORDS, VECTOR = "search_document", "search_words", "vector"
HELD = "search_words_held"  # each word of the full-text table for each document that holds it
MOST_GOING_ON = 12
NEXT = f"SELECT (SELECT term FROM {HELD} WHERE term >= at.word || '0' LIMIT 1)"  # no sign is before 0
BEGINS = "substr(at.word, 1, length(given.word)) = given.word"
COLUMNS = ("title_tokens", "text_tokens", "signed_tokens")
UNMARKED = (  # joined so that SQLite begins with the marks, which are few
    "FROM found WHERE id NOT IN (SELECT document.id FROM search_stale AS mark CROSS JOIN search_document "
    "AS document WHERE mark.changed AND document.kind = mark.kind AND document.record = mark.record)"
)


@dataclass(frozen=True)
class Engine:
    """How an expression is written, and the query of the numbers of what it finds."""

    both: str
    either: str
    word: str
    beginning: str
    found: str
    going_on: str = ""  # from such a word, to those that are held and begin so, at most so many

    # -- expressions

    def every(self, expressions):
        return f"({self.both.join(expressions)})"

    def some(self, expressions):
        return f"({self.either.join(expressions)})"

    def is_word(self, token):
        return self.word.format(token)

    def begins(self, prefix):
        return self.beginning.format(prefix)

    def holds(self, term, sign=""):
        """That the term is held, or a word that begins so; with a sign, where the sign stands."""
        word = self.is_word(sign + term.token)
        return self.some([word, self.begins(sign + term.prefix)]) if term.prefix else word

    def holds_one(self, term):
        """The same, naming each word that is held and begins so, where there are few.

        The documents of a word are listed, those of all that begin alike are not: of a common one, it
        takes a third of the time.
        """
        given = [term.prefix, MOST_GOING_ON + 1]
        known = fetched(self.going_on, given) if term.prefix and self.going_on else None
        if known is None or len(known) > MOST_GOING_ON:
            return self.holds(term)
        return self.some(map(self.is_word, [term.token, term.prefix, *(word for (word,) in known)]))

    # -- numbers of documents

    def counts(self, expression):
        """{kind: number} of what is found."""
        rows = fetched(f"{self.found} SELECT {KIND_OF}, COUNT(*) {UNMARKED} GROUP BY 1", [expression])
        return {KINDS[kind].name: number for kind, number in rows}

    def first(self, expressions, most, kind=""):
        """So many at most of what the expressions find, one after the other."""
        parts = [
            f"SELECT {tier} AS tier, id FROM ({self.numbers(kind)} ORDER BY id LIMIT {most}) AS part"
            for tier, _expression in enumerate(expressions)
        ]
        rows = fetched(" UNION ALL ".join(parts), expressions) if parts else []
        return list(dict.fromkeys(number for _tier, number in sorted(rows)))[:most]

    def rest(self, expression, start, most, kind="", without=()):
        """So many at most of what is found besides, from such a place on."""
        apart = f"AND id NOT IN ({', '.join(map(str, without))})"
        sql = f"{self.numbers(kind)} {apart} ORDER BY id LIMIT {most} OFFSET {start}"
        return [number for (number,) in fetched(sql, [expression])]

    def held(self, expressions):
        """For each of the expressions whether anything is found."""
        parts = [
            f"SELECT {place} FROM ({self.numbers('')} LIMIT 1) AS part"
            for place, _expression in enumerate(expressions)
        ]
        found = {place for (place,) in fetched(" UNION ALL ".join(parts), expressions)} if parts else set()
        return [place in found for place in range(len(parts))]

    def numbers(self, kind):
        of_kind = f"AND {KIND_OF} = {BY_KIND[kind]}" if kind else ""
        return f"{self.found} SELECT id {UNMARKED} {of_kind}"


ENGINES = {
    "sqlite": Engine(
        both=" AND ",
        either=" OR ",
        word='"{}"',
        beginning='"{}"*',
        found=f"WITH found AS (SELECT rowid AS id FROM {WORDS} WHERE {WORDS} MATCH %s)",
        going_on=(
            f"WITH RECURSIVE given(word) AS (SELECT %s), "
            f"going_on(word) AS ({NEXT} FROM given AS at "
            f"UNION ALL {NEXT} FROM going_on AS at, given WHERE {BEGINS}) "
            f"SELECT at.word FROM going_on AS at, given WHERE {BEGINS} LIMIT %s"
        ),
    ),
    "postgresql": Engine(
        both=" & ",
        either=" | ",
        word="'{}'",
        beginning="'{}':*",
        # Before anything else: the planner would rather walk the numbers and read every vector.
        found=f"WITH found AS MATERIALIZED (SELECT id FROM {TABLE} WHERE {VECTOR} @@ %s::tsquery)",
    ),
}


def engine():
    return ENGINES[connection.vendor]


def fetched(sql, parameters):
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def make(schema_editor):
    """What a database needs to find: for a migration."""
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
    "content_rowid='id', tokenize='ascii', prefix='1 2 3', detail='none')"
)
TABLE_OF_HELD = f"CREATE VIRTUAL TABLE {HELD} USING fts5vocab({WORDS}, 'instance')"  # takes no room
VECTOR_OF_TOKENS = (
    f"ALTER TABLE {TABLE} ADD COLUMN {VECTOR} tsvector GENERATED ALWAYS AS (array_to_tsvector("
    f"array_remove(string_to_array({' || '.join(COLUMNS)}, ' '), ''))) STORED"
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
        # The long texts stand apart, so that many numbers are read from few pages.
        f"ALTER TABLE {TABLE} SET (toast_tuple_target = 128)",
    ],
}
TO_REMOVE = {
    "sqlite": [
        *(f"DROP TRIGGER IF EXISTS {WORDS}_{event}" for event in ("insert", "update", "delete")),
        f"DROP TABLE IF EXISTS {WORDS}",
    ],
    "postgresql": [f"ALTER TABLE {TABLE} DROP COLUMN IF EXISTS {VECTOR}"],
}
