"""A site whose every text that an editor can type is a payload; made by `manage.py shell`."""

import json
import random
import sys
from itertools import count
from urllib.parse import quote

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import models
from django.urls import reverse

from accounts import log
from accounts.models import Entry
from editorial import drafts, history, previews, publishing
from editorial.imports import runs
from editorial.models import Publishable, Report, Source
from missions.models import Mission, Participation
from search import index
from tests import records
from tests.browser.payloads import PAYLOADS
from tests.imports.bringing import table
from treaties.models import Action, Article, PrintedTotal

NOT_FREE = {"iso2", "iso3", "cospar_id", "selection", "subregion"}  # their form lets only codes through
EVERYWHERE = 10_000  # characters of a text without a limit
years = count(1900)
ALSO = {  # without which those texts would not stand there
    Article: {"number": lambda: str(next(years))},
    Action: {"date": None, "date_precision": "unknown", "attested_on": "2020-01-01", "kind": "party-since"},
    Participation: {"joined": "2001", "left": "2002"},
    PrintedTotal: {"as_of": lambda: f"{next(years)}-01-01"},
}
PAGES_OF_A_RECORD = ("change", "history", "compare", "delete")


def make(number):
    """Fill the site with so many of the payloads; prints the addresses that show them."""
    texts = random.Random(number).sample(PAYLOADS, number)
    by = User.objects.create_superuser("chief", password="chief" * 3, first_name=texts[0], last_name=texts[1])
    made = Made(texts)
    for model in records.MAKERS:
        if model not in OF_ONE_PAGE:
            made.fill(model)
    for model in OF_ONE_PAGE:
        made.fill(model, **made.first_page(model))
    made.join()
    for model in made.found:
        if issubclass(model, Publishable):
            for record in made.found[model][:1]:
                made.take_steps(record, by)
    index.rebuild()
    sys.stdout.write(json.dumps({"public": made.public(), "desk": [*made.desk(), *aside(texts, by)]}))


OF_ONE_PAGE = [model for model in records.MAKERS if getattr(model, "belongs_to", "")]


