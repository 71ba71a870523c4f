"""Every public page, for search engines."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from editorial import counting, listing
from opendata.subjects import SUBJECTS

LISTS = [
    "home",
    "missions:index",
    "missions:timeline",
    "missions:sets",
    "missions:changes-of-partners",
    "programmes:index",
    "agencies:index",
    "agencies:a-z",
    "agencies:network",
    "countries:index",
    "treaties:index",
    "treaties:status",
    "research:index",
    "research:consortia",
    "research:data",
    "research:instruments",
    "faq:index",
    "glossary",
    "changes",
    "opendata:index",
    "about",
]


class Pages(Sitemap):
    """The pages that are about no single record."""

    def items(self):
        return LISTS

    def location(self, item):
        return reverse(item)


class Records(Sitemap):
    """The pages of the records of one table."""

    limit = 5000

    def __init__(self, table):
        self.table = table

    @property
    def paginator(self):
        """Which counts once for each generation."""
        return listing.Pages(self._items(), self.limit)

    @property
    def is_dated(self):
        return hasattr(self.table.model, "changed_at")

    def items(self):
        return self.table.model.objects.filter(pk__in=self.table.public().order_by().values("pk")).order_by(
            "pk"
        )

    def lastmod(self, record):
        return record.changed_at if self.is_dated else None

    def get_latest_lastmod(self):
        if not self.is_dated:
            return None
        latest = self.table.public().order_by().aggregate
        return counting.once(("latest", self.table.name), lambda: latest(day=Max("changed_at"))["day"])


SITEMAPS = {"pages": Pages} | {subject.table.name: Records(subject.table) for subject in SUBJECTS.values()}
