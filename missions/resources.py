"""Missions, their partners and their instruments as tables."""

from editorial.imports.registry import register
from editorial.imports.resources import ContentResource
from missions.models import Instrument, Mission, Participation


@register
class MissionResource(ContentResource):
    class Meta:
        model = Mission
        import_id_fields = ["slug"]
        fields = [
            *("slug", "name", "alternative_names", "summary", "body", "programme", "category"),
            *("destination", "status", "launched", "ended", "cospar_id", "norad_id", "launch_vehicle"),
            *("launch_site", "website", "picture_text", "picture_credit"),
        ]


@register
class ParticipationResource(ContentResource):
    class Meta:
        model = Participation
        import_id_fields = ["mission", "agency", "role"]
        fields = [*import_id_fields, "contribution", "joined", "left", "reason_left"]


@register
class InstrumentResource(ContentResource):
    class Meta:
        model = Instrument
        import_id_fields = ["mission", "acronym", "name"]
        fields = [*import_id_fields, "kind", "builder", "countries"]
