"""Two agencies as a mark that leads to what they did together."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from missions.pictures.shapes import Label
from partners.models import Agency


def asked(address, query):
    """The address with a query string, where there is one."""
    return f"{address}?{query}" if query else address


@dataclass(frozen=True)
class Pair:
    """Two agencies with the number of their missions together, under the filters of `query`."""

    a: Agency
    b: Agency
    number: int
    query: str = ""
    shade: int = 0
    path: str = ""
    width: str = ""
    x: str = ""
    y: str = ""
    label: Label | None = None

    @property
    def address(self):
        return asked(reverse("agencies:pair", args=[self.a.slug, self.b.slug]), self.query)

    @property
    def title(self):
        return ngettext(
            "%(a)s and %(b)s: %(number)d mission together",
            "%(a)s and %(b)s: %(number)d missions together",
            self.number,
        ) % {"a": self.a.acronym, "b": self.b.acronym, "number": self.number}
