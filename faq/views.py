"""Questions and answers: all of them by topic, and one; and the glossary."""

from django.shortcuts import get_object_or_404, render

from editorial import drawn
from faq.models import Question, Term, Topic


def index(request):
    topics = Topic.objects.published().with_questions()
    featured = Question.objects.published().featured()
    return render(request, "faq/index.html", {"topics": topics, "featured": featured})


@drawn.once("partners", "treaties", "missions", "research")
def question(request, slug):
    record = get_object_or_404(Question.objects.published().for_page(), slug=slug)
    others = Question.objects.published().filter(topic__in=Topic.objects.published(), topic=record.topic)
    others = others.exclude(pk=record.pk)
    lists = Question._meta.local_many_to_many
    named = [(field.verbose_name, getattr(record, field.name).all()) for field in lists]
    shown = [(kind, [target for target in targets if target.is_published]) for kind, targets in named]
    links = [(kind, targets) for kind, targets in shown if targets]
    return render(request, "faq/question.html", {"question": record, "others": others, "links": links})


def glossary(request):
    terms = list(Term.objects.published().for_page())
    kinds = [(kind, [term for term in terms if term.kind == kind]) for kind in Term.Kind]
    return render(request, "faq/glossary.html", {"kinds": [(kind, found) for kind, found in kinds if found]})