def text_fields(model):
    """The fields into which an editor types what they like."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and field.editable
        and not field.choices
        and not isinstance(field, models.SlugField | models.URLField)
        and field.name not in NOT_FREE | {"published_by", "locator", "fact"}
    ]


def packed(texts, longest):
    """The payloads in as few texts as such a field can take them; what is longer cannot be typed there."""
    found = []
    for text in texts:
        if found and len(found[-1]) + len(text) < longest:
            found[-1] = f"{found[-1]} {text}"
        elif len(text) <= longest:
            found.append(text)
    return found


class Made:
    def __init__(self, texts):
        self.texts, self.found = texts, {}

    def values(self, model, number, texts=None):
        """{field: text} of the record of this number; None when every payload stood in every field."""
        texts = texts or self.texts
        fields = {f.name: packed(texts, f.max_length or EVERYWHERE) for f in text_fields(model)}
        if number and number >= max(map(len, fields.values()), default=0):
            return None
        return {
            name: texts[number]
            if number < len(texts)
            else f"{number} <b>"[: model._meta.get_field(name).max_length]
            for name, texts in fields.items()
            if texts
        }

    def fill(self, model, **fixed):
        self.found[model], number = [], 0
        while (values := self.values(model, number)) is not None:
            own = {name: value() if callable(value) else value for name, value in fixed.items()}
            self.found[model].append(records.MAKERS[model](**own | values))
            number += 1

    def first_page(self, model):
        """The rows of a kind stand together on the first page, each about another record."""
        owner = self.found[model._meta.get_field(model.belongs_to).related_model][0]
        return {model.belongs_to: owner} | ALSO.get(model, {})

    def join(self):
        """Lists of the first records name all the others."""
        for model, made in self.found.items():
            for field in model._meta.local_many_to_many:
                others = self.found.get(field.related_model, [])
                getattr(made[0], field.name).set(others)
        missions = self.found[Mission]
        for mission in missions[1:9]:
            records.participation(mission=mission, agency=self.first("Agency"))
        for source in self.found[Source]:
            records.cite(missions[0], source=source, note=self.texts[0])

    def first(self, name):
        return next(made[0] for model, made in self.found.items() if model.__name__ == name)

    def take_steps(self, record, by):
        """It was changed in public, and is being changed again: history and comparison have words to show."""
        others = [
            self.values(type(record), 0, order(self.texts)) for order in (sorted, lambda texts: texts[::-1])
        ]
        history.begin(record)
        for values in others:
            drafts.amend(
                record, lambda drafted, values=values: write(drafted, values), by=by, comment=self.texts[0]
            )
            if values is others[0]:
                record = publishing.publish(record, by=by, why=self.texts[1])

    def public(self):
        """Each record's page first, then what lists them."""
        shown = [record for made in self.found.values() for record in made if isinstance(record, Publishable)]
        own = [record.get_absolute_url() for record in shown if hasattr(record, "get_absolute_url")]
        mission, agency = self.found[Mission][0], self.first("Agency")
        treaty, country = self.first("Treaty"), self.first("Country")
        lists = [
            *("/", "/missions/", "/missions/timeline/", "/missions/changes-of-partners/", "/missions/sets/"),
            *(
                "/programmes/",
                "/agencies/",
                "/agencies/a-z/",
                "/agencies/network/",
                "/countries/",
                "/treaties/",
            ),
            *("/treaties/status/", "/research/", "/research/consortia/", "/research/instruments/", "/faq/"),
            *("/research/data/", "/glossary/", "/changes/", "/data/", "/report/", "/search/?q=ran"),
            *(f"/changes{mission.get_absolute_url()}", f"/changes{treaty.get_absolute_url()}"),
            *(country.get_absolute_url(), f"/report/?about={quote(self.texts[0])}"),
            f"/missions/?compare={mission.slug},{self.found[Mission][1].slug}",
            f"/agencies/{agency.slug}/with/{self.found[type(agency)][1].slug}/",
            *(
                f"/embed/missions/{mission.slug}/",
                f"/embed/treaties/{treaty.slug}/",
                "/embed/agencies/network/",
            ),
            f"/preview/{previews.token()}/missions/{mission.slug}/",
        ]
        return [*lists, *dict.fromkeys(own)]

    def desk(self):
        registered = [model for model in self.found if model in admin.site._registry]
        lists = [address(model, "changelist") for model in registered]
        first = [
            address(model, page, made.pk)
            for model in registered
            for made in self.found[model][:1]
            for page in PAGES_OF_A_RECORD
            if page not in {"compare", "delete"} or issubclass(model, Publishable)
        ]
        others = [address(m, "change", made.pk) for m in registered for made in self.found[m][1:]]
        return [*lists, *first, *others]


def write(record, values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def aside(texts, by):
    """What is no content: groups, reports, the log, a brought table; the addresses that show them."""
    joined = " ".join(texts)
    Group.objects.create(name=texts[2])
    report = Report.objects.create(path=f"/missions/{quote(texts[0])[:100]}", text=joined[:2000], sender="x")
    log.note(Entry.Kind.REFUSED, texts[1][:150], detail=joined[:1000])
    rows = [{"slug": f"s{number}", "name": text, "status": text} for number, text in enumerate(texts)]
    run = runs.bring(Mission, table(*rows), by=by, file_name=f"{texts[3]}.csv", comment=texts[4])
    runs.take_next()
    return [
        *("/admin/", "/admin/calendar/", "/admin/together/", "/admin/account/"),
        *(address(model, "changelist") for model in (Group, User, Report, Entry)),
        *(address(type(record), "change", record.pk) for record in (report, by)),
        *(address(Mission, "import"), address(Mission, "import_run", run.pk)),
    ]
