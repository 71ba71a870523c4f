"""On the way to the public: submitted, returned with a comment, or approved."""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import letters
from editorial.models import Draft, Review, Revision, Schedule
from editorial.rights import may

LENGTH_OF_TITLE = Review._meta.get_field("title").max_length


class OwnWork(Exception):
    """Nobody approves what they wrote a part of."""


def of(record):
    return Review.objects.of(record).first()


@transaction.atomic
def submit(record, *, by, comment=""):
    """Ask an editor to look at the record's draft, or at the record itself before it is published."""
    review = of(record) or Review(content_type=ContentType.objects.get_for_model(record), object_id=record.pk)
    review.title = str(record)[:LENGTH_OF_TITLE]
    review.state, review.comment = Review.State.SUBMITTED, comment
    review.submitted_by, review.submitted_at = by.get_username(), timezone.now()
    review.answered_by, review.answered_at = "", None
    review.save()
    letters.to_those_who_may("approve", record, _("%(record)s waits for your review"), by=by, text=comment)
    return review


def send_back(record, *, by, comment):
    """Return it to its author, with what is to be done."""
    review = answer(record, Review.State.RETURNED, by, comment)
    letters.to(review.submitted_by, record, _("%(record)s was returned to you"), text=comment)
    return review


def approve(record, *, by, comment=""):
    """Say that it may be published. Raises OwnWork for whoever wrote a part of it."""
    if by.get_username() in writers(record):
        raise OwnWork
    review = answer(record, Review.State.APPROVED, by, comment)
    letters.to_those_who_may("publish", record, _("%(record)s is approved"), by=by, text=comment)
    return review


def writers(record):
    """The names of all who wrote what is in review, since readers last saw the record."""
    draft = Draft.objects.of(record).first()
    if draft:
        return draft.authors
    revisions = Revision.objects.of(record).order_by("pk")
    shown = revisions.filter(step=Revision.Step.PUBLISHED).last()
    saved = revisions.filter(step=Revision.Step.SAVED, pk__gt=shown.pk if shown else 0)
    return set(saved.values_list("by", flat=True)) or {of(record).submitted_by}


@transaction.atomic
def answer(record, state, by, comment):
    review = Review.objects.of(record).select_for_update().get()
    review.state, review.comment = state, comment
    review.answered_by, review.answered_at = by.get_username(), timezone.now()
    review.save()
    return review


def reopen(record, *, by):
    """What was approved has changed: it waits for review again, and what was scheduled waits too.

    Who may publish answers for the change themselves.
    """
    if hasattr(by, "has_perm") and may(by, "publish", record):
        return
    approved = Review.objects.of(record).filter(state=Review.State.APPROVED)
    approved.update(state=Review.State.SUBMITTED, answered_by="", answered_at=None)
    planned = Schedule.objects.of(record).filter(step=Schedule.Step.PUBLISH)
    planned.update(problem=_("Changed since it was scheduled: schedule it again."))


def end(record):
    Review.objects.of(record).delete()
