"""What was taken away and brought again, as it is, changes nothing: over the shipped catalogue."""

import pytest

from editorial.imports import checking, tables
from editorial.imports.registry import RESOURCES

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("model", RESOURCES, ids=lambda model: model.__name__)
def test_an_exported_table_says_nothing_new(catalogue, model, kind):
    dataset = RESOURCES[model]().export(model.objects.all())

    file = tables.read(tables.write(dataset.headers, dataset, kind), kind)
    checked = checking.check(RESOURCES[model](), file)

    assert (checked.unchanged, checked.lines, checked.messages) == (model.objects.count(), [], [])
    assert checked.unchanged > 0


def test_all_six_kinds_come_and_go_as_tables():
    assert sorted(model.__name__ for model in RESOURCES) == [
        *("Action", "Agency", "Instrument", "Mission", "Participation", "Question"),
    ]
