"""What a run's page tells: how many, what stands against it, and the first differences in words."""

import hashlib
import json
from dataclasses import asdict
from itertools import groupby
from operator import itemgetter

from editorial.imports.cells import shown
from editorial.imports.pages import BECOMES
from editorial.snapshots import empty
from editorial.wording import Wording, by_words

ROWS, MESSAGES = 200, 500  # how many of them are shown
SHOWN = 80  # characters of a value that a message repeats
COMPARED = 4000  # characters that are compared word by word; it takes the square of the time
LONG = 300  # characters of a stretch of text that is shown in full
ENDS = 60  # characters of a longer one that are shown at either end


def told(checked, pages):
    """The outcome of a check, as JSON will hold it."""
    messages = sorted(checked.messages, key=lambda message: message.row)
    return {
        "counts": counts(checked),
        "messages": [
            {**asdict(message), "value": shown(message.value, SHOWN)} for message in messages[:MESSAGES]
        ],
        "more_messages": max(0, len(messages) - MESSAGES),
        "rows": [] if messages else rows(checked, pages),
        "digest": digest(checked),
    }


def counts(checked):
    new = sum(line.is_new for line in checked.lines)
    return {
        "rows": checked.total,
        "new": new,
        "changed": len(checked.lines) - new,
        "unchanged": checked.unchanged,
        "refused": len({message.row for message in checked.messages}),
    }


def digest(checked):
    """What the editor agrees to: it is applied only while it would still be this."""
    effect = [(line.number, line.becomes, line.before, line.after) for line in checked.lines]
    return hashlib.sha256(json.dumps(effect, sort_keys=True).encode()).hexdigest()


def rows(checked, pages):
    """The first lines that say something new, each with its differences in words."""
    resource = checked.resource
    wording = Wording(resource.root_model)
    wording.names |= names(pages)
    return [
        {
            "row": line.number,
            "name": resource.name(line.row),
            "is_new": line.is_new,
            "becomes": str(BECOMES[line.becomes]),
            "differences": list(differences(wording, resource, line)),
        }
        for line in checked.lines[:ROWS]
    ]


def differences(wording, resource, line):
    before, after = (part(resource, line, data) for data in (line.before, line.after))
    for found in wording.differences(before, after):
        if found.before != found.after:
            yield {"label": found.label, "words": shortened(found.before, found.after)}


def names(pages):
    """The names of new records: others of the file may refer to them."""
    new = [page.root for page in pages if page.root._state.adding]
    return {(type(record), str(record.pk)): str(record) for record in new}


def part(resource, line, data):
    """The line alone as a snapshot of its page."""
    if not resource.is_row:
        return {**empty(), **(data or {}), "rows": {}}
    rows = {str(line.record.pk): {**data, "rows": {}}} if data else {}
    return {**empty(), "rows": {resource.relation: rows}}


def shortened(before, after):
    """[(mark, text)] as of by_words, with the middle of what is long left out."""
    start, before, after, end = trimmed(before, after)
    if len(before) + len(after) <= COMPARED:
        parts = list(by_words(before, after))
    else:
        parts = [("-", before), ("+", after)]
    alike = groupby([("=", start), *parts, ("=", end)], key=itemgetter(0))
    joined = ((mark, "".join(text for _mark, text in some)) for mark, some in alike)
    return [(mark, cut(text)) for mark, text in joined if text]


def trimmed(before, after):
    """The words with which both texts begin, the rest of each, and those with which both end."""
    start = whole_words(before, shared(before, after))
    end = shared(before[start:][::-1], after[start:][::-1])
    end = whole_words(before[::-1], end)
    stop, last = len(before) - end, len(after) - end
    return before[:start], before[start:stop], after[start:last], before[stop:]


def whole_words(text, length):
    """So much of the length that no word is cut."""
    return length if length == len(text) else text.rfind(" ", 0, length) + 1


def shared(one, other):
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def cut(text):
    return text if len(text) <= LONG else f"{text[:ENDS]} … {text[-ENDS:]}"
