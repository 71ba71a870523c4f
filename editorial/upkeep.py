"""What is to be kept true: how many records each list holds that want looking after.

An admin says what its list has to be looked after for, as the parameters of its own filters:
`upkeep = [(label, {parameter: value})]`. The number is counted with those filters, so that it is
the number of rows in the list that it leads to.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SHARED = [  # of every list that has these filters
    (_("source wanted"), {"sourced": "no"}),
    (_("not verified for a year"), {"verified": "old"}),
]


@dataclass(frozen=True)
class Figure:
    """How many records a list holds when it is narrowed so, and the address of that list."""

    label: str
    number: int
    address: str


def figures(desk, request):
    """The Figure of everything that the list has to be looked after for."""
    known = filters(desk, request)
    shared = [(label, wanted) for label, wanted in SHARED if wanted.keys() <= known.keys()]
    return [figure(desk, request, known, *pair) for pair in [*shared, *getattr(desk, "upkeep", ())]]


def figure(desk, request, known, label, parameters):
    found = desk.get_queryset(request)
    for name, value in parameters.items():
        narrowing = known[name](request, {name: [value]}, desk.model, desk)
        found = narrowing.queryset(request, found)
    address = f"admin:{desk.opts.app_label}_{desk.opts.model_name}_changelist"
    return Figure(str(label), found.count(), reverse(address, query=parameters))


def filters(desk, request):
    """The list's filters that have a parameter of their own, by its name."""
    found = (each for each in desk.get_list_filter(request) if hasattr(each, "parameter_name"))
    return {each.parameter_name: each for each in found}
