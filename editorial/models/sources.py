"""The works that facts rest on, and which fact rests on which."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models.content import ContentModel
from editorial.sources import validate_source_address


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

    told_apart_by = ("source", "fact", "locator")

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
