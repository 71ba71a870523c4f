"""A table of who is bound by what, as a source prints it: checked as a whole, and compared.

Columns: country (or organisation), treaty, status, date, source; what our own download writes can
be read again. `status_changes` applies what it says, once every row is understood.
"""

import csv
import datetime
import io
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from editorial import dates
from editorial.imports import cells
from editorial.models import Source
from partners.models import Agency
from partners.names import CountryNames, folded
from treaties.models import Action, Status, Treaty

MOST_ROWS = 100_000
LONGEST = 5_000  # characters of a cell
COLUMNS = ("country", "treaty", "status", "date", "source")
WORDS = {  # how sources write a status
    Status.PARTY: ("party", "r", "ratified", "acceded", "succeeded", "accepted", "approved", "state party"),
    Status.SIGNATORY: ("signatory", "s", "signed"),
    Status.DECLARED: ("declared", "d", "declared acceptance", "declaration of acceptance"),
    Status.WITHDRAWN: ("withdrawn", "w", "withdrew", "denounced"),
}
DAYS = {
    Status.PARTY: "since",
    Status.SIGNATORY: "signed",
    Status.DECLARED: "declared",
    Status.WITHDRAWN: "left",
}


class Refused(Exception):
    """The table as a whole cannot be read."""


@dataclass(frozen=True)
class Row:
    """One line of the table, understood."""

    line: int
    treaty: Treaty
    party: object
    status: str
    date: datetime.date | None
    precision: str
    sources: tuple


@dataclass(frozen=True)
class Change:
    """What the table says otherwise than the acts that are held: `row` is None where it says nothing."""

    kind: str  # new, changed or gone
    treaty: Treaty
    party: object
    held: str
    told: str
    row: Row | None

    def __str__(self):
        return f"{self.kind}: {self.treaty}, {self.party}: {self.held or '–'} → {self.told or '–'}"


@dataclass
class Checked:
    rows: list = field(default_factory=list)
    messages: list = field(default_factory=list)  # (line, text)
    changes: list = field(default_factory=list)


