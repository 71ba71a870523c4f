"""A number that changes from year to year, as steps in the whole units of a picture."""

LEFT, RIGHT, TOP, BOTTOM = 64, 916, 20, 350
WIDTH, HEIGHT = 960, 404
STEPS = (1, 2, 5, 10, 20, 25, 50, 100)


def step_curve(rows, first, last, marked=None):
    """What components/step_curve.svg expects. Each row has `year`, `total` at its end, `label` and `url`.

    The line runs from the first year to the last, further where the rows do; a broken line stands in
    the year `marked`.
    """
    first = min([first, *(row["year"] for row in rows[:1])])
    last = max([last, first + 1, *(row["year"] for row in rows[-1:])])
    scale = Scale(first, last, max((row["total"] for row in rows), default=0))
    points = [scale.point(row) for row in rows]
    return {
        "size": (WIDTH, HEIGHT),
        "frame": {"left": LEFT, "right": RIGHT, "top": TOP, "bottom": BOTTOM},
        "points": points,
        "line": scale.line(points),
        "years": scale.years(),
        "numbers": scale.numbers(),
        "day": scale.x(marked) if marked and first <= marked <= last else None,
    }


class Scale:
    """Years from left to right, numbers from the bottom up, both in the whole units of the picture."""

    def __init__(self, first, last, highest):
        self.first, self.last = first, last
        self.step = fitting(highest, 5)
        self.top = max(self.step, -(-highest // self.step) * self.step)

    def x(self, year):
        return LEFT + round((RIGHT - LEFT) * (year - self.first) / (self.last - self.first))

    def y(self, number):
        return BOTTOM - round((BOTTOM - TOP) * number / self.top)

    def point(self, row):
        """A row with its place, and the column around it that can be clicked."""
        x, half = self.x(row["year"]), (RIGHT - LEFT) // (self.last - self.first) // 2
        column = {"x": x - half, "width": max(1, 2 * half), "y": TOP, "height": BOTTOM - TOP}
        return row | {"x": x, "y": self.y(row["total"]), "column": column}

    def line(self, points):
        """The path of the steps, from nothing in the first year to the last year's level."""
        risers = "".join(f"H{point['x']}V{point['y']}" for point in points)
        return f"M{LEFT} {BOTTOM}{risers}H{RIGHT}"

    def years(self):
        step = fitting(self.last - self.first, 7)
        return [(year, self.x(year)) for year in range(-(-self.first // step) * step, self.last + 1, step)]

    def numbers(self):
        return [(number, self.y(number)) for number in range(0, self.top + 1, self.step)]


def fitting(span, most):
    """The smallest round step that divides a span into at most so many parts."""
    return next((step for step in STEPS if span <= step * most), STEPS[-1])
