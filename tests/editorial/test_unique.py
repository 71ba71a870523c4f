"""What names one record names no other: the database refuses it, and the form says why."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import capfirst

from tests import records

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (make, f.name)
        for model, make in records.MAKERS.items()
        for f in model._meta.fields
        if f.unique and not f.primary_key
    ],
)
def test_what_is_unique_is_refused_by_the_database_and_by_the_form(make, name):
    record, other = make(), make()
    field = record._meta.get_field(name)
    setattr(other, name, getattr(record, name))

    with pytest.raises(ValidationError) as refusal:
        other.validate_unique(exclude={f.name for f in record._meta.fields} - {name})
    with pytest.raises(IntegrityError), transaction.atomic():
        type(other).objects.filter(pk=make().pk).update(**{name: getattr(record, name)})

    said = f"{capfirst(record._meta.verbose_name)} with this {capfirst(field.verbose_name)} already exists."
    assert refusal.value.message_dict == {name: [said]}
