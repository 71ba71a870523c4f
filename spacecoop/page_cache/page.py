"""One whole answer, as it is kept and given out."""

import gzip
from dataclasses import dataclass, field
from hashlib import blake2b

import brotli

from spacecoop.page_cache import asked

REVALIDATED = "public, max-age=0, must-revalidate"
PACKABLE = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")
PACKABLE_ENDS = ("+json", "+xml", "ndjson")
LEAST_PACKED = 400  # bytes; a shorter body grows by packing
UNCHANGED = {"cache-control", "content-location", "etag", "expires", "vary"}  # what a 304 repeats
OF_ONE_REQUEST = {"content-length", "x-request-id", "vary"}
LARGE = 1_000_000  # bytes; a larger body is packed in the quickest way, or its reader waits for that too


def brotlied(body):
    return brotli.compress(body, mode=brotli.MODE_TEXT, quality=5 if len(body) < LARGE else 1)


def gzipped(body):
    return gzip.compress(body, compresslevel=6 if len(body) < LARGE else 1, mtime=0)


PACK = {"br": brotlied, "gzip": gzipped, "": bytes}


@dataclass(slots=True)
class Form:
    """The page in one packing: what is sent, and what is sent to those who have it."""

    tag: str
    headers: list
    unchanged: list
    body: list


@dataclass(slots=True)
class Page:
    """An answer of status 200, packed once in each way in which it is asked for."""

    status: str
    headers: list
    body: bytes
    forms: dict = field(default_factory=dict)

    @classmethod
    def of(cls, status, headers, body):
        """The page, with an entity tag made of its body and the headers for whoever keeps it between."""
        kept = [(name, value) for name, value in headers if name.lower() not in OF_ONE_REQUEST]
        given = {name.lower(): value for name, value in kept}
        kept.append(("Vary", "Accept-Encoding"))
        if "cache-control" not in given:
            kept.append(("Cache-Control", REVALIDATED))
        if "etag" not in given:
            kept.append(("ETag", f'"{blake2b(body, digest_size=12).hexdigest()}"'))
        return cls(status, kept, body)

    @property
    def size(self):
        """Bytes held, about: the body, and half as much for its packed forms and its headers."""
        return len(self.body) * 3 // 2 + 2_000

    @property
    def packable(self):
        kind = next((value for name, value in self.headers if name.lower() == "content-type"), "")
        kind = kind.partition(";")[0]
        return len(self.body) >= LEAST_PACKED and (kind.startswith(PACKABLE) or kind.endswith(PACKABLE_ENDS))

    def form(self, accepted):
        """The page as the header Accept-Encoding wants it."""
        packing = accepted and asked.packing(accepted)
        found = self.forms.get(packing)
        if found is None:
            found = self.forms[packing] = self.packed(packing if self.packable else "")
        return found

    def packed(self, packing):
        body = PACK[packing](self.body)
        headers = [*self.headers, ("Content-Length", str(len(body)))]
        if packing:
            headers = [(name, tagged(value, packing) if name == "ETag" else value) for name, value in headers]
            headers.append(("Content-Encoding", packing))
        unchanged = [(name, value) for name, value in headers if name.lower() in UNCHANGED]
        return Form(dict(headers)["ETag"], headers, unchanged, [body])

    def answer(self, environ, start_response):
        """Give the page out: nothing but its headers to who has it, or asks for these alone."""
        form = self.form(environ.get("HTTP_ACCEPT_ENCODING", ""))
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and asked.is_known(form.tag, known):
            start_response("304 Not Modified", form.unchanged)
            return []
        start_response(self.status, form.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else form.body


def tagged(tag, packing):
    """The entity tag of the packed form: another body is another entity."""
    return f'{tag[:-1]}-{packing}"'
