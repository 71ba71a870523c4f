"""Acts upon treaties as a table."""

from editorial.imports.registry import register
from editorial.imports.resources import ContentResource
from treaties.models import Action


@register
class ActionResource(ContentResource):
    class Meta:
        model = Action
        import_id_fields = ["treaty", "country", "organisation", "kind", "depositary", "date"]
        fields = [*import_id_fields, "attested_on", "confidence", "disputed", "note"]
