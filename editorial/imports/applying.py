"""Writing what was checked: everything is worked out beforehand, then one short transaction."""

import logging
import time
from dataclasses import dataclass, field

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import drafts, followers, history
from editorial.imports import statements
from editorial.imports.pages import DRAFTED, JOINED, Moved
from editorial.imports.resources import chunks
from editorial.models import Draft, FormerAddress, Generation, Publishable, Review, Revision, Schedule
from editorial.rights import may
from editorial.sentences import Sentences, about

log = logging.getLogger("editorial.imports")

OF_A_DRAFT = ["title", "base", "data", "saved_at", "saved_by", "writers", "comment"]


@dataclass
class Plan:
    """What one transaction writes: the records, their lists, and what the desk keeps about them."""

    model: type  # of the pages
    by: str
    keys: list  # of the pages
    written: type  # the model of the records: the same, or that of rows
    records: list = field(default_factory=list)  # new and old
    changed: set = field(default_factory=set)  # the names of the fields that differ in any old one
    lists: list = field(default_factory=list)  # (through model, the record's column, {key: [row]})
    revisions: list = field(default_factory=list)
    drafts: list = field(default_factory=list)
    reopened: list = field(default_factory=list)  # keys of pages whose approval no longer holds
    touched: list = field(default_factory=list)  # keys of pages of which only rows are written
    published: list = field(default_factory=list)  # those of them that readers see
    addresses: list = field(default_factory=list)  # of pages that are public now
    now: object = field(default_factory=timezone.now)


def state_read(model):
    """What tells whether anything was changed since: the content, and the drafts of the model."""
    saved = Draft.objects.of_model(model).values_list("object_id", "saved_at")
    return Generation.objects.get().number, dict(saved)


def has_moved(plan, seen):
    """Whether what the plan rests on has changed; drafts of other pages are saved all the time."""
    (number, saved), (number_seen, saved_then) = state_read(plan.model), seen
    return number != number_seen or any(saved.get(key) != saved_then.get(key) for key in plan.keys)


def planned(pages, resource, *, by, why):
    """The Plan for the pages; `by` is the user who answers for it."""
    plan = Plan(resource.root_model, history.by_name(by), [page.root.pk for page in pages], resource.model)
    begun = with_history(plan.model, plan.keys)
    names = {(type(p.root), str(p.root.pk)): str(p.root) for p in pages if p.root._state.adding}
    for page in pages:
        if page.root.pk not in begun and page.live:
            plan.revisions.append(first_revision(page))
        if page.becomes in {DRAFTED, JOINED}:
            plan_draft(plan, page, why)
        else:
            plan_writing(plan, page, why, names)
        if not page.is_public and not may(by, "publish", page.root):
            plan.reopened.append(page.root.pk)
    return plan


def with_history(model, keys):
    found = set()
    for some in chunks(keys):
        revisions = Revision.objects.of_model(model).filter(object_id__in=some).order_by()
        found.update(revisions.values_list("object_id", flat=True).distinct())
    return found


def revision(page, step, data, title, **values):
    return Revision(
        content_type=ContentType.objects.get_for_model(page.root),
        object_id=page.root.pk,
        title=title[: history.LENGTH_OF_TITLE],
        step=step,
        data=data,
        **values,
    )


def first_revision(page):
    root = page.root
    at = root.published_at or root.changed_at
    return revision(page, Revision.Step.FIRST, page.live, page.known_as, at=at, by=root.published_by)


def plan_draft(plan, page, why):
    data, draft = page.merged or page.ours, page.draft
    plan.drafts.append(
        Draft(
            content_type=ContentType.objects.get_for_model(page.root),
            object_id=page.root.pk,
            title=page.known_as[: history.LENGTH_OF_TITLE],
            base=drafts.rebased(draft, page.live, data) if draft else page.live,
            data=data,
            begun_by=plan.by,
            saved_by=plan.by,
            saved_at=plan.now,
            writers=sorted({plan.by} | (draft.authors if draft else set())),
            comment=why or (draft.comment if draft else ""),
        )
    )
    plan.revisions.append(revision(page, Revision.Step.DRAFT, data, page.known_as, by=plan.by, why=why))


def plan_writing(plan, page, why, names):
    root, resource = page.root, page.resource
    plan_records(plan, page)
    plan_lists(plan, page)
    if resource.is_row:
        plan.touched.append(root.pk)
        plan.published += [root.pk] if page.is_public else []
    else:
        move(root, plan, page.is_public)
    if page.is_public and hasattr(root, "get_absolute_url"):
        plan.addresses.append(root.get_absolute_url())
    step = Revision.Step.PUBLISHED if page.is_public else Revision.Step.SAVED
    said = sentences(page, names) if page.is_public else []
    plan.revisions.append(revision(page, step, page.ours, str(root), by=plan.by, why=why, said=said))


