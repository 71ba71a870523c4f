"""Which fact of which record rests on which source, over all tables."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from editorial.models import Citation, Source
from opendata.columns import Column, key, of
from opendata.expressions import Written

CITATION_COLUMNS = (
    Column("table", _("The table that holds the record."), None),
    Column("record", _("The record’s identifier."), None, "uuid"),
    *of(Citation, "fact", "source__slug", "locator", "quotation", "stated", "note", "checked_on"),
)
SOURCE_COLUMNS = (key(), *of(Source, "slug", "kind", "title", "publisher", "url", "published", "accessed"))


def of_tables(tables):
    """[[value, …]] of the citations of every public record, table by table."""
    expressions = [column.expression for column in CITATION_COLUMNS[2:]]
    return [
        [table.name, *row]
        for table in tables
        for row in of_table(table).values_list(Written("object_id"), *expressions)
    ]


def of_table(table):
    kind = ContentType.objects.get_for_model(table.model)
    keys = table.public().order_by().values("pk")
    return Citation.objects.filter(content_type=kind, object_id__in=keys).order_by("object_id", "pk")


def sources(tables):
    """The sources that public records rest on, [[value, …]]."""
    cited = {key for table in tables for key in of_table(table).order_by().values_list("source", flat=True)}
    rows = Source.objects.order_by("slug").values_list(
        *(column.expression for column in SOURCE_COLUMNS), "pk"
    )
    return [row[:-1] for row in rows if row[-1] in cited]
