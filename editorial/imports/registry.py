"""Which kinds of record come and go as tables: each subject's `resources.py` registers its own."""

RESOURCES = {}


def register(resource):
    """A decorator of a resource: its model can be imported and exported."""
    RESOURCES[resource._meta.model] = resource
    return resource


def resource_of(model):
    return RESOURCES[model]
