"""The editors' desk for questions, their topics and the glossary."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from editorial.admin import PUBLISHING, PublishableAdmin
from editorial.imports.admin import Importing
from faq.models import Question, Term, Topic


@admin.register(Topic)
class TopicAdmin(PublishableAdmin):
    columns = ["position", "question_count"]
    search_fields = ["name", "slug", "summary"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [(None, {"fields": ["name", "slug", "summary", "position"]}), PUBLISHING]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(question_count=Count("questions", distinct=True))

    @admin.display(description=_("questions"), ordering="question_count")
    def question_count(self, topic):
        return topic.question_count


@admin.register(Question)
class QuestionAdmin(Importing, PublishableAdmin):
    columns = ["topic", "position"]
    filters = [("topic", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["topic"]
    search_fields = ["question", "slug", "answer"]
    prepopulated_fields = {"slug": ["question"]}
    autocomplete_fields = ["topic", "missions", "programmes", "treaties", "agencies"]
    markdown_fields = ("answer",)
    fieldsets = [
        (None, {"fields": ["question", "slug", "answer"]}),
        (_("Place in the list"), {"fields": [("topic", "position")]}),
        (_("Speaks of"), {"fields": ["missions", "programmes", "treaties", "agencies"]}),
        PUBLISHING,
    ]


@admin.register(Term)
class TermAdmin(PublishableAdmin):
    columns = ["kind", "other_words"]
    filters = ["kind"]
    search_fields = ["name", "other_words", "slug", "definition"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["see_also"]
    markdown_fields = ("definition",)
    fieldsets = [
        (None, {"fields": [("name", "slug"), "other_words", "kind", "definition", "see_also"]}),
        PUBLISHING,
    ]
