"""Pages of records, drawn once and kept until something that they show is changed.

The kept pages in front of Django all end with the generation that they were made for; most of them
would be made anew as they were. A page that is kept here outlives the changes of what it does not show.
"""

import datetime
import threading
from collections import OrderedDict
from contextlib import contextmanager
from functools import cache, wraps
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.models.signals import post_init
from django.http import HttpResponse

from editorial import generation, touched
from editorial.models import Citation, Source
from editorial.replica import reading_from

MOST_BYTES = 4_000_000  # of pages that a process keeps of each database
EVERYWHERE = (Citation, Source)  # what these say is of records that the page loads
OF_ONE_READER = {settings.SESSION_COOKIE_NAME, "messages"}


def once(*by_record):
    """Draw the page of a view once, and again when it may have changed.

    `by_record`: models, or names of apps for all of theirs. Of these, as of citations and sources, the page
    may show the records alone that are loaded while it is drawn, hidden ones among them: a change of
    another leaves the page as it is. A change of any other content has it drawn anew.
    """

    @cache
    def tables():
        models = [model for named in (*by_record, *EVERYWHERE) for model in models_of(named)]
        return {table for model in models for table in tables_of(model)}

    def keeping(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            pages = kept(request)
            if pages is None:
                return view(request, *args, **kwargs)
            name = (request.build_absolute_uri(), datetime.date.today())
            if page := pages.get(name):
                return HttpResponse(page.content)
            with loading() as keys:
                response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.cookies:
                pages.put(name, Drawn(response.content, keys, tables()))
            return response

        return answer

    return keeping


def models_of(named):
    return apps.get_app_config(named).get_models() if isinstance(named, str) else [named]


def tables_of(model):
    """Its own, and those of its lists of other records."""
    yield model._meta.db_table
    yield from (field.m2m_db_table() for field in model._meta.local_many_to_many)


class Drawn(NamedTuple):
    content: bytes
    keys: set  # of all records that it shows, as hexadecimal digits
    tables: set  # in which a change of another record does not matter

    def shows(self, changed):
        """Whether it shows any of what was changed, {table: keys}."""
        return any(
            table not in self.tables or not keys.isdisjoint(self.keys) for table, keys in changed.items()
        )


class Pages:
    """Those of one database, all of which hold for one generation; the least used are given up first."""

    def __init__(self):
        self.generation, self.pages, self.bytes = 0, OrderedDict(), 0

    def follow(self):
        """Give up what has changed since."""
        now = generation.current()
        if now == self.generation:
            return
        changed = touched.since(self.generation, now) if self.generation else None
        gone = [name for name, page in self.pages.items() if changed is None or page.shows(changed)]
        for name in gone:
            self.bytes -= len(self.pages.pop(name).content)
        self.generation = now

    def get(self, name):
        if page := self.pages.get(name):
            self.pages.move_to_end(name)
        return page

    def put(self, name, page):
        self.pages[name] = page
        self.bytes += len(page.content)
        while self.bytes > MOST_BYTES:
            self.bytes -= len(self.pages.popitem(last=False)[1].content)


class Keeper(threading.local):
    """One for each thread, so that none sees what another is changing; a server's worker has one thread."""

    def __init__(self):
        self.of = {}


keeper = Keeper()


def kept(request):
    """The Pages as they hold now; None for a request that is not everybody's.

    Within a transaction nothing is kept: it may be rolled back, and its generation come again.
    """
    database = reading_from()
    if not (settings.KEEP_DRAWN and is_for_everybody(request)):
        return None
    if connections[database].in_atomic_block:
        return None
    pages = keeper.of.setdefault(database, Pages())
    pages.follow()
    return pages


def is_for_everybody(request):
    plain = request.method in {"GET", "HEAD"} and not request.GET and not getattr(request, "preview", None)
    return plain and not OF_ONE_READER & request.COOKIES.keys()


@contextmanager
def loading():
    """The keys of all records that are loaded within, as hexadecimal digits."""
    keys, thread = set(), threading.get_ident()

    def note(instance, **_said):
        key = instance.__dict__.get("id")
        if hasattr(key, "hex") and threading.get_ident() == thread:
            keys.add(key.hex)

    post_init.connect(note, weak=False)
    try:
        yield keys
    finally:
        post_init.disconnect(note)
