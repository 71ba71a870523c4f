"""The counts on a page, in its text and in its pictures, and what the lists hold to which they lead."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import QueryDict
from django.urls import resolve
from django.utils.functional import cached_property

from missions import figures
from missions.filters import MissionFilter
from missions.models import Mission, Participation
from missions.partnership_filters import PairFilter
from partners.lineage import Lineage
from partners.models import Agency

IN_A_TITLE = re.compile(r"(\d+) (?:missions?|launch(?:es)?)\b")


class Counts(HTMLParser):
    """Gathers (address, number) of each link whose text, or the small text behind it, is a number, or
    whose mark in a picture says one. Pages of a list, and the years that head rows, are no counts.
    """

    def __init__(self, address, page):
        super().__init__()
        self.address, self.found = address, set()
        self.open, self.link, self.before = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        hidden = attributes.get("class") == "visually-hidden"
        self.open.append((tag, "hidden" if hidden else attributes.get("class", "")))
        if tag == "a" and not {"th", "nav", "footer"} & {name for name, _class in self.open}:
            self.link = {"href": attributes["href"], "text": "", "title": ""}

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass
        if tag == "a" and self.link:
            self.count(self.link)
            self.before, self.link = self.link, None

    def handle_data(self, data):
        tag, kind = self.open[-1] if self.open else ("", "")
        if self.link and kind != "hidden":
            self.link["title" if tag == "title" else "text"] += data
        elif not self.link and data.strip():
            if self.before and kind == "small" and data.strip().isdigit():
                self.add(self.before["href"], data)
            self.before = None

    def count(self, link):
        in_title = IN_A_TITLE.search(link["title"])
        if in_title:
            self.add(link["href"], in_title[1])
        elif link["text"].strip().isdigit():
            self.add(link["href"], link["text"])

    def add(self, href, number):
        self.found.add((urljoin(self.address, href).partition("#")[0], int(number)))


class Lists:
    """How many records the list at an address holds, by the querysets of its view."""

    def __init__(self):
        self.known = {}

    def held(self, address):
        if address not in self.known:
            parts = urlsplit(address)
            view = resolve(parts.path)
            self.known[address] = getattr(self, view.url_name)(QueryDict(parts.query), **view.kwargs)
        return self.known[address]

    def index(self, query):
        missions = MissionFilter(query, Mission.objects.published())
        assert missions.form.is_valid(), query
        return missions.qs.count()

    def pair(self, query, slug, other):
        first, second = self.agencies[slug], self.agencies[other]
        asked = PairFilter(query, Participation.objects.public(), first, second)
        assert asked.form.is_valid(), query
        ours, theirs = (self.lineage.ids(agency.slug, asked.folded) for agency in (first, second))
        missions = Mission.objects.published().flown_by(asked.qs, ours).flown_by(asked.qs, theirs)
        if "led_by" not in asked.chosen:
            return missions.count()
        rows = figures.pair_rows(missions.for_listing(asked.chosen.get("as_of")), ours, theirs)
        return len(asked.rows(rows))

    @cached_property
    def lineage(self):
        return Lineage()

    @cached_property
    def agencies(self):
        return {agency.slug: agency for agency in Agency.objects.published()}


def shown(client, address):
    """How many records the page at the address itself shows."""
    context = client.get(address).context
    return context["listing"].total if "listing" in context else len(context["rows"])
