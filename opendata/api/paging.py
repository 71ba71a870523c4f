"""A page of records, with the addresses of those beside it."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property

from editorial import counting
from opendata.tables import NotUnderstood

SIZE, LARGEST = 50, 500


def whole_number(query, name, default, most):
    """The parameter as a number from 1 to `most`. Raises NotUnderstood."""
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise NotUnderstood({name: [f"Write a whole number from 1 to {most}."]})
    return int(text)


@dataclass(frozen=True)
class Page:
    """One page of the rows that a request asks for. Raises Http404 for a page beyond the last."""

    request: object
    found: object
    number: int
    size: int

    @classmethod
    def asked(cls, request, found):
        query = request.query_params
        number = whole_number(query, "page", 1, 999_999_999)
        page = cls(request, found, number, whole_number(query, "page_size", SIZE, LARGEST))
        if page.first >= page.count and number > 1:
            raise Http404
        return page

    @cached_property
    def count(self):
        return counting.count(self.found) if isinstance(self.found, QuerySet) else len(self.found)

    @property
    def first(self):
        return (self.number - 1) * self.size

    @property
    def rows(self):
        return self.found[self.first : self.first + self.size]

    def answer(self, records):
        return {
            "count": self.count,
            "next": self.address(self.number + 1) if self.first + self.size < self.count else None,
            "previous": self.address(self.number - 1) if self.number > 1 else None,
            "results": records,
        }

    def address(self, number):
        query = self.request.query_params.copy()
        query["page"] = number
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")
