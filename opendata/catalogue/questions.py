"""What can be taken of the questions and the glossary."""

from django.utils.translation import gettext_lazy as _

from faq.models import Question, Term, Topic
from missions.models import Mission, Programme
from opendata.columns import key, of, page, sources, through
from opendata.filters import TEXTS, narrowing
from opendata.tables import Table
from partners.models import Agency
from treaties.models import Treaty

TERMS = Table(
    "terms",
    _("Glossary"),
    _("The words of the field, as they are used here."),
    Term,
    Term.objects.published,
    (
        key(),
        *of(Term, "slug", "name", "other_words", "kind", "definition"),
        through(Term.see_also, "slug", Term.objects.published),
        *of(Term, "verified_on"),
    ),
    narrowing("TermFilter", words=("name__icontains", "definition__icontains")),
    key="slug",
)

TOPICS = Table(
    "topics",
    _("Topics"),
    _("The groups of questions."),
    Topic,
    Topic.objects.published,
    (key(), *of(Topic, "slug", "name", "summary", "position")),
    narrowing("TopicFilter", words=TEXTS),
    key="slug",
)

QUESTIONS = Table(
    "questions",
    _("Questions"),
    _("Questions that people ask, with their answers (Markdown)."),
    Question,
    lambda: Question.objects.published().filter(topic__in=Topic.objects.published()),
    (
        key(),
        *of(Question, "slug", "topic__slug", "question", "answer"),
        through(Question.missions, "slug", Mission.objects.published),
        through(Question.programmes, "slug", Programme.objects.published),
        through(Question.treaties, "slug", Treaty.objects.published),
        through(Question.agencies, "slug", Agency.objects.published),
        *of(Question, "verified_on"),
        page("/faq/", "slug"),
        sources(Question),
    ),
    narrowing(
        "QuestionFilter",
        words=("question__icontains", "answer__icontains"),
        topic=(_("Topic"), "topic__slug", Topic.objects.published),
    ),
    key="slug",
)
