"""What the pictures share: lengths as texts, straight scales, round numbers for an axis, lettering."""

from dataclasses import dataclass
from itertools import count
from math import ceil


def px(length):
    """A length as SVG wants it, to a tenth: 12, 12.5."""
    return f"{round(length, 1):g}"


@dataclass(frozen=True)
class Scale:
    """A straight scale on which `low` lies at `start` and `high` at `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value):
        return self.start + (value - self.low) / ((self.high - self.low) or 1) * (self.end - self.start)


@dataclass(frozen=True)
class Label:
    """A word or number in a picture, without a link."""

    x: str
    y: str
    text: str
    anchor: str = "start"


def label(x, y, text, anchor="start"):
    return Label(px(x), px(y), str(text), anchor)


def round_steps(highest, most=3):
    """The round numbers of an axis from nought to at least `highest`, in so many steps at most."""
    sizes = (digit * 10**power for power in count() for digit in (1, 2, 5))
    size = next(size for size in sizes if size * most >= highest)
    return [size * number for number in range(max(ceil(highest / size), 1) + 1)]
