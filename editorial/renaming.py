"""Keys in what the desk keeps as data: drafts and earlier states name the record that stands for another."""

from functools import reduce
from operator import or_

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from editorial.models import Draft, Revision
from editorial.snapshots import empty


def rename(keys, but=()):
    """Put new keys in the place of old ones, {old: new}, wherever drafts and revisions name them.

    `but`: the keys of revisions that stay as they were.
    """
    for draft in naming(Draft.objects.all(), keys, "base", "data"):
        draft.base, draft.data = renamed(draft.base, keys), renamed(draft.data, keys)
        draft.save(update_fields=["base", "data"])
    for revision in naming(Revision.objects.exclude(pk__in=but), keys, "data", "said"):
        if str(revision.object_id) not in keys:  # its own past stays its own
            revision.data, revision.said = renamed(revision.data, keys), retold(revision.said, keys)
            revision.save(update_fields=["data", "said"])


def naming(records, keys, *fields):
    texts = {f"{name}_as_text": Cast(name, TextField()) for name in fields}
    named = (Q(**{f"{text}__contains": key}) for text in texts for key in keys)
    return records.alias(**texts).filter(reduce(or_, named))


def renamed(data, keys):
    """The snapshot with the new keys; of two rows that become one, the first has the sources of both."""
    fields = {
        name: keys.get(value, value) if isinstance(value, str) else value
        for name, value in data["fields"].items()
    }
    lists = {name: sorted({keys.get(key, key) for key in found}) for name, found in data["lists"].items()}
    rows = {name: rows_renamed(found, keys) for name, found in data["rows"].items()}
    return {"fields": fields, "lists": lists, "rows": rows}


def rows_renamed(rows, keys):
    found = {key: renamed(row, keys) for key, row in rows.items() if key not in keys}
    for key in keys.keys() & rows.keys():
        row, twin = renamed(rows[key], keys), found.setdefault(keys[key], empty())
        twin["fields"], twin["lists"] = row["fields"] | twin["fields"], row["lists"] | twin["lists"]
        for name, own in row["rows"].items():
            twin["rows"][name] = own | twin["rows"].get(name, {})
    return found


def retold(said, keys):
    return [
        {**sentence, "names": sorted({keys.get(key, key) for key in sentence["names"]})} for sentence in said
    ]
