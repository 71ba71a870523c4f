"""The editors' desk: what the admin pages of all subjects have in common, and the sources."""

from editorial.admin.columns import PUBLISHING, partial
from editorial.admin.content import ContentAdmin, RowAdmin
from editorial.admin.publishable import PublishableAdmin
from editorial.admin.sources import SourceAdmin
from editorial.reports_admin import ReportAdmin

__all__ = [
    "PUBLISHING",
    "ContentAdmin",
    "PublishableAdmin",
    "ReportAdmin",
    "RowAdmin",
    "SourceAdmin",
    "partial",
]
