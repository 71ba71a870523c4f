"""What OpenAPI says of each table: its parameters, its fields, its errors."""

from functools import cache

import django_filters as filters
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers

from editorial.listing import OneOf, SomeOf, Year
from opendata import problems
from opendata.api.paging import LARGEST, SIZE
from opendata.api.views import Record, Records, of
from opendata.catalogue import TABLES

FIELDS = {
    "string": serializers.CharField,
    "integer": serializers.IntegerField,
    "boolean": serializers.BooleanField,
    "date": serializers.DateField,
    "uuid": serializers.UUIDField,
    "address": serializers.CharField,
    "partial date": serializers.CharField,
}
BESIDE = {
    "after": "The rows whose `id` comes after this one, as `next` leads on; where no filter is on.",
    "before": "The rows whose `id` comes before this one, as `previous` leads back; where no filter is on.",
}
PARTIAL = "1998, 1998-11 or 1998-11-20, as far as it is known; empty if it is not."

Problem = inline_serializer(
    "Problem",
    {
        "type": serializers.CharField(),
        "title": serializers.CharField(),
        "status": serializers.IntegerField(),
        "detail": serializers.CharField(),
        "errors": serializers.ListField(
            child=serializers.DictField(child=serializers.CharField()), required=False
        ),
    },
)
ERRORS = {
    400: "A parameter or a value is not known; `errors` names each.",
    404: "There is no such record or page.",
    429: "Too many requests from one address; `Retry-After` says how long to wait.",
}


def problems_of(*statuses):
    return {
        (status, problems.MEDIA_TYPE): OpenApiResponse(Problem, description=ERRORS[status])
        for status in statuses
    }


def field_of(column):
    if column.is_list:
        return serializers.ListField(
            child=serializers.CharField(), help_text=str(column.about), required=False
        )
    about = f"{column.about} {PARTIAL}" if column.type == "partial date" else str(column.about)
    options = {"help_text": about, "allow_null": column.null, "required": False}
    if column.choices:
        return serializers.ChoiceField(choices=column.choices, **options)
    return FIELDS[column.type](**options)


@cache
def class_of(table, with_parts=False):
    fields = {column.name: field_of(column) for column in table.columns}
    if with_parts:
        for part in table.parts:
            fields[part.name] = serializers.ListField(child=class_of(part.table)(), required=False)
    name = f"{in_capitals(table)}{'Record' if with_parts else 'Row'}"
    return type(name, (serializers.Serializer,), fields)


def in_capitals(table):
    return table.name.title().replace("-", "")


def page_of(table):
    return inline_serializer(
        f"{in_capitals(table)}Page",
        {
            "count": serializers.IntegerField(),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": serializers.ListField(child=class_of(table)()),
        },
    )


def chosen_fields(table):
    names = {"type": "array", "items": {"type": "string", "enum": list(table.by_name)}}
    about = "Only these fields, separated by commas."
    return OpenApiParameter("fields", names, description=about, style="form", explode=False)


def parameters(table):
    """Those of the table's FilterSet, and those of every list."""
    yield from (parameter(name, known) for name, known in table.filter.base_filters.items())
    yield chosen_fields(table)
    yield OpenApiParameter("page", {"type": "integer", "minimum": 1, "maximum": 999_999_999, "default": 1})
    for name, about in BESIDE.items() if table.by_key else ():
        yield OpenApiParameter(name, {"type": "string", "format": "uuid"}, description=about)
    size = {"type": "integer", "minimum": 1, "maximum": LARGEST, "default": SIZE}
    yield OpenApiParameter("page_size", size, description="How many records a page holds.")


def parameter(name, known):
    about = f"{known.label}."
    if isinstance(known, SomeOf):
        return OpenApiParameter(name, str, description=f"{about} May be repeated.", many=True)
    if isinstance(known, Year):
        years = {"type": "integer", "minimum": known.extra["min_value"], "maximum": known.extra["max_value"]}
        return OpenApiParameter(name, years, description=about)
    if isinstance(known, filters.DateFilter):
        return OpenApiParameter(name, {"type": "string", "format": "date"}, description=about)
    values = (
        [str(value) for value, _label in known.extra.get("choices", ()) if value]
        if isinstance(known, OneOf)
        else []
    )
    kind = {"type": "string", "enum": values} if values else {"type": "string", "maxLength": 200}
    return OpenApiParameter(name, kind, description=about)


def of_records(table):
    return extend_schema(
        operation_id=f"{table.name}_list",
        summary=str(table.title),
        description=str(table.about),
        parameters=list(parameters(table)),
        responses={200: page_of(table), **problems_of(400, 404, 429)},
        tags=[table.name],
    )


def of_record(table):
    key = OpenApiParameter("key", str, OpenApiParameter.PATH, description=f"Its `{table.key}`.")
    return extend_schema(
        operation_id=f"{table.name}_read",
        summary=f"One of: {table.title}",
        parameters=[key, chosen_fields(table)],
        responses={200: class_of(table, with_parts=True), **problems_of(400, 404, 429)},
        tags=[table.name],
    )


class Generator(SchemaGenerator):
    """Describes the views before it reads them: so they are made without the library that describes."""

    def get_schema(self, *args, **options):
        describe_all()
        return super().get_schema(*args, **options)


@cache
def describe_all():
    for table in TABLES.values():
        extend_schema_view(get=of_records(table))(of(Records, table))
        extend_schema_view(get=of_record(table))(of(Record, table))
