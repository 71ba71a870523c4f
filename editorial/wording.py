"""Differences as people read them: labels instead of names, names instead of keys, words marked."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editorial import dates
from editorial.differences import ABSENT, changes
from editorial.loading import relation_field
from editorial.snapshots import LISTED, fill, is_row

ALIKE = 0.4  # share of the words, below which two texts are shown whole, one after the other


@dataclass(frozen=True)
class Difference:
    """One thing that changed, as text: where it stands, and what was and is there."""

    path: tuple
    label: str
    before: str
    after: str

    @property
    def words(self):
        """[(“=”, “-” or “+”, text)]: the texts side by side."""
        return list(by_words(self.before, self.after))


class Wording:
    """Puts the changes of one model's records into words; looks up each named record once."""

    def __init__(self, model):
        self.model = model
        self.names = {}

    def differences(self, before, after):
        """The list of Difference between two snapshots, in the order of the form."""
        found = changes(before, after)
        whole = {path for path, pair in found.items() if any(map(is_row, pair))}
        parts = [path for path in found if not any(path[:n] in whole for n in range(2, len(path)))]
        parts.sort(key=self.place)
        return [self.difference(path, found[path], before, after) for path in parts]

    def place(self, path):
        """Fields in the order of the model, then lists, then rows."""
        model, order = self.model, []
        while path:
            names = [field.name for field in model._meta.get_fields()]
            order.append((len(path) > 1, names.index(path[0]) if path[0] in names else len(names)))
            order.append((True, path[1] if len(path) > 1 else ""))
            if len(path) < 3:
                break
            model, path = self.row_model(model, path[0]), path[2:]
        return order

    def difference(self, path, pair, before, after):
        if any(map(is_row, pair)):
            row = after if is_row(pair[1]) else before
            texts = ["" if side is ABSENT else self.row_in_words(path, row) for side in pair]
        elif LISTED in pair:
            target = self.field(path[:-1]).related_model
            texts = ["" if side is ABSENT else self.name(target, path[-1]) for side in pair]
        else:
            texts = [self.value(self.field(path), side) for side in pair]
        return Difference(path, self.label(path, before, after), *texts)

    def row_model(self, model, relation):
        return relation_field(model, relation)[0].related_model

    def field(self, path):
        """The model's field at the end of the path, or None if the model no longer has it."""
        model = self.model
        while len(path) > 2:
            model, path = self.row_model(model, path[0]), path[2:]
        try:
            return model._meta.get_field(path[0])
        except FieldDoesNotExist:
            return None

    def label(self, path, *snapshots):
        """Where the path stands: “Participation NASA: role”."""
        model, parts, done = self.model, [], ()
        while len(path) > 2 or (len(path) == 2 and self.is_row(model, path[0])):
            done, rest = (*done, *path[:2]), path[2:]
            row = self.row_model(model, path[0])
            name = self.row_name(done, *snapshots).rstrip(".")
            parts.append(f"{row._meta.verbose_name} {name}".strip())
            model, path = row, rest
        if path:
            parts.append(self.field_label(model, path[0]))
        return capfirst(": ".join(parts))

    def is_row(self, model, name):
        return not any(field.name == name for field in model._meta.local_many_to_many)

    def field_label(self, model, name):
        try:
            return str(model._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            return name

    def row_name(self, path, *snapshots):
        for data in reversed(snapshots):
            row = row_at(data, path)
            if row is not None:
                return self.title(path, row)
        return ""

    def title(self, path, row):
        """The row's name among its neighbours, by the fields that tell them apart."""
        record = self.instance(path, row)
        values = [(record._meta.get_field(name), name) for name in record.told_apart_by]
        named = [self.value(field, row["fields"].get(name)) for field, name in values]
        return ", ".join(text for text in named if text)

    def instance(self, path, row):
        """The row as an unsaved record of its model."""
        model = self.model
        for relation in path[::2]:
            model = self.row_model(model, relation)
        record = model(pk=path[-1])
        fill(record, row["fields"])
        return record

    def row_in_words(self, path, data):
        """Every field of the row that says something."""
        row, said = row_at(data, path), []
        model = type(self.instance(path, row))
        entries = {name: value for name, value in row["fields"].items() if value not in (None, "")}
        for name, value in entries.items():
            pair = f"{name}_precision"
            if name in model.told_apart_by or self.is_precision(name, row):
                continue
            field = self.field((*path, name))
            text = self.value(field, [value, row["fields"][pair]] if pair in row["fields"] else value)
            said.append(f"{self.field_label(model, name)}: {text}")
        for relation, rows in row["rows"].items():
            label = self.row_model(model, relation)._meta.verbose_name
            said += [f"{label}: {self.title((*path, relation, key), row)}" for key, row in rows.items()]
        return "; ".join(said) or _("yes")

    def is_precision(self, name, row):
        return name.endswith("_precision") and name.removesuffix("_precision") in row["fields"]

    def value(self, field, value):
        """The value as a reader sees it."""
        if value is ABSENT or value is None or value == "":
            return ""
        if isinstance(value, list):
            day, precision = value
            return "" if not day and precision == dates.Precision.UNKNOWN else written(day, precision)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field is None:
            return str(value)
        if field.is_relation:
            return self.name(field.related_model, value)
        if isinstance(field, models.DateField) and parse_date(str(value)[:10]):
            return date_format(parse_date(str(value)[:10]), "DATE_FORMAT")
        return str(dict(field.flatchoices).get(value, value))

    def name(self, model, key):
        """The name of a record that is referred to by its key."""
        if (model, key) not in self.names:
            found = model._base_manager.filter(pk=key).first()
            self.names[model, key] = str(found) if found else _("(deleted)")
        return self.names[model, key]


def row_at(data, path):
    """The row of the snapshot that the path names; None if it is not there."""
    for relation, key in zip(path[::2], path[1::2], strict=True):
        data = data["rows"].get(relation, {}).get(key)
        if data is None:
            return None
    return data


def written(day, precision):
    return str(dates.written(parse_date(day) if day else None, precision))


def by_words(before, after):
    """The words of two texts: “=” in both, “-” in the first only, “+” in the second only."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        yield "-", before
        yield "+", after
        return
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield "=", "".join(old[i:j])
            continue
        if i < j:
            yield "-", "".join(old[i:j])
        if k < m:
            yield "+", "".join(new[k:m])