def plan_records(plan, page):
    """Those that are new, and those that differ in more than their lists."""
    for line in page.lines:
        old, new = (line.before or line.after)["fields"], line.after["fields"]
        differing = {name for name in new if new[name] != old[name]}
        plan.changed |= differing
        if line.is_new or differing or not page.resource.is_row:
            plan.records.append(line.record)


def move(root, plan, is_public):
    root.changed_at = plan.now
    plan.changed.add("changed_at")
    if is_public:
        plan.changed |= {"state", "published_at", "published_by"}
        root.state = Publishable.State.PUBLISHED
        root.published_at, root.published_by = plan.now, plan.by


def plan_lists(plan, page):
    """The rows of the tables between, for those records whose lists differ."""
    for listed in page.resource.model._meta.local_many_to_many:
        through = listed.remote_field.through
        source, target = f"{listed.m2m_field_name()}_id", f"{listed.m2m_reverse_field_name()}_id"
        rows = {}
        for line in page.lines:
            before = line.before["lists"][listed.name] if line.before else []
            if (keys := line.after["lists"][listed.name]) != before:
                rows[line.record.pk] = [through(**{source: line.record.pk, target: key}) for key in keys]
        if rows:
            plan.lists.append((through, source, rows))


def sentences(page, names):
    """What is said of it; the names of the file's new records are not in the database yet."""
    if page.live is None:
        return about(type(page.root), None, page.ours)
    telling = Sentences(type(page.root), page.live, page.ours)
    telling.wording.names = names
    return telling.all()


# -- under the lock


def write(plan, run, seen, *, finish):
    """Write the plan in one transaction, whose last step is `finish`.

    Raises Moved, and then nothing is written, if what was read is no longer so.
    """
    prepared = list(statements_of(plan))
    with followers.atomic():
        begun, worked = time.monotonic(), time.process_time()
        hold(plan)
        if has_moved(plan, seen):
            raise Moved
        write_around(plan)
        statements.run(prepared)
        LogEntry.objects.create(
            user_id=run.user_id,
            content_type_id=run.content_type_id,
            object_repr=run.file_name,
            action_flag=CHANGE,
            change_message=_("Imported %(file)s.") % {"file": run.file_name},
        )
        finish()
    held = time.monotonic() - begun, time.process_time() - worked
    log.info("%s: the lock was held for %.2f s, %.2f s of them at work.", run.file_name, *held)


def hold(plan):
    """Where one writer does not keep out all others anyway: first the pages, as everybody takes them."""
    if connection.features.has_select_for_update:
        for keys in chunks(plan.keys):
            pages = plan.model._base_manager.filter(pk__in=keys).order_by("pk")
            list(pages.select_for_update(no_key=True).values_list("pk"))
        list(Generation.objects.select_for_update())  # whoever writes content after this waits for us


def statements_of(plan):
    """All that can be written by statements made beforehand."""
    if plan.changed:
        yield from statements.upsert(plan.written, plan.records, ["id"], sorted(plan.changed))
    else:
        yield from statements.insert(plan.written, plan.records)
    for through, _source, rows in plan.lists:
        yield from statements.insert(through, (row for some in rows.values() for row in some))
    yield from statements.insert(Revision, plan.revisions)
    yield from statements.upsert(Draft, plan.drafts, ["content_type", "object_id"], OF_A_DRAFT)


def write_around(plan):
    """What is told of many records at once, and what no longer holds."""
    for through, source, rows in plan.lists:
        for keys in chunks(rows):
            through._base_manager.filter(**{f"{source}__in": keys}).delete()
    pages = plan.model._base_manager
    for keys in chunks(plan.touched):
        pages.filter(pk__in=keys).update(changed_at=plan.now)
    for keys in chunks(plan.published):
        pages.filter(pk__in=keys).update(published_at=plan.now, published_by=plan.by)
    for paths in chunks(plan.addresses):
        FormerAddress.objects.filter(path__in=paths).delete()
    for keys in chunks(plan.reopened):
        reopen(plan.model, keys)


def reopen(model, keys):
    """As review.reopen, for many."""
    approved = Review.objects.of_model(model).filter(object_id__in=keys, state=Review.State.APPROVED)
    approved.update(state=Review.State.SUBMITTED, answered_by="", answered_at=None)
    scheduled = Schedule.objects.of_model(model).filter(object_id__in=keys, step=Schedule.Step.PUBLISH)
    scheduled.update(problem=_("Changed since it was scheduled: schedule it again."))
