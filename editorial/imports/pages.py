"""What becomes of the lines of a file, page by page: a draft, a live page, a record of its own.

Many rows of one mission are one page: one draft, one revision.
"""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.differences import attempt, changes, prefer
from editorial.imports.checking import STEP, messages
from editorial.imports.resources import chunks
from editorial.loading import load_pages, relations
from editorial.models import Draft
from editorial.snapshots import described, fill
from editorial.wording import Wording

NEW, PUBLISHED, WRITTEN, DRAFTED, JOINED = "new", "published", "written", "drafted", "joined"
BECOMES = {
    NEW: gettext_lazy("a new record, not published"),
    PUBLISHED: gettext_lazy("public at once"),
    WRITTEN: gettext_lazy("changed at once: readers do not see the record"),
    DRAFTED: gettext_lazy("a draft"),
    JOINED: gettext_lazy("part of the draft that waits"),
}


class Moved(Exception):
    """Records were changed while they were read: what was made of them does not hold."""


@dataclass
class Page:
    """One record with a page, and the lines of the file that are about it."""

    resource: object
    root: object
    lines: list = field(default_factory=list)
    draft: Draft | None = None
    becomes: str = ""
    live: dict | None = None  # as it is; None for a new record, and until it is needed
    merged: dict | None = None  # as its draft will be

    @property
    def known_as(self):
        """The name that the record has as it is."""
        return getattr(self.root, "known_as", "") or str(self.root)

    @cached_property
    def ours(self):
        """The snapshot of the page as the file has it."""
        if not self.resource.is_row:
            rows = self.live["rows"] if self.live else {name: {} for name in relations(type(self.root))}
            return {**self.lines[0].after, "rows": rows}
        relation = self.resource.relation
        rows, new = {**self.live["rows"][relation]}, {name: {} for name in relations(self.resource.model)}
        for line in self.lines:
            key = str(line.record.pk)
            rows[key] = {**line.after, "rows": rows[key]["rows"] if key in rows else new}
        return {**self.live, "rows": {**self.live["rows"], relation: rows}}

    @property
    def is_public(self):
        """Whether readers will see it at once."""
        return self.becomes == PUBLISHED


def laid_out(checked, *, publish, whole, tell=lambda _done, _total: None):
    """The pages that the lines are about; what stands against them is added to the messages.

    `whole`: with the snapshot of every page, not only where a draft waits.
    """
    pages = gathered(checked)
    find_drafts(checked.resource, pages)
    for page in pages.values():
        page.becomes = fate(page, publish)
        for line in page.lines:
            line.becomes = page.becomes
    wanted = [key for key, page in pages.items() if not page.root._state.adding and (whole or page.draft)]
    for done, keys in enumerate(chunks(wanted)):
        tell(min(checked.total, done * STEP), checked.total)
        photograph(checked.resource.root_model, pages, keys)
    for page in pages.values():
        if page.draft:
            join(checked, page)
        if page.is_public:
            refuse_hidden(checked, page)
    return [page for page in pages.values() if page.lines]


def gathered(checked):
    """{key: Page} of the records on whose pages the lines stand."""
    resource, pages = checked.resource, {}
    roots = {} if resource.is_row else {line.root_key: line.record for line in checked.lines}
    if resource.is_row:
        for keys in chunks({line.root_key for line in checked.lines}):
            roots |= resource.root_model._base_manager.in_bulk(keys)
    for line in checked.lines:
        if line.root_key not in roots:
            raise Moved
        page = pages.setdefault(line.root_key, Page(resource, roots[line.root_key]))
        page.lines.append(line)
    return pages


def find_drafts(resource, pages):
    for keys in chunks(pages):
        for draft in Draft.objects.of_model(resource.root_model).filter(object_id__in=keys):
            pages[draft.object_id].draft = draft


def fate(page, publish):
    """What becomes of a page: only new records and what is public already are published."""
    if page.root._state.adding:
        return PUBLISHED if publish else NEW
    if publish and page.root.is_published:
        return PUBLISHED
    if page.draft:
        return JOINED
    return DRAFTED if page.root.is_published else WRITTEN


