"""The physical limit: a WSGI callable that returns bytes which were saved from real answers.

TRIVIAL_ANSWERS names a folder as `save` writes it; it is read once, when the server starts.
"""

import json
import os
from pathlib import Path

PASSED_ON = {"connection", "transfer-encoding", "date", "server"}  # the server's own


def key(target, condition):
    """The name of an answer: the address, and whether it was asked with If-None-Match."""
    return f"{target} {'304' if condition else '200'}"


def save(folder, answers):
    """Write {(target, whether with a condition): (status, reason, headers, body)}."""
    index = {}
    for number, ((target, condition), (status, reason, headers, body)) in enumerate(answers.items()):
        (folder / f"{number}.body").write_bytes(body)
        kept = [(name, value) for name, value in headers if name.lower() not in PASSED_ON]
        index[key(target, condition)] = [f"{status} {reason}", kept, number]
    (folder / "index.json").write_text(json.dumps(index))


def load(folder):
    index = json.loads((folder / "index.json").read_text())
    return {
        name: (status, [tuple(header) for header in headers], (folder / f"{number}.body").read_bytes())
        for name, (status, headers, number) in index.items()
    }


ANSWERS = load(Path(os.environ["TRIVIAL_ANSWERS"])) if "TRIVIAL_ANSWERS" in os.environ else {}
ALIVE = ("200 OK", [("Content-Type", "text/plain")], b"ok\n")


def application(environ, start_response):
    query = environ["QUERY_STRING"]
    target = f"{environ['PATH_INFO']}?{query}" if query else environ["PATH_INFO"]
    status, headers, body = ANSWERS.get(key(target, "HTTP_IF_NONE_MATCH" in environ), ALIVE)
    start_response(status, headers)
    return [body]
