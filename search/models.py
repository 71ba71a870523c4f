"""What search keeps: a document for each public record, and the marks of what has changed since."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Value, When
from django.urls import get_script_prefix
from django.utils.translation import gettext_lazy as _

from search.documents import BY_NAME, KINDS


class DocumentQuerySet(models.QuerySet):
    def public(self, kinds=KINDS):
        """What a visitor may see: by the records themselves, and not while a change is to be read.

        Of these kinds alone, where they are known: the fewer, the sooner it is asked.
        """
        marked = Mark.objects.filter(changed=True, kind=OuterRef("kind"), record=OuterRef("record"))
        return self.filter(is_public(kinds)).exclude(Exists(marked))


def is_public(kinds):
    """Asked of each document that is found: an alternative of kinds would be sought by kind instead."""
    kinds = (When(kind=k.name, then=Exists(k.public().filter(pk=OuterRef("record")))) for k in kinds)
    return Case(*kinds, default=Value(False), output_field=models.BooleanField())


class Document(models.Model):
    """A record as search knows it. It follows its record and is never edited.

    Its number says how long its text is and of which kind it is (`search/numbers.py`).
    """

    kind = models.CharField(_("kind"), max_length=40)
    record = models.UUIDField(_("record"))
    title = models.CharField(_("title"), max_length=300)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=250)
    text = models.TextField(_("text"), help_text=_("One part on each line."))
    weight = models.SmallIntegerField(_("weight"))
    exact = models.TextField(_("names and identifiers"), help_text=_("Folded, each between two bars."))
    title_tokens = models.TextField(_("tokens of title, names and identifiers"))
    text_tokens = models.TextField(_("tokens of the text"))
    signed_tokens = models.TextField(
        _("names as tokens"),
        default="",
        help_text=_("Each name as one token, and each token of the title, with a sign before it."),
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "record"], name="document_once_per_record")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return get_script_prefix().rstrip("/") + self.address

    @property
    def name(self):
        """The title with the acronym, where it has one."""
        return f"{self.title} ({self.acronym})" if self.acronym else self.title

    @property
    def label(self):
        """What kind of record it is, in words."""
        return BY_NAME[self.kind].label


class Mark(models.Model):
    """A record whose document is to be made anew. Written by database triggers, so without any rule."""

    kind = models.CharField(_("kind"), max_length=40)
    record = models.UUIDField(_("record"))
    changed = models.BooleanField(_("changed"), help_text=_("Its document says what no longer holds."))

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        db_table = "search_stale"
        default_permissions = ()
        indexes = [models.Index(fields=["record", "kind"], name="mark_of_record")]

    def __str__(self):
        return f"{self.kind} {self.record}"


class Trigram(models.Model):
    """Three letters of a folded word that stands in a title: by these a misspelt word leads to it."""

    word = models.CharField(_("word"), max_length=64)
    letters = models.CharField(_("letters"), max_length=3)

    class Meta:
        verbose_name = _("trigram")
        verbose_name_plural = _("trigrams")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["word", "letters"], name="trigram_once_per_word")]
        indexes = [models.Index(fields=["letters", "word"], name="words_by_trigram")]

    def __str__(self):
        return f"{self.letters} {self.word}"
