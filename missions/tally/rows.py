"""What the tally reads: plain rows, since hundreds of thousands of model objects take seconds."""

from django.db import connection

from editorial.models import Publishable
from editorial.touched import hexed
from missions.models.mission import Mission
from missions.models.participation import Participation

MISSION, PART = Mission._meta.db_table, Participation._meta.db_table
AT_ONCE = 500  # keys in one query, rows held at once


def missions(keys=None):
    """(key, name, status, category, destination, launch, programme's key, is planned) of the published.

    All of them come as they are listed, about: what is listed together then lies together in memory.
    """
    planned = ", ".join(f"'{status}'" for status in Mission.NOT_FLOWN)
    query = (  # of constant names
        f"SELECT {hexed('id')}, name, status, category, destination, CAST(launched AS TEXT), "  # noqa: S608
        f"{hexed('programme_id')}, CASE WHEN status IN ({planned}) THEN 1 ELSE 0 END "
        f"FROM {MISSION} WHERE state = '{Publishable.State.PUBLISHED}'"
    )
    return answered(query if keys else f"{query} ORDER BY launched DESC", "id", keys)


def words(keys=None):
    """(key, names and summary, identifiers) of the published."""
    query = (  # of constant names
        f"SELECT {hexed('id')}, name, alternative_names, summary, cospar_id, norad_id "  # noqa: S608
        f"FROM {MISSION} WHERE state = '{Publishable.State.PUBLISHED}'"
    )
    for key, name, others, summary, *identifiers in answered(query, "id", keys):
        yield key, f"{name}\n{others}\n{summary}", [str(each) for each in identifiers if each]


def participations(keys=None):
    """(mission's key, agency's key, role) of all participations."""
    query = f"SELECT {hexed('mission_id')}, {hexed('agency_id')}, role FROM {PART} WHERE TRUE"  # noqa: S608
    return answered(query, "mission_id", keys)


def answered(query, column, keys):
    """The rows of the query, for all or for those whose column is one of the keys."""
    if keys is None:
        with connection.chunked_cursor() as cursor:  # all at once would leave a hole in memory
            cursor.execute(query)
            while some := cursor.fetchmany(AT_ONCE):
                yield from some
        return
    with connection.cursor() as cursor:
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            cursor.execute(f"{query} AND {column} IN ({', '.join(['%s'] * len(some))})", some)
            yield from cursor.fetchall()
