"""A table of who is bound by what, as a source prints it: checked as a whole, compared, applied or not.

Columns: country (or organisation), treaty, status, date, source; what our own download writes can
be read again. Nothing is written before every row is understood.
"""

import csv
import datetime
import io
from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from editorial import dates, drafts
from editorial.models import Citation, Source
from partners.models import Agency
from partners.names import CountryNames, folded
from treaties.models import Action, Status, Treaty

COLUMNS = ("country", "treaty", "status", "date", "source")
WORDS = {  # how sources write a status
    Status.PARTY: ("party", "r", "ratified", "acceded", "succeeded", "accepted", "approved", "state party"),
    Status.SIGNATORY: ("signatory", "s", "signed"),
    Status.DECLARED: ("declared", "d", "declared acceptance", "declaration of acceptance"),
    Status.WITHDRAWN: ("withdrawn", "w", "withdrew", "denounced"),
}
KINDS = {
    Status.PARTY: Action.Kind.ATTESTED,
    Status.SIGNATORY: Action.Kind.SIGNED,
    Status.DECLARED: Action.Kind.DECLARED,
    Status.WITHDRAWN: Action.Kind.WITHDREW,
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
        raise Refused(_("The file is not in UTF-8: look at byte %(n)s.") % {"n": error.start}) from error
    table = csv.DictReader(io.StringIO(text, newline=""))
    names = [str(name).strip().lower() for name in table.fieldnames or []]
    if missing := [name for name in COLUMNS if name not in names]:
        raise Refused(_("Missing columns: %(names)s.") % {"names": ", ".join(missing)})
    table.fieldnames = names
    try:
        return [(table.line_num, row) for row in table]
    except csv.Error as error:
        raise Refused(_("Line %(n)s cannot be read.") % {"n": table.line_num}) from error


def check(content, as_of=None):
    """The Checked of the bytes of a file; undated rows count from `as_of`, today without one."""
    checked = Checked()
    reader, seen = Reader(), {}
    for line, row in read(content):
        found, problems = reader.understood(line, row)
        if found:
            first = seen.setdefault((found.treaty.pk, found.party.pk), line)
            if first != line:
                problems = [_("Line %(n)s is about the same party and treaty.") % {"n": first}]
        checked.messages += [(line, text) for text in problems]
        if not problems:
            checked.rows.append(found)
    if not checked.messages:
        checked.changes = changes(checked.rows)
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
        """(Row or None, messages): one message for each value that is not understood."""
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


def changes(rows):
    """The Change of each party that the table tells otherwise, by treaty and party."""
    treaties = {row.treaty.pk: row.treaty for row in rows}
    held = {}
    parties = {}
    acts = Action.objects.public().filter(treaty__in=treaties).select_related("country", "organisation")
    for act in acts:
        parties[act.country_id or act.organisation_id] = act.party
    for standing in Action.objects.public().filter(treaty__in=treaties).standings():
        held[standing["treaty_id"], standing["country_id"] or standing["organisation_id"]] = standing
    found = []
    for row in rows:
        standing = held.pop((row.treaty.pk, row.party.pk), None)
        if differs(row, standing):
            kind = "changed" if standing else "new"
            told = in_words(row.status, row.date)
            found.append(Change(kind, row.treaty, row.party, told_of(standing), told, row))
    for (treaty, party), standing in held.items():
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


@transaction.atomic
def apply(checked, *, by, as_of=None):
    """Make the changes part of the treaties' drafts, all of them or none; the treaties."""
    as_of = as_of or datetime.date.today()
    by_treaty = defaultdict(list)
    for change in checked.changes:
        by_treaty[change.treaty].append(change)
    for treaty, found in by_treaty.items():
        comment = _("Status table: %(n)s changes.") % {"n": len(found)}
        drafts.amend(treaty, lambda record, found=found: write(record, found, as_of), by=by, comment=comment)
    return list(by_treaty)


def write(treaty, found, as_of):
    for change in found:
        own = treaty.actions.filter(**key_of(change.party))
        if change.row is None or change.kind == "changed":
            no_longer_counted(own, change, as_of)
        if change.row:
            record_act(treaty, own, change.row, as_of)


def key_of(party):
    return {"organisation": party} if isinstance(party, Agency) else {"country": party}


def no_longer_counted(own, change, as_of):
    """Acts that the table contradicts stay, and are not counted. A withdrawal contradicts no consent."""
    if change.row and change.row.status == Status.WITHDRAWN:
        return
    status = change.row.status if change.row else None
    kinds = {
        Status.PARTY: Action.Kind.binding() if change.held.startswith(str(Status.PARTY.label)) else [],
        Status.SIGNATORY: [*Action.Kind.binding(), *Action.Kind.signing()],
        Status.DECLARED: [Action.Kind.DECLARED],
        None: Action.Kind.values,
    }[status]
    if status in {Status.PARTY, Status.SIGNATORY}:
        kinds = [*kinds, Action.Kind.WITHDREW]
    note = _("Not counted: a status table of %(day)s does not show it.") % {"day": as_of.isoformat()}
    for act in own.filter(kind__in=kinds, disputed=False):
        act.disputed, act.note = True, f"{act.note} {note}".strip()[:400]
        act.save()


def record_act(treaty, own, row, as_of):
    """The act that the table attests, with its sources; one held already counts again."""
    kind = KINDS[row.status]
    act = own.filter(kind=kind, date=row.date, depositary="").first() or Action(
        treaty=treaty, kind=kind, **key_of(row.party)
    )
    act.date, act.date_precision, act.disputed = row.date, row.precision, False
    act.attested_on = act.attested_on if row.date else as_of
    act.full_clean()
    act.save()
    for source in row.sources:
        Citation.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(act),
            object_id=act.pk,
            source=source,
            fact="",
            locator="",
        )
