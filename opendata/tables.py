"""A table of records that anybody may take: which rows, which columns, how narrowed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain, islice

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import cached_property
from django_filters import DateFilter

from editorial import counting
from opendata.columns import Column, Many
from opendata.expressions import Plain, one_of, plain

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
AT_ONCE = 1_000  # rows that are held in memory
RESERVED = {"format", "page", "page_size", "after", "before", "fields", "compare", "version"}


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
    by_key: bool = False  # too many for pages in another order, unless they are narrowed

    @cached_property
    def by_name(self):
        return {column.name: column for column in self.columns}

    def asked(self, query):
        """What a page shows parts of: the public rows that the query (a QueryDict) asks for, or their keys.

        Raises NotUnderstood for a parameter or a value that is not known.
        """
        found = understood(self.filter, query, self.public())
        if hasattr(found, "listed"):
            return found.listed
        return found.qs if found.chosen or not self.by_key else ByKey(self.public().order_by())

    def taken(self, query, most, site):
        """So many rows at most of those that the query asks for, some at a time."""
        asked = understood(self.filter, query, self.public())
        if hasattr(asked, "listed"):  # known in order without asking the database
            return self.some(asked.listed[0:most], site=site)
        return self.some(asked.qs[:most], site=site)

    def chosen(self, names):
        """The columns of these names, in the order of the table; all of them without names."""
        unknown = [name for name in names if name not in self.by_name]
        if unknown:
            known = ", ".join(self.by_name)
            raise NotUnderstood({"fields": [f"Not known: {', '.join(unknown)[:200]}. Known are: {known}."]})
        return [column for column in self.columns if not names or column.name in names]

    def some(self, found, columns=None, site=""):
        """The rows of a query, or of keys, some at a time: each its values in the order of the columns.

        A list column yields a list. `site` is what the addresses of our own pages begin with: https://name.
        """
        if isinstance(found, QuerySet):
            keys = list(found.values_list(Plain("pk"), flat=True))  # the order of short rows costs little
        else:
            keys = plain(found)
        return self.of_keys(keys, self.columns if columns is None else columns, site)

    def of_keys(self, keys, columns, site):
        """The rows with these keys, as `plain` writes them, in their order."""
        values = self.model._base_manager.order_by()
        values = values.values_list(Plain("pk"), *(column.at(site) for column in columns))
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            found = {row[0]: row for row in values.filter(pk__in=one_of(some))}
            if not found:  # deleted since they were listed
                continue
            _keys, *texts = zip(*(found[key] for key in some if key in found), strict=True)
            lists = (
                column.lists(text) if column.is_list else text
                for column, text in zip(columns, texts, strict=True)
            )
            yield list(zip(*lists, strict=True))

    def rows(self, found, columns=None, site=""):
        """All the rows."""
        return list(chain.from_iterable(self.some(found, columns, site)))

    def records(self, found, columns=None, site=""):
        """A dict for each row."""
        columns = self.columns if columns is None else columns
        names = [column.name for column in columns]
        return [dict(zip(names, row, strict=True)) for row in self.rows(found, columns, site)]


@dataclass(frozen=True)
class ByKey:
    """All rows that are public, in the order of their keys; a stretch is found from the key beside it."""

    public: QuerySet

    def __len__(self):
        return counting.count(self.public)

    def __getitem__(self, stretch):
        """The keys from one place to another: they are found by counting all before them, or all after."""
        size = len(self)
        if stretch.start < size - stretch.start:
            return list(self.keys[stretch])
        return list(self.keys.reverse()[max(0, size - stretch.stop) : max(0, size - stretch.start)])[::-1]

    def after(self, key, most):
        return list(self.keys.filter(pk__gt=key)[:most])

    def before(self, key, most):
        return list(self.keys.filter(pk__lt=key).reverse()[:most])[::-1]

    @property
    def keys(self):
        """Each is asked whether it is public: joined, all would be put in order first."""
        public = Exists(self.public.filter(pk=OuterRef("pk")))
        return self.public.model._base_manager.filter(public).order_by("pk").values_list("pk", flat=True)


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
        """So many rows at most of those that the query asks for, all at once."""
        yield list(islice(self.compute(understood(self.filter, query, self.public())), most))


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
