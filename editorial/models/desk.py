"""What the editors' desk keeps about a record beside the record itself: nothing of it is public."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OnRecordQuerySet(models.QuerySet):
    def of(self, record):
        kind = ContentType.objects.get_for_model(record)
        return self.filter(content_type=kind, object_id=record.pk)

    def of_model(self, model):
        return self.filter(content_type=ContentType.objects.get_for_model(model))


class OnRecord(models.Model):
    """Something kept about one record of any kind."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    object_id = models.UUIDField(_("record"))
    record = GenericForeignKey()

    objects = OnRecordQuerySet.as_manager()

    class Meta:
        abstract = True
        default_permissions = ()


def once_per_record(name, message, *more):
    fields = ["content_type", "object_id", *more]
    return models.UniqueConstraint(fields=fields, name=name, violation_error_message=message)


class Draft(OnRecord):
    """A pending edit of a published record: what the public sees until it is published is the record."""

    title = models.CharField(_("record’s name"), max_length=300)
    base = models.JSONField(_("as it was when the draft began"), encoder=DjangoJSONEncoder)
    data = models.JSONField(_("as it will be"), encoder=DjangoJSONEncoder)
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    begun_by = models.CharField(_("begun by"), max_length=150)
    saved_at = models.DateTimeField(_("last saved"), default=timezone.now)
    saved_by = models.CharField(_("saved by"), max_length=150)
    writers = models.JSONField(_("written by"), default=list, help_text=_("Everybody who saved it."))
    comment = models.CharField(_("what changes and why"), max_length=500, blank=True)

    class Meta(OnRecord.Meta):
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-saved_at", "pk"]
        constraints = [once_per_record("one_draft_of_a_record", _("This record already has a draft."))]

    def __str__(self):
        return self.title

    @property
    def authors(self):
        """The names of all who wrote a part of it."""
        return {self.begun_by, self.saved_by, *self.writers}


class Review(OnRecord):
    """Where a draft, or a record not yet published, stands on its way to the public."""

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("waits for review")
        RETURNED = "returned", _("returned with a comment")
        APPROVED = "approved", _("approved")

    state = models.CharField(_("state"), max_length=9, choices=State)
    title = models.CharField(_("record’s name"), max_length=300)
    submitted_by = models.CharField(_("submitted by"), max_length=150)
    submitted_at = models.DateTimeField(_("submitted"), default=timezone.now)
    answered_by = models.CharField(_("answered by"), max_length=150, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)

    class Meta(OnRecord.Meta):
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["submitted_at", "pk"]
        constraints = [once_per_record("one_review_of_a_record", _("This record is already in review."))]

    def __str__(self):
        return f"{self.title}: {self.get_state_display()}"


class Schedule(OnRecord):
    """A step that is taken by itself at a moment to come; a problem says why it was not."""

    class Step(models.TextChoices):
        PUBLISH = "publish", _("publish")
        WITHDRAW = "withdraw", _("withdraw")

    step = models.CharField(_("step"), max_length=8, choices=Step)
    title = models.CharField(_("record’s name"), max_length=300)
    at = models.DateTimeField(_("at"), db_index=True)
    by = models.CharField(_("scheduled by"), max_length=150)
    problem = models.TextField(_("problem"), blank=True)

    class Meta(OnRecord.Meta):
        verbose_name = _("scheduled step")
        verbose_name_plural = _("scheduled steps")
        ordering = ["at", "pk"]
        constraints = [
            once_per_record("one_scheduled_step_of_a_kind", _("This step is already scheduled."), "step")
        ]

    def __str__(self):
        return f"{self.get_step_display()}: {self.title}"


class Revision(OnRecord):
    """A record as it stood after a step, with its rows and sources: enough to bring it back."""

    class Step(models.TextChoices):
        FIRST = "first", _("first recorded state")
        SAVED = "saved", _("saved")
        DRAFT = "draft", _("draft saved")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DELETED = "deleted", _("deleted")
        RECOVERED = "recovered", _("recovered")

    step = models.CharField(_("step"), max_length=9, choices=Step)
    title = models.CharField(_("record’s name"), max_length=300)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.CharField(_("who"), max_length=150, blank=True)
    why = models.CharField(_("why"), max_length=500, blank=True)
    data = models.JSONField(_("the record"), encoder=DjangoJSONEncoder)
    said = models.JSONField(
        _("the change in words"),
        default=list,
        blank=True,
        help_text=_("Sentences for the public, each with the keys of the records that it names."),
    )

    class Meta(OnRecord.Meta):
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id", "-at"], name="revision_of_record"),
            models.Index(fields=["step", "-at"], name="revision_by_step"),
        ]

    def __str__(self):
        return f"{self.title}: {self.get_step_display()}"


