"""What links to a page: the published records that refer to its record, found from the models themselves."""

from django.db.models import Q, TextField

from editorial.models import Publishable


def links_to(records, without=()):
    """[(kind of page in words, [published records])] of what refers to a record, or to any of a queryset.

    A row on the page of another record counts for that record. One query for each kind, whatever
    there is. `without`: the names of models that the page shows at length elsewhere.
    """
    model = records.model if hasattr(records, "model") else type(records)
    wanted = records if hasattr(records, "model") else [records]
    kinds = {}
    for kind, path in ways_to(model):
        kinds[kind] = kinds.get(kind, Q()) | Q(**{f"{path}__in": wanted})
    found = {
        kind: linking(kind, condition)
        for kind, condition in kinds.items()
        if kind._meta.model_name not in without
    }
    own = set(wanted) if wanted is not records else set()
    return groups(
        (kind, [record for record in linked if record not in own]) for kind, linked in found.items()
    )


def ways_to(model):
    """(publishable model, lookup from it) of each relation to the model, its own or through its rows."""
    for relation in model._meta.related_objects:
        source = relation.related_model
        if issubclass(source, Publishable):
            yield source, relation.field.name
        elif belongs_to := getattr(source, "belongs_to", ""):
            owner = source._meta.get_field(belongs_to)
            if issubclass(owner.related_model, Publishable) and owner is not relation.field:
                yield owner.related_model, f"{owner.related_query_name()}__{relation.field.name}"


def linking(kind, condition):
    """The published records of the kind that fulfil the condition, without their long texts."""
    found = kind.objects.filter(pk__in=kind.objects.filter(condition).order_by().values("pk"))
    return light(found.published())


def light(queryset):
    texts = [field.name for field in queryset.model._meta.concrete_fields if type(field) is TextField]
    return list(queryset.defer(*texts))


def groups(found):
    """[(kind in words, records)] of [(model, records)], without the empty ones."""
    return [(kind._meta.verbose_name_plural, records) for kind, records in found if records]
