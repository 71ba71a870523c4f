"""What every record of the site is built on: identity, sources, and being published or not."""

import uuid
from collections import defaultdict

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.query import ModelIterable
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models.checks import CheckedAtOnce


class ContentModel(CheckedAtOnce):
    """A row of what the site says, named for good by a UUID and kept true to its constraints."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    translatable = ()  # the fields that a translation of the site will hold once more
    children = ()  # the names of the relations whose rows are edited on this record's page
    belongs_to = ""  # on a row edited on another record's page: the key to that record
    told_apart_by = ()  # the fields that name such a row among its neighbours
    may_wait = False  # such a row is public only when all its records are: it may name hidden ones

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

    def news(self, before):
        """The sentence for the public about this row; `before` is the row as it was, None if it is new.

        Nothing, where a plain one will do.
        """
        return ""

    def farewell(self):
        """The sentence for the public when this row is gone; nothing, where a plain one will do."""
        return ""


class SourcedQuerySet(models.QuerySet):
    def with_sourced(self):
        """Each record with `sourced`: whether any source stands behind it."""
        return self.annotate(sourced=Exists(self.model.citations_of(OuterRef("pk"))))

    is_cited = False

    def with_citations(self):
        """Each record with its citations and their sources, all in one query."""
        found = self._chain()
        found.is_cited = True
        return found

    def _clone(self):
        found = super()._clone()
        found.is_cited = self.is_cited
        return found

    def _fetch_all(self):
        first = self._result_cache is None
        super()._fetch_all()
        if first and self.is_cited and issubclass(self._iterable_class, ModelIterable):
            read_citations(self._result_cache)

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
        citations = cls._meta.get_field("citations").related_model.objects
        return citations.filter(content_type=kind, object_id=key)


def read_citations(records, *, sources=True):
    """Give sourced records, of whatever kinds, their citations, with the sources: one query for all.

    As a prefetch would, which asks once for each kind and takes its time over each record.
    """
    if not records:
        return
    kinds = ContentType.objects.get_for_models(*{type(record) for record in records}).values()
    cited = records[0]._meta.get_field("citations").related_model.objects.using(records[0]._state.db)
    cited = cited.select_related("source") if sources else cited.order_by()
    cited = cited.filter(content_type__in=kinds, object_id__in=[record.pk for record in records])
    found = defaultdict(list)
    for citation in cited:
        found[citation.object_id].append(citation)
    for record in records:
        own = cited.all()
        own._result_cache, own._prefetch_done = found[record.pk], True
        record.__dict__.setdefault("_prefetched_objects_cache", {})["citations"] = own


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

    class Meta(Sourced.Meta):
        abstract = True
        default_permissions = ("add", "change", "delete", "view", "approve", "publish")
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
