"""The agencies with the most missions against each other, as a triangle of cells."""

from dataclasses import dataclass, replace

from missions.pictures.pairs import Pair
from missions.pictures.shapes import label, px

IN_MATRIX = 24
CLASSES = ["1", "2–3", "4–7", "8–15", "≥ 16"]
CELL, LEFT, TOP = 26, 96, 10


@dataclass(frozen=True)
class Matrix:
    """What components/matrix.svg and the table below it expect."""

    agencies: list  # (agency, label of the row, label of the column)
    cells: list
    key: list  # (shade, x, y, label)
    rules: str
    table: list  # (agency, [Pair, or None where the agency meets itself])
    width: str
    height: str
    cell: str = px(CELL - 1)


def matrix(shared, query=""):
    """A triangle like the table of distances in a road atlas: each pair of agencies once."""
    agencies = shared.agencies[:IN_MATRIX]
    side = CELL * len(agencies)

    def pair(a, b):
        return Pair(a, b, shared.number(a, b), query)

    pairs = [
        (pair(agency, other), row, column)
        for row, agency in enumerate(agencies)
        for column, other in enumerate(agencies[:row])
    ]
    return Matrix(
        agencies=[(agency, *ends(agency, row)) for row, agency in enumerate(agencies)],
        cells=[cell(pair, row, column) for pair, row, column in pairs if pair.number],
        key=[swatch(number, text, LEFT + side) for number, text in enumerate(CLASSES)],
        rules="".join(rule(row) for row in range(len(agencies))),
        table=[(a, [None if a == b else pair(a, b) for b in agencies]) for a in agencies],
        width=px(LEFT + side + 96),
        height=px(max(TOP + side, TOP + 30 * len(CLASSES)) + 4),
    )


def cell(pair, row, column):
    x, y = LEFT + CELL * column, TOP + CELL * row
    number = label(x + CELL / 2 - 0.5, y + CELL / 2 + 3.5, pair.number, "middle")
    shade = min(pair.number.bit_length(), len(CLASSES))
    return replace(pair, shade=shade, x=px(x), y=px(y), label=number)


def swatch(number, text, x):
    """One shade of the key, in the empty corner."""
    y = TOP + 30 * number
    return number + 1, px(x - 20), px(y), label(x + 14, y + 17, text)


def ends(agency, row):
    """The agency's name before its row, and on the diagonal, above its column."""
    y = TOP + CELL * row + CELL / 2 + 4
    return label(LEFT - 8, y, agency.acronym, "end"), label(LEFT + CELL * row + 4, y, agency.acronym)


def rule(row):
    """The fine line under a row, as far as the diagonal."""
    return f"M{LEFT} {px(TOP + CELL * (row + 1) - 0.5)}h{CELL * row}"
