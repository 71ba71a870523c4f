"""What the desk and every subject build on: content, its sources, and what is kept about it."""

from editorial.models.backstage import Generation, Lease, Shipped, Touched
from editorial.models.content import (
    ContentModel,
    Publishable,
    PublishableQuerySet,
    Sourced,
    SourcedQuerySet,
    read_citations,
)
from editorial.models.desk import (
    AddressCheck,
    Draft,
    EndedPreviews,
    FormerAddress,
    ImportRun,
    Opening,
    Report,
    Review,
    Revision,
    Schedule,
)
from editorial.models.sources import Citation, Source

__all__ = [
    "AddressCheck",
    "Citation",
    "ContentModel",
    "Draft",
    "EndedPreviews",
    "FormerAddress",
    "Generation",
    "ImportRun",
    "Lease",
    "Opening",
    "Publishable",
    "PublishableQuerySet",
    "Report",
    "Review",
    "Revision",
    "Schedule",
    "Shipped",
    "Source",
    "Sourced",
    "SourcedQuerySet",
    "Touched",
    "read_citations",
]
