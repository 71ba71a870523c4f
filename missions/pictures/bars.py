"""Numbers of missions as bars, each of which leads to its list."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from missions.pictures.pairs import Pair, asked
from missions.pictures.shapes import Label, Scale, label, px

WIDTH, AFTER, ROW, LETTER = 364, 34, 22, 6.2
MOST = 12


@dataclass(frozen=True)
class Bar:
    """One number: its bar, its name before it and the number behind."""

    name: str
    number: int
    address: str
    title: str
    record: object = None
    path: str = ""
    x: str = ""
    label: Label | None = None


@dataclass(frozen=True)
class Bars:
    """What components/bars.svg and the table beside it expect."""

    key: str
    title: str
    desc: str
    bars: list
    foot: str
    width: str
    height: str


def chart(key, title, desc, bars):
    """Bars below each other, on the longest name's right."""
    left = round(max((len(bar.name) for bar in bars), default=0) * LETTER) + 20
    across = Scale(0, max((bar.number for bar in bars), default=1), left, WIDTH - AFTER)
    height = ROW * max(len(bars), 1)
    return Bars(
        key=key,
        title=title,
        desc=desc,
        bars=[placed(bar, row, left, across) for row, bar in enumerate(bars)],
        foot=f"M{left} 0V{height}",
        width=px(WIDTH),
        height=px(height),
    )


def placed(bar, row, left, across):
    y, end = ROW * row + 11, across(bar.number)
    path = f"M{left} {px(y)}H{px(end)}"
    return replace(bar, path=path, x=px(left - 8), label=label(end + 6, y + 4, bar.number))


def partners_chart(rows, agency, query=""):
    """The most frequent partners, for the rows of `figures.frequent_partners` of the agency."""
    pairs = [Pair(agency, partner, number, query) for partner, number in rows[:MOST]]
    return chart(
        "partners",
        _("Partners of %(name)s") % {"name": agency.acronym},
        _("A bar for the missions together with each of the most frequent partners."),
        [Bar(pair.b.acronym, pair.number, pair.address, pair.title, pair.b) for pair in pairs],
    )


def roles_chart(rows, agency, query=""):
    """How often the agency led, partnered, contributed, for the rows of `figures.roles`."""
    address = reverse("missions:index")

    def bar(role, words, number):
        found = asked(address, "&".join(filter(None, [f"partner={agency.slug}&role={role}", query])))
        return Bar(words, number, found, f"{words}: {missions(number)}")

    return chart(
        "roles",
        _("Roles of %(name)s") % {"name": agency.acronym},
        _("A bar for the missions in each role; an agency may have several roles in one mission."),
        [bar(*row) for row in rows],
    )


def leads_chart(rows, agency, query=""):
    """Who leads where the agency does not, for the rows of `figures.led_by` of the agency."""

    def bar(lead, number):
        kept = "&".join(filter(None, [f"led_by={lead.slug}", query]))
        address = Pair(agency, lead, number, kept).address
        return Bar(lead.acronym, number, address, f"{lead.acronym}: {missions(number)}", lead)

    return chart(
        "leads",
        _("Who leads missions in which %(name)s takes part") % {"name": agency.acronym},
        _("A bar for the missions that each other agency leads and this one does not."),
        [bar(*row) for row in rows[:MOST]],
    )


def missions(number):
    return ngettext("%d mission", "%d missions", number) % number