def read(content):
    """[(line, {column: text})] of the bytes of a CSV file. Raises Refused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused(_("Line %(n)s is not in UTF-8.") % {"n": line}) from error
    table = csv.DictReader(io.StringIO(text, newline=""), restval="", strict=True)
    try:
        return list(rows(table))
    except csv.Error as error:
        raise Refused(_("Line %(n)s cannot be read.") % {"n": table.reader.line_num}) from error


def rows(table):
    """(line, {column: text}) of each row. Raises Refused and csv.Error."""
    names = [str(name).strip().lower() for name in table.fieldnames or []]
    if missing := [name for name in COLUMNS if name not in names]:
        raise Refused(_("Line 1 lacks columns: %(names)s.") % {"names": ", ".join(missing)})
    table.fieldnames = names
    for number, row in enumerate(table, 1):
        if number > MOST_ROWS:
            raise Refused(_("A status table has at most %(n)s rows.") % {"n": f"{MOST_ROWS:,}"})
        if None in row or not all(map(is_readable, row.values())):
            text = _("Line %(n)s has too many cells, or one that cannot be read.")
            raise Refused(text % {"n": table.line_num})
        yield table.line_num, row


def is_readable(text):
    return len(text) <= LONGEST and not cells.control_character(text)


def check(content, as_of=None):
    """The Checked of the bytes of a file, compared with what is held for `as_of`, today without one."""
    checked = Checked()
    reader, seen = Reader(), {}
    for line, row in read(content):
        found, problems = reader.understood(line, row)
        if found:
            first = seen.setdefault((found.treaty.pk, found.party.pk), line)
            if first != line:
                problems = [_("Line %(n)s is about the same party and treaty.") % {"n": first}]
        if problems:
            checked.messages.append((line, " ".join(problems)))
        else:
            checked.rows.append(found)
    if not checked.messages:
        checked.changes = changes(checked.rows, as_of)
        checked.messages = [
            (change.row.line, _("A new or changed row names its source."))
            for change in checked.changes
            if change.row and not change.row.sources
        ]
    return checked


class Reader:
    """Understands the words of a table, from one reading of all names."""

    def __init__(self):
        self.countries = CountryNames()
        bodies = Agency.objects.published()
        self.bodies = {folded(n): body for body in bodies for n in (body.name, body.acronym, body.slug)}
        treaties = Treaty.objects.published().defer("body")
        self.treaties = {
            folded(n): t for t in treaties for n in (t.title, t.short_name, t.abbreviation, t.slug) if n
        }
        self.statuses = {word: status for status, words in WORDS.items() for word in words}
        self.sources = {s.url: s for s in Source.objects.all()} | {s.slug: s for s in Source.objects.all()}

    def understood(self, line, row):
        """(Row or None, sentences): one for each value that is not understood."""
        texts = {name: (row.get(name) or "").strip().removeprefix("'") for name in COLUMNS}
        party = self.countries.get(texts["country"]) or self.bodies.get(folded(texts["country"]))
        treaty = self.treaties.get(folded(texts["treaty"]))
        status = self.statuses.get(texts["status"].casefold())
        sources = [text.strip() for text in texts["source"].split(";") if text.strip()]
        problems = [
            _("Not known: %(what)s “%(text)s”.") % {"what": what, "text": texts[what][:80]}
            for what, found in (("country", party), ("treaty", treaty), ("status", status))
            if not found
        ]
        problems += [
            _("This source is not held: “%(text)s”. Add it first.") % {"text": text[:80]}
            for text in sources
            if text not in self.sources
        ]
        day, precision = None, dates.Precision.UNKNOWN
        try:
            day, precision = dates.parse(texts["date"])
        except ValueError:
            problems.append(
                _("Not a date: “%(text)s”. Write 1998, 1998-11 or 1998-11-20.") % {"text": texts["date"][:40]}
            )
        if (
            treaty
            and day
            and (opened := treaty.opened or treaty.adopted)
            and dates.last_day(day, precision) < opened
        ):
            words = {"day": texts["date"], "treaty": treaty, "opened": opened.isoformat()}
            problems.append(_("%(day)s is before the %(treaty)s was opened, on %(opened)s.") % words)
        if problems:
            return None, problems
        found = tuple(self.sources[text] for text in sources)
        return Row(line, treaty, party, status, day, precision, found), []


def changes(rows, as_of=None):
    """The Change of each party that the table tells otherwise than the acts of that day.

    A table that is silent about a party says that it is gone; who withdrew is gone already.
    """
    treaties = {row.treaty.pk: row.treaty for row in rows}
    held = {}
    parties = {}
    acts = Action.objects.public().filter(treaty__in=treaties).select_related("country", "organisation")
    for act in acts:
        parties[act.country_id or act.organisation_id] = act.party
    for standing in Action.objects.public().filter(treaty__in=treaties).standings(as_of):
        held[standing["treaty_id"], standing["country_id"] or standing["organisation_id"]] = standing
    found = []
    for row in rows:
        standing = held.pop((row.treaty.pk, row.party.pk), None)
        if differs(row, standing):
            kind = "changed" if standing else "new"
            told = in_words(row.status, row.date)
            found.append(Change(kind, row.treaty, row.party, told_of(standing), told, row))
    for (treaty, party), standing in held.items():
        if standing["status"] == Status.WITHDRAWN:
            continue
        found.append(Change("gone", treaties[treaty], parties[party], told_of(standing), "", None))
    return sorted(found, key=lambda change: (change.treaty.slug, change.kind, str(change.party)))


def differs(row, standing):
    if standing is None or standing["status"] != row.status:
        return True
    day = standing[DAYS[row.status]]
    return row.date is not None and (
        day is None or not row.date <= day <= dates.last_day(row.date, row.precision)
    )


def in_words(status, day):
    label = str(Status(status).label)
    return f"{label} {day.isoformat()}" if day else label


def told_of(standing):
    return in_words(standing["status"], standing[DAYS[standing["status"]]]) if standing else ""
