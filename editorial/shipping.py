"""Content as files: written from the database, and brought into a database that may hold edits.

A file holds the records of one model, sorted by their natural keys. Fields that hold nothing are
left out, so that a record can be read in a diff.
"""

import hashlib
import json
from dataclasses import dataclass, field

from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.core.serializers.base import DeserializationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from editorial import deliveries, drafts, followers
from editorial.differences import Clash, changes, merge
from editorial.models import Citation, ContentModel, Publishable, Shipped
from editorial.publishing import owners
from editorial.snapshots import DoesNotFit, sandbox, snapshot

SHIPPER = "spacecoop"  # who is named as the author of what was shipped
STAMPS = {"published_at", "published_by", "changed_at"}  # whoever published it: it says the same


def content_models():
    """Every content model, each after those that it refers to."""
    models = serializers.sort_dependencies([(config, None) for config in apps.get_app_configs()])
    return [model for model in models if issubclass(model, ContentModel)]


def serialized(record):
    """The record as the plain dictionary that stands in a file."""
    row = json.loads(serializers.serialize("json", [record], use_natural_foreign_keys=True))[0]
    for name, value in list(row["fields"].items()):
        if value in ("", None, []):
            del row["fields"][name]
        elif isinstance(value, list) and record._meta.get_field(name).many_to_many:
            value.sort(key=str)
        elif isinstance(value, str) and value.endswith(".000Z"):  # less than a millisecond, then none
            row["fields"][name] = value.replace(".000Z", "Z")
    return row


def sort_key(record):
    return [str(part or "") for part in record.natural_key()]


def digest(row):
    """What tells what the row says from anything else."""
    fields = {name: value for name, value in row["fields"].items() if name not in STAMPS}
    return stamped({**row, "fields": fields})


def stamped(row):
    """The digest as it was kept at first: with who published the record, and when."""
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def write(folder):
    """Write one file for each model into the folder; yields each path with its number of records."""
    for model in content_models():
        related = [f.name for f in model._meta.concrete_fields if f.is_relation]
        records = sorted(model._base_manager.select_related(*related), key=sort_key)
        path = folder / f"{model._meta.label_lower}.json"
        text = json.dumps([serialized(record) for record in records], ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")
        yield path, len(records)


@dataclass
class Outcome:
    """What bringing in the shipped files did, and what it left as the editors have it."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    offered: list = field(default_factory=list)
    edited_here: list = field(default_factory=list)
    deleted_here: list = field(default_factory=list)
    already_here: list = field(default_factory=list)


@followers.atomic()
def bring_in(folder):
    """Load the files of the folder without losing an edit made here.

    New records are added and untouched ones updated. Published ones that were edited here get a
    draft with what was shipped, once for each shipped version. The others that were edited or
    deleted here, and those that editors here have already added themselves, are left as they are,
    and named. Raises django.core.serializers.base.DeserializationError for a file that does not fit.
    """
    outcome = Outcome()
    shipped = dict(Shipped.objects.values_list("record", "digest"))
    settled, edited, late = [], [], []
    wanted = {model: wanted_of(model, folder, shipped, outcome, edited) for model in content_models()}
    with deliveries.told(pages_of(wanted) if shipped else (), by=SHIPPER):
        for rows in wanted.values():
            written = save(rows, outcome)
            late += [record for record in written.values() if record.deferred_fields]
            settled += [row for row in rows if row["pk"] in written]
        for record in late:
            complete(record, outcome)
    settled += offer(edited, outcome)
    remember(settled)
    if settled and connection.vendor == "postgresql":  # which looks by itself only a minute later
        take_measure()
    return outcome


def take_measure():
    """Let the database look at what its tables hold, for its plans; SQLite never does so by itself."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")


def wanted_of(model, folder, shipped, outcome, edited):
    """The rows of the model's file that are to be written."""
    path = folder / f"{model._meta.label_lower}.json"
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    there = set(model._base_manager.values_list("pk", flat=True)) if shipped else set()
    keyed = [(model._meta.pk.to_python(row["pk"]), row) for row in rows]
    new = [(key, row) for key, row in keyed if key not in there or is_new(row, shipped.get(key))]
    outcome.unchanged += len(keyed) - len(new)
    here = model._base_manager.in_bulk([key for key, _row in new if key in there])
    return [row for key, row in new if is_wanted(row, here.get(key), shipped.get(key), outcome, edited)]


def is_new(row, before):
    """Whether the row says another thing than what was shipped before, of which `before` is the digest."""
    return before != digest(row) and before != stamped(row)


def pages_of(wanted):
    """The published records that are here and on whose pages the rows stand."""
    found = set()
    for rows in wanted.values():
        for row in in_rows(rows, handle_forward_references=True):
            try:
                page = page_of(row.object)
            except ObjectDoesNotExist:  # the page is new too
                continue
            if isinstance(page, Publishable):
                found.add(page)
    return {page for page in found if type(page).objects.published().filter(pk=page.pk).exists()}


