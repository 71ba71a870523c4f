"""Agencies as a table."""

from editorial.imports.registry import register
from editorial.imports.resources import ContentResource
from partners.models import Agency


@register
class AgencyResource(ContentResource):
    class Meta:
        model = Agency
        import_id_fields = ["slug"]
        fields = [
            *("slug", "acronym", "name", "native_name", "kind", "country", "parent", "successor"),
            *("founded", "dissolved", "website", "ror_id", "summary", "body"),
        ]
