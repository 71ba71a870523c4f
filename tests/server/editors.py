"""An editor who works at the desk of a real server, as a browser without JavaScript would."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from html.parser import HTMLParser
from itertools import count
from threading import Event
from uuid import uuid4


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """An answer that leads elsewhere is an answer: it says that the form was saved."""

    def redirect_request(self, *_arguments):
        return None


class Form(HTMLParser):
    """The fields of a page as a browser would send them."""

    def __init__(self, page):
        super().__init__()
        self.fields, self.text, self.select = [], None, None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        name, kind = found.get("name"), found.get("type", "text")
        if tag == "textarea":
            self.text = (name, [])
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in found:
            self.fields.append((self.select, found.get("value", "")))
        elif tag == "input" and name and is_sent(kind, found):
            self.fields.append((name, found.get("value", "")))

    def handle_data(self, data):
        if self.text:
            self.text[1].append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.text:
            name, parts = self.text
            self.fields.append((name, "".join(parts).removeprefix("\r\n").removeprefix("\n")))
            self.text = None


def is_sent(kind, attributes):
    return kind not in {"submit", "file"} and (kind not in {"checkbox", "radio"} or "checked" in attributes)


class Editor:
    """Signed in at the address. Raises OSError when the server does not answer."""

    def __init__(self, address, name):
        self.address, self.name = address, name
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(jar, NoRedirect)
        self.browser.addheaders = [("Referer", address)]
        status, page = self.send("/admin/login/", username=name, password=name * 3, next="/admin/")
        assert status == 302, f"{name} could not sign in: {status} {page[:500]}"

    def open(self, path, data=None, kind="application/x-www-form-urlencoded"):
        """(status, page) of an address."""
        request = urllib.request.Request(self.address + path, data, {"Content-Type": kind} if data else {})  # noqa: S310
        try:
            answer = self.browser.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with closing(answer):
            return answer.status, answer.read().decode()

    def form(self, path):
        """The fields of the form at an address, {name: value} where no name comes twice."""
        status, page = self.open(path)
        assert status == 200, f"{path}: {status} {page[:500]}"
        return [field for field in Form(page).fields if field[0] not in {"action", "q"}]

    def send(self, path, /, files=None, **values):
        """(status, page) after the form at the address was sent with these values in it."""
        return self.post(path, self.form(path), files, **values)

    def post(self, path, fields, files=None, /, **values):
        """The same with the fields of a form that was opened before."""
        fields = [field for field in fields if field[0] not in values]
        fields = [(name, value) for name, value in [*fields, *values.items()] if value is not None]
        if not files:
            return self.open(path, urllib.parse.urlencode(fields).encode())
        return self.open(path, *multipart(fields, files))


def multipart(fields, files):
    """(body, content type) of a form with files, {name: (file name, content)}."""
    edge = uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields
    ]
    for name, (file_name, content) in files.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


@contextmanager
def at_work(*jobs):
    """Each job is done with 0, 1, 2 … until the block ends; a list of what each returned."""
    stop, outcomes = Event(), [[] for _job in jobs]

    def work(job, done):
        for number in count():
            if stop.is_set():
                return
            done.append(job(number))

    with ThreadPoolExecutor(len(jobs)) as pool:
        running = [pool.submit(work, *pair) for pair in zip(jobs, outcomes, strict=True)]
        try:
            yield outcomes
        finally:
            stop.set()
        for each in running:
            each.result()  # or what it raised
