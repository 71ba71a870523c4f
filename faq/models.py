"""Questions that people ask, and their answers; and the words that both use."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.models import Publishable, PublishableQuerySet
from missions.models import Mission, Programme
from partners.models import Agency
from treaties.models import Treaty


class TopicQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def with_questions(self):
        return self.prefetch_related(
            Prefetch(
                "questions",
                Question.objects.published().filter(featured=False),
                to_attr="published_questions",
            )
        )


class Topic(Publishable):
    """A group of questions."""

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=100, unique=True)
    summary = models.CharField(_("summary"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    translatable = ("name", "summary")

    objects = TopicQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["position", "name"]
        constraints = [*Publishable.Meta.constraints]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return f"{reverse('faq:index')}#{self.slug}"


class QuestionQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def featured(self):
        return self.filter(featured=True).order_by("position", "question")

    def for_page(self):
        """With all records that it speaks of, hidden ones too."""
        lists = [field.name for field in self.model._meta.local_many_to_many]
        return self.select_related("topic").with_citations().prefetch_related(*lists)


class Question(Publishable):
    """A question with its answer and the records that it speaks of."""

    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="questions", verbose_name=_("topic"))
    question = models.CharField(_("question"), max_length=200, unique=True)
    answer = models.TextField(_("answer"), help_text=_("Markdown. The first sentence is the answer."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    featured = models.BooleanField(
        _("featured"), default=False, help_text=_("Shown before all topics and on the home page.")
    )
    missions = models.ManyToManyField(
        Mission, blank=True, related_name="questions", verbose_name=_("missions")
    )
    programmes = models.ManyToManyField(
        Programme, blank=True, related_name="questions", verbose_name=_("programmes")
    )
    treaties = models.ManyToManyField(
        Treaty, blank=True, related_name="questions", verbose_name=_("treaties")
    )
    agencies = models.ManyToManyField(
        Agency, blank=True, related_name="questions", verbose_name=_("agencies")
    )

    translatable = ("question", "answer")

    objects = QuestionQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["topic__position", "position", "question"]
        constraints = [*Publishable.Meta.constraints]

    def __str__(self):
        return self.question

    def natural_key(self):
        return (self.slug,)

    natural_key.dependencies = ["faq.topic"]

    def get_absolute_url(self):
        return reverse("faq:question", args=[self.slug])


class TermQuerySet(PublishableQuerySet):
    def get_by_natural_key(self, slug):
        return self.get(slug=slug)

    def for_page(self):
        return self.prefetch_related(Prefetch("see_also", Term.objects.published()))

    def by_word(self):
        """{word in small letters: short name}; of two terms with a word the first has it."""
        found = {}
        for slug, name, other_words in self.values_list("slug", "name", "other_words"):
            for word in words_of(name, other_words):
                found.setdefault(word, slug)
        return found


def words_of(name, other_words):
    """The words that a term explains, in small letters."""
    words = (word.strip() for word in (name, *other_words.split(";")))
    return [word.casefold() for word in words if word]


class Term(Publishable):
    """A word of the field and what it means on this site."""

    class Kind(models.TextChoices):
        TREATY = "treaty", _("Treaties")
        ROLE = "role", _("Roles in a mission")
        STATUS = "status", _("Statuses of a mission")
        MISSION = "mission", _("Missions and orbits")
        DATA = "data", _("Data")
        RECORD = "record", _("Records of this site")

    slug = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    name = models.CharField(_("word"), max_length=80, unique=True)
    other_words = models.CharField(
        _("other words for it"),
        max_length=200,
        blank=True,
        help_text=_("Separated by semicolons. Each, as pages write it, leads here."),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    definition = models.TextField(_("meaning"), help_text=_("Markdown. One or two plain sentences."))
    see_also = models.ManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="seen_from",
        verbose_name=_("see also"),
    )

    translatable = ("name", "other_words", "definition")

    objects = TermQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("glossary")
        ordering = ["name"]
        constraints = [*Publishable.Meta.constraints]

    def __str__(self):
        return self.name

    def natural_key(self):
        return (self.slug,)

    def get_absolute_url(self):
        return f"{reverse('glossary')}#{self.slug}"

    @property
    def words(self):
        return words_of(self.name, self.other_words)

    def clean(self):
        super().clean()
        taken = Term.objects.exclude(pk=self.pk).by_word()
        if twice := sorted(set(self.words) & set(taken)):
            said = gettext("Another term explains this already: %(words)s.") % {"words": ", ".join(twice)}
            raise ValidationError({"other_words": said})
