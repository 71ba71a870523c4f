"""One concrete address of every pattern that the resolver knows: a pattern that is new is walked too."""

import re
from datetime import date

from django.contrib import admin
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, URLPattern

from editorial import previews
from editorial.models import ImportRun
from opendata import bundle, shelf
from opendata.catalogue import TABLES
from tests import records
from tests.admin.editing import person
from tests.admin.matrix import drafted

KEYS = {"missions": "webb", "programmes": "artemis", "agencies": "nasa", "countries": "FRA"}
KEYS |= {"treaties": "ost", "consortia": "euclid", "archives": "mast", "questions": "why", "sets": "near"}
OF_PAGES = {
    "missions/sets/<slug:slug>/": "near",
    "missions/<slug:slug>/": "webb",
    "programmes/<slug:slug>/": "artemis",
    "agencies/<slug:slug>/": "nasa",
    "agencies/<slug:slug>/with/<slug:other>/": ("nasa", "esa"),
    "countries/<slug:iso3>/": "FRA",
    "treaties/<slug:slug>/": "ost",
    "research/consortia/<slug:slug>/": "euclid",
    "research/data/<slug:slug>/": "mast",
    "faq/<slug:slug>/": "why",
    "sitemap-<section>.xml": "missions",
    "cards/<slug:table>/<slug:key>.png": ("missions", "webb"),
    "embed/missions/<slug:slug>/": "webb",
    "embed/treaties/<slug:slug>/": "ost",
    "api/v1/<path:rest>": "nowhere/",
    "changes/<path:address>": "missions/webb/",
    "media/pictures/<str:name>": "nothing.webp",
    "admin/account/remove/<factor>/": "app",
    "admin/password/<token>/": "nothing",
}
SWALLOWS_ALL = "admin/(?P<url>.*)$"


def stocked():
    """The mission, with a draft, of a site with records of every kind, those that the addresses name."""
    country = records.country(iso3="FRA")
    nasa, esa = records.agency("nasa", country=country), records.agency("esa")
    mission = records.mission("webb", programme=records.programme("artemis"))
    for agency in (nasa, esa):
        records.participation(mission=mission, agency=agency)
    treaty = records.treaty("ost")
    records.action(treaty=treaty, country=country)
    records.archive("mast"), records.consortium("euclid"), records.mission_set("near")
    records.question("why", topic=records.topic("basics"))
    for model in admin.site._registry:
        if model in records.MAKERS and not model.objects.exists():
            records.MAKERS[model]()
    shelf.keep(bundle.archive(), day=date(2026, 1, 2), generation=1)
    return drafted(mission, person("Author"))


def patterns(found=None, prefix=""):
    """(route, pattern) of every view, in the order of the resolver."""
    for one in get_resolver().url_patterns if found is None else found:
        route = prefix + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one
        else:
            yield from patterns(one.url_patterns, route)


def addresses(mission):
    """{route: address} of every pattern; the mission is the record that a preview shows."""
    return {route: "/" + filled(route, pattern, mission) for route, pattern in patterns()}


def filled(route, pattern, mission):
    if route == SWALLOWS_ALL:
        return "admin/nowhere"
    if isinstance(pattern.pattern, RegexPattern):
        return re.sub(r"\^\(\?P<app_label>(\w+).*", r"\1/", route)
    if not pattern.pattern.converters:
        return route
    parts = iter(parts_of(route, mission))
    return re.sub(r"<[^>]+>", lambda _part: next(parts), route)


def parts_of(route, mission):
    if route in OF_PAGES:
        found = OF_PAGES[route]
        return [found] if isinstance(found, str) else found
    if route.startswith("preview/"):
        return [previews.token([mission]), "missions/webb/"]
    if route.startswith("data/"):
        return ["2026-01-02"]
    if route.startswith("api/v1/"):
        return [key_of(TABLES[route.split("/")[2]])]
    if route.startswith("admin/r/"):
        return [str(ContentType.objects.get_for_model(mission).pk), str(mission.pk)]
    return of_the_desk(route)


def key_of(table):
    record = table.public().first()
    return str(getattr(record, table.key)) if record else "nothing"


def of_the_desk(route):
    app, name = route.split("/")[1:3]
    model = next(model for model in admin.site._registry if model._meta.label_lower == f"{app}.{name}")
    if "import/<int:run>" in route:
        run = ImportRun.objects.first()
        return [str(run.pk if run else 1)]
    record = User.objects.first() if model is User else model.objects.first()
    return [str(record.pk) if record else "nothing", "publish"]
