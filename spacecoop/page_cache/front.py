"""The WSGI callable in front of Django: gives out kept pages, and keeps what Django makes for everybody."""

from pathlib import Path

from django.conf import settings
from django.core.cache import caches

from editorial import replica
from spacecoop.page_cache.asked import key_of
from spacecoop.page_cache.handed import Handed
from spacecoop.page_cache.moments import Moments
from spacecoop.page_cache.page import Page
from spacecoop.page_cache.release import release
from spacecoop.page_cache.room import with_room
from spacecoop.page_cache.shelves import Alone, Memory, Shared
from spacecoop.turns import in_turns

PRIVATE = ("no-store", "private")
VARIES = {"", "accept-encoding"}
# What Django is not to see when it makes a page for everybody: it makes it whole, and not packed.
OF_ONE_READER = ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE")


class Front:
    """`memory` None keeps nothing, and still gives entity tags and packs; `shared` may be None."""

    def __init__(self, django, moments, memory=None, shared=None):
        self.django, self.moments, self.memory, self.shared = django, moments, memory, shared
        self.alone = Alone()

    def __call__(self, environ, start_response):
        key = key_of(environ)
        if key is None:
            return self.django(environ, start_response)
        if self.memory is None:
            return self.given(environ, start_response, self.made(key, environ))
        moment = self.moments.now()
        if moment is None:
            return self.django(environ, start_response)
        page = self.memory.get(moment, key)
        if page is None:
            return self.given(environ, start_response, self.found(moment, key, environ))
        return page.answer(environ, start_response)

    def found(self, moment, key, environ):
        """The page as another thread, worker or node has just made it, or made now."""
        with self.alone(key):
            made = self.memory.get(moment, key) or self.from_shared(moment, key, environ)
            if isinstance(made, Page):
                self.memory.put(moment, key, made)
        return made

    def from_shared(self, moment, key, environ):
        if self.shared is None:
            return self.made(key, environ)
        page = self.shared.get_or_begin(moment, key)
        if page is None:
            try:
                page = self.made(key, environ)
                if isinstance(page, Page):
                    self.shared.put(moment, key, page)
            finally:
                self.shared.end(moment, key)
        return page

    def made(self, key, environ):
        """The page that Django makes, or its answer as it is where that is not for everybody."""
        asked = {name: value for name, value in environ.items() if name not in OF_ONE_READER}
        asked |= {"REQUEST_METHOD": "GET", "QUERY_STRING": key[-1]}
        answer = Answer()
        body = self.django(asked, answer)
        if not answer.is_for_everybody or getattr(body, "streaming", True):
            return answer.status, answer.headers, body
        try:
            return Page.of(answer.status, answer.headers, b"".join(body))
        finally:
            body.close()

    @staticmethod
    def given(environ, start_response, made):
        if isinstance(made, Page):
            return made.answer(environ, start_response)
        status, headers, body = made
        start_response(status, headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            body.close()
            return []
        return body


class Answer:
    """The `start_response` that Django is given."""

    def __call__(self, status, headers, exc_info=None):  # noqa: ARG002 (as WSGI has it)
        self.status, self.headers = status, headers

    @property
    def is_for_everybody(self):
        given = {}
        for name, value in self.headers:
            given[name.lower()] = value
        varies = {word.strip().lower() for word in given.get("vary", "").split(",")}
        return (
            self.status.startswith("200")
            and "set-cookie" not in given
            and not any(word in given.get("cache-control", "") for word in PRIVATE)
            and varies <= VARIES
        )


def before(django):
    """The front before Django, as the settings want it; one for each database that pages are read from."""
    django = in_turns(with_room(django))
    fronts = {database: of(django, database) for database in settings.DATABASES}
    return fronts["default"] if len(fronts) == 1 else chosen(fronts)


def of(django, database):
    moments = Moments.of(database)
    if not settings.PAGE_CACHE:
        return Front(django, moments)
    most_bytes = settings.PAGE_CACHE_MB * 1_000_000
    return Front(django, moments, Memory(most_bytes), shared(database, most_bytes))


def shared(database, most_bytes):
    """The pages that all nodes share, or those that the workers of this one hand each other."""
    if settings.CACHE_IS_SHARED:
        return Shared(caches["default"], release())
    if settings.PAGES_FOLDER:
        return Handed(Path(settings.PAGES_FOLDER) / database, most_bytes)
    return None


def chosen(fronts):
    """The page and its moment are read from one database."""

    def call(environ, start_response):
        with replica.reading(environ) as database:
            return fronts[database](environ, start_response)

    return call
