"""A kind of record as a table: which columns it has, how a row becomes a record, what is wrong with it.

Nothing is written here: a row becomes a record in memory, checked as a form would check it.
"""

from uuid import NAMESPACE_URL, uuid5

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import CheckConstraint, FileField
from django.utils.functional import cached_property
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.results import RowResult

from editorial.imports.columns import Listed, Reference, column_for
from editorial.loading import relation_field, relations
from editorial.snapshots import kept_fields, plain

CHUNK = 400  # keys in one query


class Known(BaseInstanceLoader):
    """Finds a row's record among those loaded beforehand."""

    def get_instance(self, row):
        return self.resource.known.get(self.resource.key(row))


class Result(RowResult):
    def add_instance_info(self, instance):
        """Not its name, which may cost queries, for each row."""
        self.object_id = instance.pk


class ContentResource(ModelResource):
    """Of one kind of record; `seed` tells one import from another, so that new records have one key in it."""

    class Meta:
        instance_loader_class = Known
        clean_model_instances = True
        skip_unchanged = True
        skip_diff = True
        store_instance = True
        use_transactions = False

    @classmethod
    def field_from_django_field(cls, _name, django_field, **_options):
        return column_for(django_field)

    @classmethod
    def get_row_result_class(cls):
        return Result

    def __init__(self, seed=""):
        super().__init__()
        self.model, self.seed = self._meta.model, seed
        self.known = {}  # {natural key: record as it is}
        self.judged = {}  # what the constraints said of values already seen
        self.in_use = {}  # {field: {value: key}} of the fields that are unique by themselves
        self.by_name = {column.column_name: column for column in self.get_import_fields()}

    # -- where the record stands

    @property
    def is_row(self):
        """Whether the records are rows of another record's page."""
        return bool(self.model.belongs_to)

    @property
    def root_model(self):
        if not self.is_row:
            return self.model
        return self.model._meta.get_field(self.model.belongs_to).related_model

    @property
    def relation(self):
        """The name of the rows on the root's page."""
        found = relations(self.root_model)
        return next(n for n in found if relation_field(self.root_model, n)[0].related_model is self.model)

    def root_key(self, record):
        return getattr(record, f"{self.model.belongs_to}_id") if self.is_row else record.pk

    # -- natural keys

    @property
    def key_columns(self):
        return [self.by_name[name] for name in self._meta.import_id_fields]

    def key(self, row):
        """What tells the row's record from others; None if a part of it cannot be read."""
        try:
            return tuple(column.part(column.clean(row)) for column in self.key_columns)
        except ValueError:
            return None

    def key_of(self, record):
        return tuple(column.part(column.get_value(record)) for column in self.key_columns)

    def key_among_rows(self, data):
        """The same of a row in the snapshot of its page."""
        return tuple(data["fields"][c.column_name] for c in self.key_columns if c.column_name != self.owner)

    @property
    def owner(self):
        return self.model.belongs_to

    def name(self, row):
        """The row's natural key as it stands in the file."""
        texts = (row[column.column_name].strip() for column in self.key_columns)
        return " · ".join(text for text in texts if text)

    def new_key(self, row):
        return uuid5(NAMESPACE_URL, f"{self.seed}|{self.name(row)}")

    # -- before the rows

    def prepare(self, rows):
        """Load what the rows speak of, so that no row costs a query; a row may refer to a later one."""
        model, found = self.model, []
        lists = [field.name for field in model._meta.local_many_to_many]
        first = self.key_columns[0] if not self.is_row else self.by_name[self.owner]
        wanted = {value for row in rows if (value := cleaned(first, row))}
        for keys in chunks(wanted):
            records = model._base_manager.filter(**{f"{first.attribute}__in": keys})
            found += records.prefetch_related(*lists)
        self.known = {self.key_of(record): record for record in found}
        if not self.is_row:
            self.expect(rows, first)

    def expect(self, rows, first):
        new = {cleaned(first, row): self.new_key(row) for row in rows if self.key(row) not in self.known}
        for column in self.by_name.values():
            if isinstance(column, Reference) and column.model is self.model:
                column.keys |= {name: key for name, key in new.items() if name}

    # -- a row

    def init_instance(self, row=None):
        return self.model(pk=self.new_key(row))

    def after_init_instance(self, instance, new, *_more, **_options):
        instance.listed = {} if new else self.lists(instance)
        instance.before = None if new else self.described(instance)
        instance.known_as = "" if new or self.is_row else str(instance)

    def lists(self, record):
        fields = record._meta.local_many_to_many
        return {f.name: sorted(str(target.pk) for target in getattr(record, f.name).all()) for f in fields}

    def described(self, record):
        """The record by itself, as it stands in a snapshot."""
        back = relation_field(self.root_model, self.relation)[1] if self.is_row else ()
        fields = {f.name: plain(f.value_from_object(record)) for f in kept_fields(self.model, back)}
        lists = {f.name: record.listed.get(f.name, []) for f in self.model._meta.local_many_to_many}
        return {"fields": fields, "lists": lists}

    def blank(self, data):
        """A new row of which nothing is said yet but what tells it from others, as the one in `data`."""
        record = self.model()
        record.listed = {}
        parts = {part for name in self._meta.import_id_fields for part in (name, f"{name}_precision")}
        fields = {name: value for name, value in data["fields"].items() if name in parts}
        described = self.described(record)
        rows = {name: {} for name in relations(self.model)}
        return {**described, "fields": {**described["fields"], **fields}, "rows": rows}

    def skip_row(self, instance, _original, _row, import_validation_errors=None):
        return not import_validation_errors and instance.before == self.described(instance)

    def save_instance(self, *_record, **_options):
        """It is kept in memory: what is written, and when, is decided when all rows are known."""

    def save_m2m(self, *_record, **_options):
        """The same: see Listed."""

    # -- what is wrong with it

    def validate_instance(self, instance, import_validation_errors=None):
        errors = dict(import_validation_errors or {})
        for check in (self.check_fields, self.check_record, self.check_unique, self.check_constraints):
            try:
                check(instance, errors)
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def check_fields(self, record, errors):
        """Each field by itself, but for keys, which were looked up, and files, which no table holds."""
        fields = record._meta.concrete_fields
        known = {f.name for f in fields if f.is_relation and f.value_from_object(record)}
        files = {f.name for f in fields if isinstance(f, FileField)}
        wrong = {f.name for f in fields if f.attname in errors}
        record.clean_fields(exclude=known | files | wrong | {"id"})

    def check_record(self, record, _errors):
        record.clean()

    def check_unique(self, record, _errors):
        for name, values in self.unique_values().items():
            value = getattr(record, name)
            if values.setdefault(value, record.pk) != record.pk:
                raise ValidationError({name: record.unique_error_message(self.model, (name,))})

    def unique_values(self):
        """{field: {value: key}} of the fields, beside key and natural key, of which no two are alike."""
        if not self.in_use:
            for name in self.by_name:
                field = self.model._meta.get_field(name)
                if field.unique and name not in self._meta.import_id_fields:
                    self.in_use[name] = dict(self.model._base_manager.values_list(name, "pk"))
        return self.in_use

    def check_constraints(self, record, errors):
        """Only of values that are right each by itself."""
        if errors:
            return
        if found := [error for constraint in self.constraints for error in self.judge(constraint, record)]:
            raise ValidationError({NON_FIELD_ERRORS: found})

    @cached_property
    def constraints(self):
        """Those that a row can break by what stands in it alone."""
        checks = [c for c in self.model._meta.constraints if isinstance(c, CheckConstraint)]
        return [c for c in checks if c.condition.referenced_base_fields & self.by_name.keys()]

    def judge(self, constraint, record):
        """Asked once for the same values: each answer is a query."""
        fields = map(self.model._meta.get_field, sorted(constraint.condition.referenced_base_fields))
        values = (constraint.name, *(field.value_from_object(record) for field in fields))
        if values not in self.judged:
            self.judged[values] = verdict(constraint, record)
        return self.judged[values]

    def error_in(self, record):
        """What stands against the record; None if nothing does."""
        try:
            self.validate_instance(record)
        except ValidationError as error:
            return error
        return None

    def hidden_references(self, record):
        """(column, name) of each record that this one refers to and readers do not see."""
        for column in self.by_name.values():
            if isinstance(column, Reference) and column.column_name != self.owner:
                hidden = [key for key in column.keys_in(record) if key in column.hidden]
                yield from ((column, column.names[key]) for key in hidden)

    # -- taking away

    def iter_queryset(self, queryset):
        lists = [name for name, column in self.by_name.items() if isinstance(column, Listed)]
        yield from queryset.prefetch_related(*lists).iterator(chunk_size=2000)


def verdict(constraint, record):
    try:
        constraint.validate(type(record), record)
    except ValidationError as error:
        return error.error_list
    return []


def cleaned(column, row):
    try:
        return column.clean(row)
    except ValueError:
        return None


def chunks(keys):
    keys = sorted(keys, key=str)
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]
