"""What every record of the site is built on: identity, sources, and being published or not."""

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.sources import validate_source_address


class ContentModel(models.Model):
    """A row of what the site says, named for good by a UUID and kept true to its constraints."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    translatable = ()  # the fields that a translation of the site will hold once more
    belongs_to = ""  # on a row edited on another record's page: the key to that record

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "delete", "view")

    def clean(self):
        super().clean()
        for field in self._meta.concrete_fields:
            precision = f"{field.name}_precision"
            if isinstance(field, models.DateField) and hasattr(self, precision):
                if getattr(self, field.name) and getattr(self, precision) == dates.Precision.UNKNOWN:
                    setattr(self, precision, dates.Precision.DAY)
                value = dates.first_day(getattr(self, field.name), getattr(self, precision))
                setattr(self, field.name, value)


class SourcedQuerySet(models.QuerySet):
    def with_sourced(self):
        """Each record with `sourced`: whether any source stands behind it."""
        return self.annotate(sourced=Exists(self.model.citations_of(OuterRef("pk"))))

    def unsourced(self):
        return self.filter(~Exists(self.model.citations_of(OuterRef("pk"))))


class Sourced(ContentModel):
    """A record whose facts rest on sources; one without any says “source wanted”."""

    citations = GenericRelation("editorial.Citation")

    objects = SourcedQuerySet.as_manager()

    class Meta(ContentModel.Meta):
        abstract = True

    @classmethod
    def citations_of(cls, key):
        kind = ContentType.objects.get_for_model(cls, for_concrete_model=True)
        return Citation.objects.filter(content_type=kind, object_id=key)


class PublishableQuerySet(SourcedQuerySet):
    def published(self):
        """What the public can see. By the state alone, never by the clock."""
        return self.filter(state=Publishable.State.PUBLISHED)

    def unverified_since(self, day):
        return self.filter(Q(verified_on__lt=day) | Q(verified_on=None))


class Publishable(Sourced):
    """A record with a page of its own, which the public sees while it is published."""

    class State(models.TextChoices):
        UNPUBLISHED = "unpublished", _("unpublished")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    state = models.CharField(
        _("state"), max_length=11, choices=State, default=State.UNPUBLISHED, editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.CharField(
        _("published by"),
        max_length=150,
        blank=True,
        editable=False,
        help_text=_("The name of the account, kept as text: it outlives the account."),
    )
    changed_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)
    verified_on = models.DateField(
        _("last verified"),
        null=True,
        blank=True,
        help_text=_("The day on which an editor last checked this record against its sources."),
    )

    objects = PublishableQuerySet.as_manager()

    children = ()  # the names of the relations whose rows are edited on this record's page

    class Meta(Sourced.Meta):
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "amend", "publish")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False) & ~Q(published_by=""),
                name="%(class)s_published_by_whom_and_when",
                violation_error_message=_("A published record says who published it and when."),
            )
        ]

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED


class SourceManager(models.Manager):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)


class Source(ContentModel):
    """A work that facts rest on and that a reader can open."""

    class Kind(models.TextChoices):
        PRIMARY = "primary", _("primary document")
        AGENCY = "agency", _("agency or institute")
        CATALOGUE = "catalogue", _("catalogue")
        DATASET = "dataset", _("research data set")
        PRESS = "press", _("press and literature")

    slug = models.SlugField(_("short name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    url = models.URLField(
        _("address"),
        max_length=500,
        unique=True,
        validators=[validate_source_address],
        help_text=_("Where a reader can open the work itself: no copy, no encyclopaedia."),
    )
    published = dates.date_field(_("published"))
    published_precision = dates.precision_field()
    accessed = models.DateField(_("last opened"), null=True, blank=True)

    objects = SourceManager()

    class Meta(ContentModel.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["title", "slug"]
        constraints = [
            *dates.date_constraints("source", "published", _("published")),
            models.CheckConstraint(
                condition=Q(url__startswith="https://") | Q(url__startswith="http://"),
                name="source_url_is_a_web_address",
                violation_error_code="url",
                violation_error_message=_("Write a web address that begins with https:// or http://."),
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.publisher})" if self.publisher else self.title

    def natural_key(self):
        return (self.slug,)


class CitationManager(models.Manager):
    def get_by_natural_key(self, app, model, object_id, source, fact, locator):
        return self.get(
            content_type=ContentType.objects.get_by_natural_key(app, model),
            object_id=object_id,
            source__slug=source,
            fact=fact,
            locator=locator,
        )


class Citation(ContentModel):
    """This record, or one fact of it, rests on that source."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, verbose_name=_("kind of record"))
    object_id = models.UUIDField(_("record"))
    record = GenericForeignKey()
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations", verbose_name=_("source"))
    fact = models.CharField(
        _("fact"),
        max_length=60,
        blank=True,
        help_text=_("The field that the source is about; empty for the whole record."),
    )
    locator = models.CharField(_("page or section"), max_length=120, blank=True)
    quotation = models.CharField(_("short quotation"), max_length=500, blank=True)
    stated = models.CharField(
        _("value in the source"),
        max_length=200,
        blank=True,
        help_text=_("What this source says, where it differs from what the record shows."),
    )
    note = models.CharField(
        _("note"), max_length=500, blank=True, help_text=_("Why the record shows another value.")
    )
    checked_by = models.CharField(_("checked by"), max_length=150, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    objects = CitationManager()

    class Meta(ContentModel.Meta):
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["source__title", "fact", "locator"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="citation_of_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "source", "fact", "locator"],
                name="citation_once_per_source_and_fact",
                violation_error_message=_("This source is already cited for this fact."),
            )
        ]

    def __str__(self):
        return str(self.source)

    def natural_key(self):
        kind = self.content_type.natural_key()
        return (*kind, str(self.object_id), self.source.slug, self.fact, self.locator)

    natural_key.dependencies = ["contenttypes.contenttype", "editorial.source"]


class Generation(models.Model):
    """One number, raised by database triggers with every change of what the site says."""

    number = models.BigIntegerField(_("number"), default=1)

    class Meta:
        verbose_name = _("content generation")
        verbose_name_plural = _("content generation")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_generation_row"),
        ]

    def __str__(self):
        return str(self.number)


class Shipped(models.Model):
    """The digest of a record as the project shipped it: an editor's work differs from it."""

    record = models.UUIDField(_("record"), primary_key=True)
    model = models.CharField(_("kind of record"), max_length=60)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("shipped record")
        verbose_name_plural = _("shipped records")
        default_permissions = ()

    def __str__(self):
        return f"{self.model} {self.record}"


class Lease(models.Model):
    """Who may do the background work, and until when: one worker at a time over all nodes."""

    name = models.CharField(_("name"), max_length=40, primary_key=True)
    holder = models.CharField(_("holder"), max_length=120)
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")
        default_permissions = ()

    def __str__(self):
        return f"{self.name}: {self.holder}"
