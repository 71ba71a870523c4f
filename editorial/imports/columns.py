"""The columns of a table: how a field's value stands in a cell, and how a cell becomes a value.

A cell that does not fit raises ValueError with the words for the editor. Words such as “unknown”
are the same in every language: a file travels.
"""

import datetime
import re
from uuid import UUID

from django.db import models
from django.db.models.fields import NOT_PROVIDED
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export.fields import Field

from editorial import dates
from editorial.models import Publishable

PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
WITHOUT_DATE = {"unknown": dates.Precision.UNKNOWN, "does not apply": dates.Precision.NONE}
YES, NO = ("yes", "true", "1"), ("no", "false", "0")
SEPARATOR = ";"


def column_for(field):
    """The Column of a model's field."""
    return next(kind for applies, kind in KINDS if applies(field))(field)


def natural_field(model):
    """The name of the one field that names a record in a file."""
    return next(name for name in ("slug", "iso3") if hasattr(model, name))


class Column(Field):
    """A column of the name of its field. An empty cell is what the field is without a word."""

    def __init__(self, field):
        super().__init__(field.attname, field.name, default=field.default)
        if self.default is NOT_PROVIDED:
            self.default = "" if field.empty_strings_allowed and not field.null else None

    def compact(self, text):
        return text.strip()

    def read(self, text):
        """The value of a text that is not empty."""
        return text

    def written(self, value):
        """The text of a value."""
        return "" if value is None else str(value)

    def part(self, value):
        """What of the value tells records apart, where the column is part of a natural key."""
        return value

    def clean(self, row, **_options):
        text = self.compact(row[self.column_name])
        return self.read(text) if text else self.default

    def export(self, instance, **_options):
        return self.written(self.get_value(instance))


class Words(Column):
    """Text on one line. What differs in nothing but its spaces stays as it was written."""

    def compact(self, text):
        return " ".join(text.split())

    def save(self, instance, row, *_more, **_options):
        value = self.clean(row)
        if self.compact(self.get_value(instance) or "") != value:
            setattr(instance, self.attribute, value)


class Text(Words):
    """Text of several lines; each spreadsheet and browser ends them in its own way."""

    def compact(self, text):
        return text.replace("\r\n", "\n").replace("\r", "\n")


class Choice(Column):
    def __init__(self, field):
        super().__init__(field)
        self.values = [value for value, _label in field.flatchoices]

    def read(self, text):
        if text not in self.values:
            raise ValueError(_("Write one of: %(values)s.") % {"values": ", ".join(self.values)})
        return text


class YesNo(Column):
    def read(self, text):
        if text.lower() not in YES + NO:
            raise ValueError(_("Write “yes” or “no”."))
        return text.lower() in YES

    def written(self, value):
        return YES[0] if value else NO[0]


class Number(Column):
    def read(self, text):
        if not re.fullmatch(r"-?[0-9]{1,18}", text):
            raise ValueError(_("Write a whole number."))
        return int(text)


class Day(Column):
    def read(self, text):
        try:
            return datetime.date(*map(int, re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text).groups()))
        except (AttributeError, ValueError):
            raise ValueError(_("Write a day as 1998-11-20.")) from None


class PartialDate(Column):
    """A date with its precision in one cell."""

    def __init__(self, field):
        super().__init__(field)
        self.precision = f"{field.name}_precision"
        self.default = (None, field.model._meta.get_field(self.precision).default)

    def read(self, text):
        if text.lower() in WITHOUT_DATE:
            return None, WITHOUT_DATE[text.lower()]
        try:
            return dates.parse(PARTIAL_DATE.fullmatch(text)[0])
        except (TypeError, ValueError):
            text = _("Write a date as 1998, 1998-11 or 1998-11-20, or “unknown” or “does not apply”.")
            raise ValueError(text) from None

    def written(self, value):
        words = {precision: text for text, precision in WITHOUT_DATE.items()}
        return dates.machine(*value) or words[value[1]]

    def part(self, value):
        return value[0]

    def get_value(self, instance):
        return getattr(instance, self.attribute), getattr(instance, self.precision)

    def save(self, instance, row, *_more, **_options):
        day, precision = self.clean(row)
        setattr(instance, self.attribute, day)
        setattr(instance, self.precision, precision)


class Reference(Column):
    """A key to another record, by that record's own name. All are looked up once, not for each cell."""

    def __init__(self, field):
        super().__init__(field)
        self.model = field.related_model
        self.required = not field.null

    @cached_property
    def keys(self):
        """{natural key: key}"""
        return dict(self.model._base_manager.values_list(natural_field(self.model), "pk"))

    @cached_property
    def names(self):
        return {key: name for name, key in self.keys.items()}

    @cached_property
    def hidden(self):
        """The keys of those that readers do not see."""
        if not issubclass(self.model, Publishable):
            return set()
        shown = Publishable.State.PUBLISHED
        return set(self.model._base_manager.exclude(state=shown).values_list("pk", flat=True))

    def read(self, text):
        if text not in self.keys:
            kind = self.model._meta.verbose_name
            raise ValueError(_("There is no %(kind)s “%(name)s”.") % {"kind": kind, "name": text})
        return self.keys[text]

    def written(self, value):
        return self.names.get(value, "")

    def clean(self, row, **_options):
        if self.required and not self.compact(row[self.column_name]):
            raise ValueError(_("Name one: this cannot be empty."))
        return super().clean(row)

    def keys_in(self, record):
        """The keys that the record has in this column."""
        return [self.get_value(record)]


class Listed(Reference):
    """Keys to several records: kept beside the record, for they stand in a table of their own."""

    def __init__(self, field):
        super().__init__(field)
        self.attribute, self.default, self.required = field.name, [], False

    def read(self, text):
        names = [name.strip() for name in text.split(SEPARATOR)]
        return [super(Listed, self).read(name) for name in names if name]

    def written(self, value):
        return f"{SEPARATOR} ".join(sorted(self.names[key] for key in value))

    def get_value(self, instance):
        return [target.pk for target in getattr(instance, self.attribute).all()]

    def save(self, instance, row, *_more, **_options):
        instance.listed[self.attribute] = sorted({str(key) for key in self.clean(row)})

    def keys_in(self, record):
        return [UUID(key) for key in record.listed.get(self.attribute, [])]


KINDS = [  # the first that applies
    (lambda field: field.many_to_many, Listed),
    (lambda field: field.is_relation, Reference),
    (lambda field: hasattr(field.model, f"{field.name}_precision"), PartialDate),
    (lambda field: isinstance(field, models.DateField), Day),
    (lambda field: isinstance(field, models.BooleanField), YesNo),
    (lambda field: isinstance(field, models.IntegerField), Number),
    (lambda field: field.choices, Choice),
    (lambda field: isinstance(field, models.TextField), Text),
    (lambda _field: True, Words),
]