def remember(rows):
    """Keep the digests of what was shipped."""
    Shipped.objects.bulk_create(
        (Shipped(record=row["pk"], model=row["model"], digest=digest(row)) for row in rows),
        update_conflicts=True,
        unique_fields=["record"],
        update_fields=["digest"],
        batch_size=500,
    )


def is_wanted(row, record, before, outcome, edited):
    """Whether a row that is new or says another thing than before is to be written, counted in the outcome.

    `record`: the one that is here, `before`: the digest of what was shipped last, None if there is none.
    """
    new = digest(row)
    if record is None:
        if before:
            outcome.deleted_here.append(f"{row['model']} {row['pk']}")
        else:
            outcome.added += 1
        return not before
    here = serialized(record)
    present = digest(here)
    if present == new and not is_offered(page_of(record)):  # an edit made here that has since been shipped
        outcome.unchanged += 1
        return True
    if before not in {present, stamped(here)}:
        edited.append((record, row))
        return False
    outcome.updated += 1
    return True


def offer(edited, outcome):
    """Make drafts of what was shipped of [(record edited here, row)]; the rows that need no more."""
    pages, settled = {}, []
    for record, row in edited:
        pages.setdefault(page_of(record), []).append((record, row))
    for page, pairs in pages.items():
        names = [f"{row['model']}: {record}" for record, row in pairs]
        rows = [row for _record, row in pairs]
        try:
            is_offered = draft(page, rows)
        except (Clash, DoesNotFit, IntegrityError, DeserializationError):
            outcome.edited_here += names
            continue
        settled += rows
        if is_offered:
            outcome.offered += names
        else:
            outcome.unchanged += len(rows)
    return settled


def page_of(record):
    """The record on whose page this one is edited, which may be itself; None if it is gone."""
    found = owners(record.record if isinstance(record, Citation) else record)
    return found[0] if found else None


def draft(page, rows):
    """Keep the shipped rows as the draft of their page; whether they say anything new.

    An editor's draft keeps what it says, an older version that nobody here touched makes way.
    Raises Clash where an editor's draft says otherwise.
    """
    if not (isinstance(page, Publishable) and page.is_published):
        raise DoesNotFit(_("It is not published."))
    waiting, shown, untouched = drafts.of(page), drafts.shown(page), is_offered(page)
    base = shown if untouched else snapshot(page)
    with sandbox():
        if untouched:
            drafts.take_up(page)
        for row in rows:
            rewrite(row, page)
        shipped = snapshot(page)
    data = merge(base, shown, shipped)
    if not changes(shown, data):
        return False
    said = "" if waiting else _("Shipped content differs from what was edited here.")
    return drafts.store(page, data, by=SHIPPER, comment=said) is not None


def is_offered(page):
    """Whether the page has a draft of what was shipped that nobody here has touched."""
    waiting = page and drafts.of(page)
    return bool(waiting) and waiting.authors == {SHIPPER}


def rewrite(row, page):
    """Write the row, if it still stands on the page."""
    (record,) = in_rows([row])
    if page_of(record.object) != page:
        raise DoesNotFit(_("It stands on another page."))
    record.save()


def save(rows, outcome):
    """Write the rows; returns the records written, by the key in the row."""
    records = in_rows(rows, handle_forward_references=True)
    return {row["pk"]: record for row, record in zip(rows, records, strict=True) if is_saved(record, outcome)}


def in_rows(rows, **options):
    """The records that the rows describe, not saved yet."""
    try:
        yield from serializers.deserialize("python", map(whole, rows), **options)
    except FieldDoesNotExist as error:
        raise DeserializationError(str(error)) from error


def whole(row):
    """The row with its empty lists, which the file leaves out: they are emptied here too."""
    lists = {f.name: [] for f in apps.get_model(row["model"])._meta.local_many_to_many}
    return {**row, "fields": lists | row["fields"]}


def is_saved(record, outcome):
    """Whether the record could be written; what stands in its way is named in the outcome."""
    if any(not (key.null or key.many_to_many) for key in record.deferred_fields or ()):
        outcome.deleted_here.append(f"what {record.object._meta.label_lower} {record.object.pk} belongs to")
        outcome.added -= 1
        return False
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError:
        outcome.already_here.append(f"{record.object._meta.label_lower}: {record.object}")
        outcome.added -= 1
        return False
    return True


def complete(record, outcome):
    """Fill in what the record refers to; what was deleted here stays empty, and is named."""
    try:
        record.save_deferred_fields()
    except DeserializationError:
        outcome.deleted_here.append(f"what {record.object} refers to")
