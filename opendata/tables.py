"""A table of records that anybody may take: which rows, which columns, how narrowed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import F, QuerySet
from django.utils.functional import cached_property
from django_filters import DateFilter

from opendata.columns import Column, Many

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FEW = 500  # rows up to which their lists are asked for by key
RESERVED = {"format", "page", "page_size", "fields", "compare", "version"}


class NotUnderstood(Exception):
    """What was asked cannot be answered as asked; `errors` is {parameter: [message, …]}."""

    def __init__(self, errors):
        super().__init__(str(errors))
        self.errors = errors


@dataclass(frozen=True)
class Part:
    """The rows of another table that belong to a record of this one, by the look-up that leads back to it."""

    name: str
    table: "Table"
    by: str


@dataclass(frozen=True, eq=False)
class Table:
    """`public`: the rows that the public can see; `filter`: the FilterSet of the page that lists them."""

    name: str
    title: str
    about: str
    model: type
    public: Callable[[], QuerySet]
    columns: tuple[Column | Many, ...]
    filter: type
    key: str = "id"
    parts: tuple[Part, ...] = field(default=())

    @cached_property
    def by_name(self):
        return {column.name: column for column in self.columns}

    def narrowed(self, query):
        """The public rows that the query (a QueryDict) asks for, in the order of the page.

        Raises NotUnderstood for a parameter or a value that is not known.
        """
        return understood(self.filter, query, self.public()).qs

    def taken(self, query, most, site):
        """So many rows at most of those that the query asks for."""
        return self.rows(self.narrowed(query)[:most], site=site)

    def chosen(self, names):
        """The columns of these names, in the order of the table; all of them without names."""
        unknown = [name for name in names if name not in self.by_name]
        if unknown:
            known = ", ".join(self.by_name)
            raise NotUnderstood({"fields": [f"Not known: {', '.join(unknown)[:200]}. Known are: {known}."]})
        return [column for column in self.columns if not names or column.name in names]

    def rows(self, queryset, columns=None, site=""):
        """A list for each row, its values in the order of the columns; a list column yields a list.

        `site` is what the addresses of our own pages begin with: https://name.
        """
        columns = self.columns if columns is None else columns
        single = [column.at(site) for column in columns if not column.is_list]
        found = list(queryset.values_list(F("pk"), *single))
        keys = [row[0] for row in found] if len(found) <= FEW else self.model._base_manager.values("pk")
        lists = [(place, column.of(keys)) for place, column in enumerate(columns) if column.is_list]
        return [with_lists(row, lists) for row in found]

    def records(self, queryset, columns=None, site=""):
        """A dict for each row."""
        columns = self.columns if columns is None else columns
        names = [column.name for column in columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows(queryset, columns, site)]


@dataclass(frozen=True, eq=False)
class Computed:
    """A table whose rows are worked out: `compute` yields them from the filterset of the page."""

    name: str
    title: str
    about: str
    public: Callable[[], QuerySet]
    columns: tuple[Column, ...]
    filter: type
    compute: Callable

    def taken(self, query, most, site):  # noqa: ARG002 (as Table.taken)
        """So many rows at most of those that the query asks for."""
        return list(islice(self.compute(understood(self.filter, query, self.public())), most))


def understood(filter_class, query, queryset):
    """The filterset of what the query asks for. Raises NotUnderstood for what is not known."""
    names = sorted(set(query) - set(filter_class.base_filters) - RESERVED)
    if names:
        known = ", ".join(sorted(filter_class.base_filters))
        message = f"There is no such parameter. Known are: {known}."
        raise NotUnderstood({name[:60]: [message] for name in names})
    data = query.copy()
    for name in RESERVED:
        data.pop(name, None)
    filterset = filter_class(data, queryset)
    errors = {**filterset.errors, **loose_dates(filterset)}
    if errors:
        raise NotUnderstood(errors)
    return filterset


def loose_dates(filterset):
    """{parameter: [message]} of dates that a form would still understand, and a file does not."""
    days = [name for name, known in filterset.filters.items() if isinstance(known, DateFilter)]
    return {
        name: ["Write a date as 1998-11-20."]
        for name in days
        if filterset.data.get(name) and not ISO_DAY.fullmatch(filterset.data[name])
    }


def with_lists(row, lists):
    key, *values = row
    for place, found in lists:
        values.insert(place, found.get(key, []))
    return values
