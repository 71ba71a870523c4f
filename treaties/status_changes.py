"""What a status table says otherwise, applied as a whole or not at all: as drafts, or made public."""

import datetime
from collections import defaultdict
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from editorial import drafts, publishing
from editorial.models import Citation
from editorial.rights import may
from partners.models import Agency
from treaties.models import Action, Status

KINDS = {
    Status.PARTY: Action.Kind.ATTESTED,
    Status.SIGNATORY: Action.Kind.SIGNED,
    Status.DECLARED: Action.Kind.DECLARED,
    Status.WITHDRAWN: Action.Kind.WITHDREW,
}


class NotApplied(Exception):
    """Nothing of the table was applied; says why."""


@transaction.atomic
def apply(checked, *, by, as_of=None, publish=False):
    """Make the changes part of the treaties' drafts, all of them or none; the treaties.

    `publish`: make them public at once, which needs the right to publish, and treaties without
    a draft, since that would go public with them. Raises NotApplied.
    """
    as_of = as_of or datetime.date.today()
    by_treaty = defaultdict(list)
    for change in checked.changes:
        by_treaty[change.treaty].append(change)
    refuse("publish" if publish else "change", by_treaty, by)
    for treaty, found in by_treaty.items():
        comment = _("Status table: %(n)s changes.") % {"n": len(found)}
        changed = partial(write, found=found, as_of=as_of)
        if drafts.amend(treaty, changed, by=by, comment=comment) and publish:
            make_public(treaty, by)
    return list(by_treaty)


def refuse(step, treaties, by):
    """Raise NotApplied where the person may not take the step, or a draft would be published too."""
    if not all(may(by, step, treaty) for treaty in treaties):
        raise NotApplied(_("%(name)s may not do this with treaties.") % {"name": by.get_username()})
    drafted = [str(treaty) for treaty in treaties if step == "publish" and drafts.of(treaty)]
    if drafted:
        raise NotApplied(
            _("These have a draft, publish or discard it first: %s.") % ", ".join(sorted(drafted))
        )


def make_public(treaty, by):
    try:
        publishing.publish(treaty, by=by)
    except publishing.Refused as error:
        raise NotApplied(str(error)) from error


def write(treaty, *, found, as_of):
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
