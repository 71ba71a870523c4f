"""Where a record stands on its way to the public, and what stands in the way of each step."""

from functools import cached_property

from django.utils.translation import gettext as _

from editorial import drafts, publishing, review
from editorial.models import FormerAddress, Review

APPROVED, SUBMITTED = Review.State.APPROVED, Review.State.SUBMITTED


class Standing:
    """For one person: the buttons are those of the steps without an obstacle."""

    def __init__(self, record, user):
        self.record, self.user = record, user
        self.draft, self.review = drafts.of(record), review.of(record)

    def obstacle(self, step):
        """Why the step would come to nothing, in words; "" if it would not."""
        name = {"return": "send_back"}.get(step, step.partition("-")[0])
        return getattr(self, name)()

    @cached_property
    def disputes(self):
        """The labels of what both the draft and the live record have changed."""
        if self.draft is None:
            return []
        live = drafts.snapshot(self.record)
        paths = drafts.disputes(self.draft, live)
        return publishing.labels(type(self.record), paths, live, self.draft.data)

    @cached_property
    def former(self):
        return list(FormerAddress.objects.of(self.record))

    @property
    def is_waiting(self):
        """Whether there is anything to publish."""
        return self.draft is not None or not self.record.is_published

    def is_in_review(self, *states):
        return self.review is not None and self.review.state in states

    def submit(self):
        if self.is_in_review(SUBMITTED, APPROVED):
            return _("It has been submitted already.")
        return "" if self.is_waiting else _("There is no draft to submit.")

    def send_back(self):
        return "" if self.is_in_review(SUBMITTED, APPROVED) else _("It has not been submitted.")

    def approve(self):
        if self.is_in_review(APPROVED):
            return _("It is approved already.")
        if not self.is_in_review(SUBMITTED):
            return _("It has not been submitted.")
        own = self.user.get_username() in review.writers(self.record)
        return _("You wrote some of this yourself: somebody else approves it.") if own else ""

    def publish(self):
        if self.disputes:
            return str(publishing.ChangedMeanwhile(labels=self.disputes))
        return "" if self.is_waiting else str(publishing.NothingToPublish.reason)

    def discard(self):
        return "" if self.draft else _("There is no draft.")

    def settle(self):
        return "" if self.disputes else _("Nothing is in dispute.")

    def end(self):
        return "" if self.is_waiting else _("Nothing waits that a preview could show.")

    def verify(self):
        return ""

    def unlink(self):
        return "" if self.former else _("No former address leads here.")
