"""The desk's steps on the way to the public, each a button of its own and checked on the server."""

from datetime import UTC

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial import drafts, previews, publishing, review, schedule
from editorial.admin.sitting import typed
from editorial.admin.standing import Standing
from editorial.models import FormerAddress, Schedule


class ScheduleForm(forms.Form):
    """When a record is published, or its draft, and when it is withdrawn; empty for never."""

    publish = forms.SplitDateTimeField(
        label=gettext_lazy("Publish at (UTC)"), required=False, widget=AdminSplitDateTime
    )
    withdraw = forms.SplitDateTimeField(
        label=gettext_lazy("Withdraw at (UTC)"), required=False, widget=AdminSplitDateTime
    )

    def clean(self):
        for step in Schedule.Step.values:
            at = self.cleaned_data.get(step)
            if at and at <= timezone.now() and step in self.changed_data:
                self.add_error(step, _("This moment has passed: give one to come."))
        publish, withdraw = (self.cleaned_data.get(step) for step in ("publish", "withdraw"))
        if publish and withdraw and withdraw <= publish:
            self.add_error("withdraw", _("It cannot be withdrawn before it is published."))


class StepViews:
    """For the admin of a publishable record: `steps` are the POST addresses, `step/<name>/`."""

    needs = {  # each step with the permission that it takes
        "submit": "change",
        "discard": "change",
        "settle-draft": "change",
        "settle-live": "change",
        "end-links": "change",
        "return": "approve",
        "approve": "approve",
        "verify": "approve",
        "publish": "publish",
        "unlink": "publish",
    }

    def record_pages(self):
        yield from super().record_pages()
        yield self.page("<path:object_id>/step/<slug:step>/", self.step_view)
        yield self.page("<path:object_id>/schedule/", self.schedule_view)
        yield self.page("<path:object_id>/withdraw/", self.withdraw_view)
        yield self.page("<path:object_id>/preview/", self.preview_view)

    def surroundings(self, request, record):
        """The state of the record at the desk, and which steps the person may take."""
        at = Standing(record, request.user)
        return {
            **super().surroundings(request, record),
            "draft": at.draft,
            "review": at.review,
            "planned": list(Schedule.objects.of(record)),
            "former": at.former,
            "disputes": at.disputes,
            "may_publish": self.has_publish_permission(request, record),
            "steps": {step for step in self.needs if self.is_open(step, request, record, at)},
        }

    def is_open(self, step, request, record, at):
        return self.may_step(step, request, record, at) and not at.obstacle(step)

    def may_step(self, step, request, record, at):
        """A draft is given up by who wrote it, or by who may approve it."""
        if not self.may_take(request, record, self.needs[step]):
            return False
        if step != "discard" or at.draft is None or self.has_approve_permission(request, record):
            return True
        return request.user.get_username() in {at.draft.begun_by, at.draft.saved_by}

    def step_view(self, request, object_id, step):
        if step not in self.needs:
            raise Http404
        record = self.allowed(request, object_id, self.needs[step])
        if request.method != "POST":
            raise Http404
        with transaction.atomic():
            self.try_step(step, request, drafts.locked(record))
        return self.back(record)

    def try_step(self, step, request, record):
        at = Standing(record, request.user)
        if not self.may_step(step, request, record, at):
            raise PermissionDenied
        if obstacle := at.obstacle(step):
            self.message_user(request, obstacle, messages.ERROR)
        else:
            getattr(self, f"take_{step.replace('-', '_')}")(request, record, typed(request, "comment"))

    def say(self, request, record, text):
        self.log_change(request, record, str(text))
        self.message_user(request, text)

    def take_submit(self, request, record, comment):
        review.submit(record, by=request.user, comment=comment)
        self.say(request, record, _("Submitted for review."))

    def take_return(self, request, record, comment):
        if comment:
            review.send_back(record, by=request.user, comment=comment)
            self.say(request, record, _("Returned to its author."))
        else:
            self.message_user(request, _("Say what is to be done, then return it."), messages.ERROR)

    def take_approve(self, request, record, comment):
        review.approve(record, by=request.user, comment=comment)
        self.say(request, record, _("Approved."))

    def take_discard(self, request, record, comment):
        drafts.discard(record, by=request.user)
        self.say(request, record, _("The draft was discarded. The live page is unchanged."))

    def take_end_links(self, request, record, comment):
        previews.end(record)
        self.say(request, record, _("The links given out to its preview no longer show it."))

    def take_settle_draft(self, request, record, comment):
        drafts.settle(record, by=request.user, keep_draft=True)
        self.say(request, record, _("The draft’s values stand."))

    def take_settle_live(self, request, record, comment):
        drafts.settle(record, by=request.user, keep_draft=False)
        self.say(request, record, _("The live values stand."))

    def take_verify(self, request, record, comment):
        self.mark_verified(request, self.get_queryset(request).filter(pk=record.pk))

    def take_publish(self, request, record, comment):
        self.take(request, publishing.publish, record, why=comment)

    def take_unlink(self, request, record, comment):
        """Undo that a former address leads to the record."""
        gone, _kinds = FormerAddress.objects.of(record).filter(path=typed(request, "path")).delete()
        if gone:
            self.say(request, record, _("The former address leads nowhere now."))

    def withdraw_view(self, request, object_id):
        record = self.allowed(request, object_id, "publish")
        if request.method == "POST":
            self.take(request, publishing.withdraw, record, why=typed(request, "comment"))
            return self.back(record)
        if not record.is_published:
            raise Http404
        title = _("Withdraw: %(record)s") % {"record": record}
        return self.desk_page(request, "withdraw", record, title, **self.used(request, record))

    def schedule_view(self, request, object_id):
        record = self.allowed(request, object_id, "publish")
        planned = {row.step: row.at for row in Schedule.objects.of(record)}
        form = ScheduleForm(request.POST or None, initial=planned)
        if request.method == "POST" and form.is_valid():
            self.plan(request, record, form.cleaned_data)
            return self.back(record)
        title = _("Schedule: %(record)s") % {"record": record}
        return self.desk_page(request, "schedule", record, title, form=form, media=form.media)

    def plan(self, request, record, moments):
        for step in Schedule.Step:
            if at := moments[step]:
                schedule.plan(record, step, at, by=request.user)
            else:
                Schedule.objects.of(record).filter(step=step).delete()
        told = [
            f"{Schedule.Step(step).label}: {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
            for step, at in moments.items()
            if at
        ]
        self.say(
            request, record, _("Scheduled: %s.") % "; ".join(told) if told else _("Nothing is scheduled.")
        )

    def preview_view(self, request, object_id):
        """The page as it will be, at an address that can be given to a reviewer."""
        record = self.allowed(request, object_id)
        address = reverse("preview", args=[previews.token([record])])
        return HttpResponseRedirect(address)

    def warn_of_hidden(self, request, record):
        """Name what must be published before the draft can be."""
        with drafts.sandbox():
            hidden = publishing.unpublished_references(drafts.take_up(record))
        if hidden:
            names = ", ".join(str(target) for target in hidden)
            text = _("Before this draft can be published, publish: %s.") % names
            self.message_user(request, text, messages.WARNING)
