"""What made-up missions refer to: agencies, programmes, archives, sources, and the countries there are."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import accumulate
from uuid import NAMESPACE_OID, uuid5

from editorial.models import Publishable, Source
from missions.models import Programme
from partners.models import Agency, Country
from research.models import Archive
from spacecoop.synthetic import texts

AGENCIES, PROGRAMMES, ARCHIVES, SOURCES = 120, 80, 40, 300
STEEPNESS = 0.74  # of Zipf's law: the most popular agency takes part in about 34 % of the missions
FORMER = {41: 4, 61: 9, 81: 2, 101: 30, 111: 7}  # agency: its successor, by rank
BETWEEN_STATES = (2, 17)
NAMESPACE = uuid5(NAMESPACE_OID, "spacecoop")
MADE = datetime(2026, 1, 1, tzinfo=UTC)
PUBLISHED = {
    "state": Publishable.State.PUBLISHED,
    "published_at": MADE,
    "published_by": "generator",
    "changed_at": MADE,
}


def key(model, *parts):
    """The key that a record has wherever it is made."""
    return uuid5(NAMESPACE, f"synthetic:{model._meta.label_lower}:{'|'.join(map(str, parts))}")


@dataclass
class Frame:
    agencies: list
    weights: list  # of the agencies, each with those before it
    programmes: list
    archives: list
    sources: list
    countries: list

    @property
    def records(self):
        """In the order in which they can be written."""
        present = [agency for agency in self.agencies if not agency.successor_id]
        former = [agency for agency in self.agencies if agency.successor_id]
        return [self.sources, present, former, self.programmes, self.archives]

    def partners(self, random, number):
        """So many different agencies, the popular ones oftener."""
        found = {}
        while len(found) < number:
            for agency in random.choices(self.agencies, cum_weights=self.weights, k=number - len(found)):
                found[agency.pk] = agency
        return list(found.values())


def frame(random):
    """The Frame of the database as it is; nothing is written."""
    countries = list(Country.objects.filter(until=None).order_by("iso3"))
    agencies = [agency(random, rank, countries) for rank in range(1, AGENCIES + 1)]
    for rank, successor in FORMER.items():
        body = agencies[rank - 1]
        body.successor = agencies[successor - 1]
        body.dissolved, body.dissolved_precision = date(1994, 1, 1), "year"
    return Frame(
        agencies=agencies,
        weights=list(accumulate(1 / rank**STEEPNESS for rank in range(1, AGENCIES + 1))),
        programmes=[programme(random, number) for number in range(1, PROGRAMMES + 1)],
        archives=[archive(random, number, agencies) for number in range(1, ARCHIVES + 1)],
        sources=[source(number) for number in range(1, SOURCES + 1)],
        countries=countries,
    )


def agency(random, rank, countries):
    between = rank in BETWEEN_STATES
    kinds = [kind for kind in Agency.Kind if kind != Agency.Kind.INTERGOVERNMENTAL]
    return Agency(
        id=key(Agency, rank),
        slug=f"syn-{rank:03}",
        acronym=f"SYN-{rank:03}",
        name=f"Synthetic Body for {texts.title(random)}s {rank:03}",
        kind=Agency.Kind.INTERGOVERNMENTAL if between else random.choice(kinds),
        country=None if between or not countries else random.choice(countries),
        founded=date(random.randint(1945, 1990), 1, 1),
        founded_precision="year",
        summary=texts.sentence(random),
        body=texts.paragraphs(random, 2),
        **PUBLISHED,
    )


def programme(random, number):
    return Programme(
        id=key(Programme, number),
        slug=f"synthetic-programme-{number:03}",
        name=f"Synthetic Programme {number:03}",
        summary=texts.summary(random),
        body=texts.paragraphs(random, 2),
        **PUBLISHED,
    )


def archive(random, number, agencies):
    return Archive(
        id=key(Archive, number),
        slug=f"synthetic-archive-{number:03}",
        acronym=f"SYN-A{number:03}",
        name=f"Synthetic Archive {number:03}",
        operator=agencies[number % len(agencies)],
        summary=texts.sentence(random),
        body=texts.paragraphs(random, 1),
        access=random.choice(Archive.Access.values),
        **PUBLISHED,
    )


def source(number):
    return Source(
        id=key(Source, number),
        slug=f"synthetic-source-{number:03}",
        kind=Source.Kind.values[number % len(Source.Kind.values)],
        title=f"Synthetic source {number:03}",
        publisher="Nobody: made up for measuring",
        url=f"https://example.org/synthetic/{number:03}",
        published=date(2020, 1, 1),
        published_precision="year",
    )
