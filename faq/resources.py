"""Questions as a table."""

from editorial.imports.registry import register
from editorial.imports.resources import ContentResource
from faq.models import Question


@register
class QuestionResource(ContentResource):
    class Meta:
        model = Question
        import_id_fields = ["slug"]
        fields = [
            *("slug", "topic", "question", "answer", "position", "featured"),
            *("missions", "programmes", "treaties", "agencies"),
        ]