def photograph(model, pages, keys):
    records = list(model._base_manager.filter(pk__in=keys))
    load_pages(records)
    for record in records:
        pages[record.pk].live = described(record)
    if any(pages[key].live is None for key in keys):
        raise Moved


# -- where a draft waits


def join(checked, page):
    """Bring what the file changes together with the draft; refuse the lines where both changed the same.

    What is published at once leaves the draft as it is: it must still fit upon the new live page.
    """
    draft, live = page.draft, page.live
    shown = prefer(draft.base, live, draft.data)
    base = meet_rows(checked.resource, page, shown) if checked.resource.is_row else live
    if page.is_public:
        merged, clashes = attempt(draft.base, page.ours, draft.data)
        clashes -= attempt(draft.base, live, draft.data)[1]
    else:
        merged, clashes = attempt(base, shown, page.ours)
    for path in sorted(clashes):
        refuse_clash(checked, page, path, shown)
    if not clashes:
        check_merged(checked, page, merged)
    page.merged = merged
    if not page.is_public and not changes(shown, merged):
        checked.unchanged += len(page.lines)
        checked.lines = [line for line in checked.lines if line.root_key != page.root.pk]
        page.lines = []


def meet_rows(resource, page, shown):
    """A row that is new to the live page and stands in the draft already is that row.

    The live page with a blank one for each of them: from it both have said what they say.
    """
    live, drafted = (data["rows"][resource.relation] for data in (page.live, shown))
    waiting = {resource.key_among_rows(row): key for key, row in drafted.items() if key not in live}
    blank = {}
    for line in page.lines:
        if line.is_new and (key := waiting.get(resource.key_among_rows(line.after))):
            line.record.pk = UUID(key)
            blank[key] = resource.blank(line.after)
    return {**page.live, "rows": {**page.live["rows"], resource.relation: {**live, **blank}}}


def lines_at(page, path):
    """The lines that speak of the path: that of its row, or all of the page."""
    found = [line for line in page.lines if len(path) > 1 and str(line.record.pk) == path[1]]
    return found or page.lines


def refuse_clash(checked, page, path, shown):
    label = Wording(type(page.root)).label(path, page.live, page.ours, shown)
    text = _("The draft of %(who)s has changed this too: %(what)s. Publish or discard it first.")
    column = path[2:3] if page.resource.is_row else path[:1]
    for line in lines_at(page, path):
        checked.refuse(line, text % {"who": page.draft.saved_by, "what": label}, *column)


def check_merged(checked, page, merged):
    """What is right by itself may be wrong beside what the draft has changed."""
    resource = page.resource
    rows = merged["rows"].get(resource.relation, {}) if resource.is_row else {}
    alike = Counter(resource.key_among_rows(row) for row in rows.values())
    for line in page.lines:
        data = rows.get(str(line.record.pk)) if resource.is_row else merged
        if resource.is_row and data and alike[resource.key_among_rows(data)] > 1:
            text = _("The draft of %(who)s has the same already.") % {"who": page.draft.saved_by}
            checked.refuse(line, text, resource.key_columns[0].column_name)
        elif data:
            check_beside(checked, page, line, data)


def check_beside(checked, page, line, data):
    """The line's record as it will stand in the draft."""
    record = type(line.record)(pk=line.record.pk)
    if page.resource.is_row:
        setattr(record, f"{page.resource.owner}_id", page.root.pk)
    fill(record, data["fields"])
    if error := page.resource.error_in(record):
        text = _("Beside the draft of %(who)s: ") % {"who": page.draft.saved_by}
        for found in messages(page.resource, line.number, line.row, error):
            checked.refuse(line, text + found.text, found.column)


# -- what becomes public refers only to what is public


def refuse_hidden(checked, page):
    if page.resource.model.may_wait:
        return
    for line in page.lines:
        for column, name in page.resource.hidden_references(line.record):
            text = _("Publish this first: “%(name)s”.") % {"name": name}
            checked.refuse(line, text, column.column_name)
