"""What is looked at in a database after work at its desk; run by `manage.py shell`."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.db import connection

from editorial.models import Draft, Revision
from editorial.pictures import FOLDER
from faq.models import Topic
from missions.models import Mission


def told(slugs):
    """{"halves", "pictures", "reasons"}: drafts that are not what the history says last; pictures that
    are missing or damaged; the reasons, in order, of all that was saved of each topic.
    """
    return {
        "sound": is_sound(),
        "halves": [draft.title for draft in Draft.objects.all() if last(draft).data != draft.data],
        "pictures": [name for name in pictures() if not is_whole(Path(settings.MEDIA_ROOT) / name)],
        "reasons": {slug: reasons(Topic.objects.get(slug=slug)) for slug in slugs},
    }


def is_sound():
    """What SQLite says of the whole file; a server of PostgreSQL would not have started."""
    if connection.vendor != "sqlite":
        return "ok"
    with connection.cursor() as cursor:
        return cursor.execute("PRAGMA integrity_check").fetchone()[0]


def reasons(topic):
    return [revision.why for revision in Revision.objects.of(topic).order_by("pk") if revision.why]


def last(draft):
    rows = Revision.objects.filter(content_type=draft.content_type_id, object_id=draft.object_id)
    return rows.order_by("pk").last()


def pictures():
    """The names of all pictures that a record, a draft or a state mentions."""
    states = [*Draft.objects.all(), *Revision.objects.all()]
    names = {state.data["fields"].get("picture") for state in states}
    return {*names, *Mission.objects.values_list("picture", flat=True)} - {"", None}


def is_whole(path):
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
    return path.parent.name == FOLDER and path.name.startswith(digest[:32] or "?")


def tell(slugs):
    print(json.dumps(told(slugs)))  # noqa: T201