class Opening(OnRecord):
    """One person's open form: when it was last seen open, and what was typed there and not saved."""

    object_id = models.UUIDField(_("record"), null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("who"))
    address = models.CharField(_("address of the form"), max_length=200)
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    seen_at = models.DateTimeField(_("last seen"), default=timezone.now)
    typed = models.JSONField(_("typed and not saved"), null=True, blank=True)
    typed_at = models.DateTimeField(_("last typed"), null=True, blank=True)

    class Meta(OnRecord.Meta):
        verbose_name = _("open form")
        verbose_name_plural = _("open forms")
        indexes = [models.Index(fields=["content_type", "object_id"], name="opening_of_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "address"],
                name="one_opening_of_a_form_by_a_person",
                violation_error_message=_("This person already has this form open."),
            )
        ]

    def __str__(self):
        return f"{self.address}: {self.user}"


class FormerAddress(OnRecord):
    """An address that a published record had: who opens it is led to the present one."""

    path = models.CharField(_("former address"), max_length=200, unique=True)
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta(OnRecord.Meta):
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["path"]

    def __str__(self):
        return self.path


class EndedPreviews(models.Model):
    """From this moment on, the links given out before it no longer show the record, or anything at all."""

    of = models.CharField(_("what they showed"), max_length=100, unique=True)
    at = models.DateTimeField(_("ended"), default=timezone.now)

    class Meta:
        verbose_name = _("end of links to a preview")
        verbose_name_plural = _("ends of links to previews")
        default_permissions = ()

    def __str__(self):
        return str(_("All links to previews")) if self.of == "*" else self.of


class Report(models.Model):
    """What a reader found wrong on a page, told without a name."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SETTLED = "settled", _("settled")
        DISMISSED = "dismissed", _("dismissed")

    path = models.CharField(_("page"), max_length=200)
    text = models.TextField(_("what is wrong"), max_length=2000)
    evidence = models.CharField(_("where it can be checked"), max_length=500, blank=True)
    at = models.DateTimeField(_("reported"), default=timezone.now)
    sender = models.CharField(
        _("sender"),
        max_length=32,
        editable=False,
        help_text=_("A keyed digest of the address, another one each day: it only holds back floods."),
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)
    answer = models.TextField(_("what was done"), blank=True)
    answered_by = models.CharField(_("answered by"), max_length=150, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("reader’s report")
        verbose_name_plural = _("readers’ reports")
        default_permissions = ("view", "change", "delete")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-at"], name="report_by_state"),
            models.Index(fields=["sender", "at"], name="report_by_sender"),
        ]

    def __str__(self):
        return f"{self.path}: {self.text[:60]}"


class AddressCheck(models.Model):
    """How the address of a source answered when it was last opened by the machine."""

    source = models.OneToOneField("editorial.Source", models.CASCADE, related_name="address_check")
    at = models.DateTimeField(_("checked"), default=timezone.now)
    status = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)

    class Meta:
        verbose_name = _("check of an address")
        verbose_name_plural = _("checks of addresses")
        default_permissions = ()

    def __str__(self):
        return f"{self.source}: {self.problem or self.status}"


class ImportRun(models.Model):
    """A table that an editor brought: checked as a whole, shown as a difference, applied or not at all."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be checked")
        CHECKING = "checking", _("is being checked")
        REFUSED = "refused", _("refused: nothing was written")
        CHECKED = "checked", _("checked: waits for your word")
        QUEUED = "queued", _("waits to be applied")
        APPLYING = "applying", _("is being applied")
        APPLIED = "applied", _("applied")
        FAILED = "failed", _("failed: nothing was written")

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    file_name = models.CharField(_("file"), max_length=200)
    format = models.CharField(_("format"), max_length=4)
    file = models.BinaryField(_("contents"))
    publish = models.BooleanField(_("publish at once"), default=False)
    by = models.CharField(_("imported by"), max_length=150)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("brought"), default=timezone.now)
    comment = models.CharField(_("what changes and why"), max_length=500, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    total = models.PositiveIntegerField(_("rows in all"), default=0)
    outcome = models.JSONField(_("outcome"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.file_name
