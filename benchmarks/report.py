"""What was measured, as a table."""

import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import geometric_mean, median

HEAD = "| work | missions | measured | target | reached |\n|---|---:|---|---|---|"
LIBRARIES = ("Django", "granian", "django-filter", "django-crispy-forms", "psycopg")


@dataclass(frozen=True)
class Result:
    """`value` is compared with the target, None where it could not be measured; `said` is how it reads."""

    work: str
    missions: int | None
    value: float | None
    said: str
    target: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def reached(self):
        if self.least is None and self.most is None:
            return ""
        if self.value is None:
            return "not measured"
        low = self.least is not None and self.value < self.least
        high = self.most is not None and self.value > self.most
        return "no" if low or high else "yes"

    @property
    def line(self):
        missions = "" if self.missions is None else f"{self.missions:,}".replace(",", " ")
        return f"| {self.work} | {missions} | {self.said} | {self.target} | {self.reached} |"


def ratio(above, below):
    """The median of the ratios of the rounds."""
    pairs = [(a, b) for a, b in zip(above, below, strict=True) if b]
    return median(a / b for a, b in pairs) if pairs else None


def together(ratios):
    known = [value for value in ratios if value]
    return geometric_mean(known) if known else None


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def table(results):
    return "\n".join([HEAD, *(result.line for result in results)])


def kept(page, heading, text):
    """The page with the text under that heading, in place of what stood there."""
    before, _heading, rest = page.partition(f"\n## {heading}\n")
    after = rest.partition("\n## ")
    rest = f"\n## {after[2]}" if after[1] else ""
    return f"{before.rstrip()}\n\n## {heading}\n{text}\n{rest}"


def about(command, database, rounds):
    """On what, when and how it was measured."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    now = datetime.now(tz=UTC).strftime("%-d %B %Y, %H:%M UTC")
    return (
        f"{now}; {machine()}; Python {platform.python_version()}, {libraries}; {database}; "
        f"medians of {rounds} rounds; `{command}`."
    )


def machine():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{len(names)} × {names[0] if names else platform.machine()}, Linux {platform.release()}"
