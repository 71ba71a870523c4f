"""A made-up mission with all that stands on its page; the same for the same seed and number."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

from django.contrib.contenttypes.models import ContentType

from editorial import dates
from editorial.models import Citation
from missions.models import Agreement, Instrument, Milestone, Mission, Participation
from research.models import DataAccess
from spacecoop.synthetic import texts
from spacecoop.synthetic.frame import PUBLISHED, key

NOW = 2026  # as the made-up missions have it, whatever the day: the catalogue is to be the same
MODELS = (
    *(Mission, Participation, Instrument, Instrument.countries.through, Agreement, Milestone, DataAccess),
    Citation,
)  # in the order in which they can be written
WITH_DATA = 1500  # the first missions, a third of which have their data in an archive
ROLES = {
    "partner": 30,
    "contributor": 30,
    "consortium": 12,
    "launch": 12,
    "ground": 10,
    "host": 3,
    "observer": 3,
}
CATEGORIES = dict(zip(Mission.Category.values, (15, 2, 8, 28, 3, 20, 5, 1, 9, 4, 3, 2), strict=True))
DESTINATIONS = dict(
    zip(Mission.Destination.values, (38, 22, 1, 4, 8, 1, 1, 6, 2, 3, 2, 1, 2, 6, 1, 1, 3, 1), strict=True)
)


def drawn(random, weights):
    return random.choices(tuple(weights), tuple(weights.values()))[0]


class Rows(defaultdict):
    """{model: records} of some missions, not saved."""

    def __init__(self):
        super().__init__(list)

    def add(self, model, *parts, **values):
        record = model(id=key(model, *parts), **values)
        self[model].append(record)
        return record

    def cite(self, record, source, fact=""):
        kind = ContentType.objects.get_for_model(type(record))
        self.add(Citation, record.pk, fact, content_type=kind, object_id=record.pk, source=source, fact=fact)


def add(rows, frame, seed, number):
    """Put the mission of that number with all its rows to the others."""
    random = Random(f"{seed} {number}")  # noqa: S311 (nothing is kept secret by it)
    launched, precision = launch(random)
    status = standing(random, launched)
    life = timedelta(days=random.randint(200, 6000))
    over = status in (Mission.Status.COMPLETED, Mission.Status.LOST)
    mission = rows.add(
        Mission,
        number,
        slug=texts.slug_of(number),
        name=texts.name_of(number),
        summary=texts.summary(random),
        body=texts.paragraphs(random, 1),
        programme=random.choice(frame.programmes) if random.random() < 0.5 else None,
        category=drawn(random, CATEGORIES),
        destination=drawn(random, DESTINATIONS),
        status=status,
        launched=launched,
        launched_precision=precision,
        ended=min(launched + life, date(NOW, 1, 1)) if over else None,
        ended_precision="day" if over else "none",
        **(identity(number, launched) if status not in Mission.NOT_FLOWN else {}),
        **PUBLISHED,
    )
    for fact in ("", "launched"):
        rows.cite(mission, random.choice(frame.sources), fact)
    add_partners(rows, frame, random, mission)
    add_particulars(rows, frame, random, mission)
    if number <= WITH_DATA and random.random() < 0.35:
        add_data(rows, frame, random, mission)


def launch(random):
    """(day or None, precision): more in late years than in early ones."""
    draw = random.random()
    if draw < 0.03:
        return None, dates.Precision.UNKNOWN
    precision = (
        dates.Precision.YEAR if draw < 0.07 else dates.Precision.MONTH if draw < 0.12 else dates.Precision.DAY
    )
    year = 1960 + int(75 * random.random() ** 0.6)
    day = date(year, 1, 1) + timedelta(days=random.randrange(365))
    return dates.first_day(day, precision), precision


def standing(random, launched):
    kinds = Mission.Status
    if launched is None or launched.year >= NOW:
        return random.choices((kinds.PROPOSED, kinds.DEVELOPMENT, kinds.CANCELLED), (30, 60, 10))[0]
    if launched.year < NOW - 25:
        return random.choices((kinds.COMPLETED, kinds.LOST), (92, 8))[0]
    flying = (kinds.COMPLETED, kinds.OPERATIONAL, kinds.EXTENDED, kinds.LOST)
    return random.choices(flying, (45, 30, 20, 5))[0]


def identity(number, launched):
    """Identifiers beyond all that were given, for they are nobody's."""
    return {
        "cospar_id": f"{launched.year}-{900 + number % 100}{'ABCDEFGH'[number % 8]}",
        "norad_id": 900_000_000 + number,
        "launch_vehicle": f"Synthetic Launcher {number % 30}",
        "launch_site": f"Synthetic Range {number % 12}",
    }


def add_partners(rows, frame, random, mission):
    for place, agency in enumerate(frame.partners(random, random.randint(2, 6))):
        role = drawn(random, ROLES) if place else Participation.Role.LEAD
        joined = random.random() < 0.3 and mission.launched and mission.launched.year - random.randint(1, 8)
        left = random.random() < 0.04 and mission.launched and mission.launched.year + random.randint(1, 5)
        part = rows.add(
            Participation,
            *(mission.slug, agency.slug, role),
            mission=mission,
            agency=agency,
            role=role,
            contribution=random.choice(texts.CONTRIBUTIONS),
            joined=date(joined, 1, 1) if joined else None,
            joined_precision="year" if joined else "unknown",
            left=date(left, 1, 1) if left else None,
            left_precision="year" if left else "none",
            reason_left=random.choice(texts.REASONS) if left else "",
        )
        if random.random() < 0.5:
            rows.cite(part, random.choice(frame.sources))


def add_particulars(rows, frame, random, mission):
    for n in range(random.randint(0, 3)):
        add_instrument(rows, frame, random, mission, n)
    for event in texts.EVENTS[: random.randint(0, 4)] if mission.launched else ():
        day = mission.launched + timedelta(days=30 + 200 * texts.EVENTS.index(event))
        rows.add(Milestone, mission.slug, event, mission=mission, date=day, event=event)
    if random.random() < 0.5:
        kind = random.choice(Agreement.Kind.values)
        title = f"Synthetic agreement {random.randint(1, 999)}"
        agreement = rows.add(Agreement, mission.slug, title, mission=mission, title=title, kind=kind)
        rows.cite(agreement, random.choice(frame.sources))


def add_instrument(rows, frame, random, mission, n):
    name = texts.title(random)
    instrument = rows.add(
        Instrument,
        *(mission.slug, n),
        mission=mission,
        acronym=f"{''.join(word[0] for word in name.split())}{n + 1}",
        name=name,
        kind=name.split()[-1].lower(),
        builder=f"Synthetic Works {random.randint(1, 99)}",
    )
    if frame.countries:
        through = Instrument.countries.through
        rows[through].append(through(instrument=instrument, country=random.choice(frame.countries)))
    if random.random() < 0.5:
        rows.cite(instrument, random.choice(frame.sources))


def add_data(rows, frame, random, mission):
    archive = random.choice(frame.archives)
    stated = random.random() < 0.7
    rows.add(
        DataAccess,
        *(mission.slug, archive.slug),
        mission=mission,
        archive=archive,
        period=DataAccess.Period.STATED if stated else DataAccess.Period.UNKNOWN,
        proprietary_months=random.choice((0, 0, 6, 12, 24)) if stated else None,
        policy="Synthetic policy" if stated else "",
    )
