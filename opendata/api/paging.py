"""A page of records, with the addresses of those beside it."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property

from editorial import counting
from opendata.tables import ByKey, NotUnderstood

SIZE, LARGEST = 50, 500
WAYS = ("page", "after", "before")  # to a page


def whole_number(query, name, default, most):
    """The parameter as a number from 1 to `most`. Raises NotUnderstood."""
    text = query.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most):
        raise NotUnderstood({name: [f"Write a whole number from 1 to {most}."]})
    return int(text)


def page_of(request, found):
    """The page that the request asks for. Raises Http404 for one beyond the last, and NotUnderstood."""
    query = request.query_params
    size = whole_number(query, "page_size", SIZE, LARGEST)
    ways = [name for name in WAYS if name in query]
    if len(ways) > 1:
        raise NotUnderstood({name: ["Write only one of page, after and before."] for name in ways})
    if ways == ["page"] or not ways:
        number = whole_number(query, "page", 1, 999_999_999)
        page = (Stretch if isinstance(found, ByKey) else Page)(request, found, size, number)
    elif isinstance(found, ByKey):
        page = Stretch(request, found, size, **{ways[0]: key(query, ways[0])})
    else:
        raise NotUnderstood({ways[0]: ["The rows are not in the order of their keys here: leave it out."]})
    if page.is_beyond:
        raise Http404
    return page


def key(query, name):
    """The parameter as a key. Raises NotUnderstood."""
    try:
        return UUID(query[name])
    except ValueError as error:
        raise NotUnderstood({name: ["Write the id of a row."]}) from error


@dataclass(frozen=True)
class Page:
    """One page of the rows that a request asks for, by its number."""

    request: object
    found: object
    size: int
    number: int = 1

    @cached_property
    def count(self):
        return counting.count(self.found) if isinstance(self.found, QuerySet) else len(self.found)

    @property
    def first(self):
        return (self.number - 1) * self.size

    @property
    def is_beyond(self):
        return self.number > 1 and self.first >= self.count

    @cached_property
    def rows(self):
        return self.found[self.first : self.first + self.size]

    @property
    def next(self):
        return self.address(page=self.number + 1) if self.first + self.size < self.count else None

    @property
    def previous(self):
        return self.address(page=self.number - 1) if self.number > 1 else None

    def answer(self, records):
        beside = {"next": self.next, "previous": self.previous}
        return {"count": self.count, **beside, "results": records}

    def address(self, **way):
        query = self.request.query_params.copy()
        for name in WAYS:
            query.pop(name, None)
        query.update(way)
        return self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")


@dataclass(frozen=True)
class Stretch(Page):
    """One page of rows in the order of their keys, from which the next is found without counting."""

    after: UUID | None = None
    before: UUID | None = None

    @property
    def is_beyond(self):
        return not self.rows and bool(self.after or self.before or self.number > 1)

    @cached_property
    def rows(self):
        if self.after:
            return self.found.after(self.after, self.size)
        if self.before:
            return self.found.before(self.before, self.size)
        return super().rows

    @property
    def next(self):
        is_there = self.rows and self.found.after(self.rows[-1], 1)
        return self.address(after=self.rows[-1]) if is_there else None

    @property
    def previous(self):
        is_there = self.rows and self.found.before(self.rows[0], 1)
        return self.address(before=self.rows[0]) if is_there else None
