"""A column of a table: its name, its meaning, and how the database yields it ready to be written.

Values leave the database as they stand in a file. Nothing is worked out row by row, bar lists, of
which the database yields the keys.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BooleanField,
    Case,
    DateField,
    F,
    IntegerField,
    OuterRef,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.models import Citation, Publishable, Source
from opendata.expressions import Joined, Keys, Plain, Written, one_of

TYPES = (
    (BooleanField, "boolean"),
    (IntegerField, "integer"),
    (DateField, "date"),
    (UUIDField, "uuid"),
)


@dataclass(frozen=True)
class Column:
    """One value for each row. `expression`: a look-up, or an expression that yields it."""

    name: str
    about: str
    expression: object
    type: str = "string"  # or integer, boolean, date, partial date, address, uuid
    choices: tuple = ()
    unique: bool = False
    null: bool = False
    refers: tuple = ()  # (model, field) of the record that it names
    on_site: bool = False  # an address that begins with the site's own

    is_list = False

    def at(self, site):
        """The expression, on the site whose addresses begin so."""
        return Joined(Value(site), self.expression) if self.on_site else self.expression


@dataclass(frozen=True)
class Many:
    """Several values for each row, in their order.

    `keys` gives the expression of the keys of what is named, as one text; `values` gives the query
    of (key, value) of all that may be named.
    """

    name: str
    about: str
    keys: Callable
    values: Callable
    type: str = "string"

    is_list = True
    unique = null = False
    choices = ()

    def at(self, _site):
        return self.keys()

    def lists(self, texts):
        """[value, …] for each text of keys that the database gave."""
        keys = [text.split(",") if text else [] for text in texts]
        name_of = self.named(set().union(*keys)).get
        return [sorted(set(filter(None, map(name_of, row)))) for row in keys]

    def named(self, keys):
        """{key: value} of these keys."""
        return dict(self.values().order_by().filter(pk__in=one_of(list(keys)))) if keys else {}


def of(model, *paths):
    """The columns of a model's fields, by their look-ups; a partial date is two, the date and its precision.

    `country__iso3` becomes the column `country`: where another record is named, it is by its own name.
    """
    columns = []
    for path in paths:
        field = field_at(model, path)
        if has_precision(field):
            columns += partial(path, field)
        else:
            columns.append(
                Column(
                    path.split("__")[0] if path.endswith(("__slug", "__iso3")) else path,
                    meaning(field_at(model, path.split("__")[0])),
                    written(field, of_the_public(model, path)),
                    type_of(field),
                    choices_of(field),
                    unique=field.unique and "__" not in path,
                    null=field.null or model._meta.get_field(path.split("__")[0]).null,
                    refers=(field.model, field.name) if "__" in path else (),
                )
            )
    return columns


def written(field, expression):
    """The value as it stands in a file, where the database does not give it so."""
    if isinstance(field, UUIDField):
        return Written(expression)
    return Plain(expression) if isinstance(field, DateField) else expression


def of_the_public(model, path):
    """The look-up, which yields nothing where it leads through a record that the public cannot see."""
    first = path.split("__")[0]
    named = model._meta.get_field(first).related_model
    if not (named and issubclass(named, Publishable)):
        return F(path)
    return Case(When(**{f"{first}__state": Publishable.State.PUBLISHED}, then=F(path)))


def field_at(model, path):
    first, _separator, rest = path.partition("__")
    field = model._meta.get_field(first)
    return field_at(field.related_model, rest) if rest else field


def has_precision(field):
    return any(other.name == f"{field.name}_precision" for other in field.model._meta.concrete_fields)


def choices_of(field):
    values = tuple(value for value, _label in field.choices or ())
    return (*values, "") if values and field.blank else values


def type_of(field):
    if field.__class__.__name__ == "URLField":
        return "address"
    return next((name for kind, name in TYPES if isinstance(field, kind)), "string")


def meaning(field):
    """What a reader of the data is told about the field: its name and the note written for editors."""
    name, note = capfirst(field.verbose_name), field.help_text
    return f"{name}. {note}" if note else f"{name}."


def partial(name, field):
    precision = f"{name}_precision"
    return [
        Column(name, meaning(field), dates.Machine(name), "partial date"),
        Column(
            precision,
            _("How far the date before it is known."),
            F(precision),
            choices=tuple(dates.Precision.values),
        ),
    ]


def key():
    return Column("id", _("The record’s identifier, the same for good."), Written("pk"), "uuid", unique=True)


def page(folder, path):
    """The record's page: in that folder, by the value of the look-up."""
    parts = Joined(Value(folder), F(path), Value("/"))
    return Column("page", _("The record’s page on this site."), parts, "address", on_site=True)


def sources(model):
    """The addresses of the sources that the record rests on."""

    def keys():
        kind = ContentType.objects.get_for_model(model)
        return keys_of(Citation, "object_id", "source_id", content_type=kind)

    return Many(
        "sources",
        _("Addresses of the sources that the record rests on."),
        keys,
        lambda: Source.objects.values_list(Plain("pk"), "url"),
        "address",
    )


def keys_of(model, row, target, **conditions):
    """The keys that the rows of the model name, of the record that they name besides."""
    rows = model.objects.filter(**{row: OuterRef("pk")}, **conditions).order_by()
    return Subquery(rows.values_list(Keys(target)))


def names(name, about, model, row, value, public):
    """A list column: of each row, the names of the public records that a relation's model joins to it."""
    target, value = value.split("__")
    key = model._meta.get_field(target).attname
    return Many(
        name,
        about,
        lambda: keys_of(model, row, key),
        lambda: public().values_list(Plain("pk"), value),
    )


def through(field, value, public):
    """The list column of a many-to-many field of ours, by its records' own names."""
    name = field.field.m2m_reverse_field_name()
    row = field.field.m2m_field_name()
    about = field.field.help_text or field.field.verbose_name.capitalize() + "."
    return names(field.field.name, about, field.through, row, f"{name}__{value}", public)
