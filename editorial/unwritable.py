"""When the database or the disk takes nothing: told from any other failure, and said in plain words."""

import errno
import sqlite3
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Refusal:
    """Why nothing can be saved, for whoever tried to, and the HTTP status that says so."""

    reason: str | Promise
    status: int


FULL = Refusal(_("The disk that holds the site’s data is full."), 507)
READ_ONLY = Refusal(_("The site’s data can only be read at the moment."), 503)

OF_DISKS = {errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EROFS: READ_ONLY}
OF_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR_WRITE: FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: READ_ONLY,
}
OF_POSTGRESQL = {"53100": FULL, "25006": READ_ONLY}  # disk_full, read_only_sql_transaction


def refusal(error):
    """The Refusal that the error amounts to, or what it was raised from; None for any other error."""
    while error is not None:
        if found := of_one(error):
            return found
        error = error.__cause__
    return None


def of_one(error):
    if isinstance(error, OSError):
        return OF_DISKS.get(error.errno)
    code = getattr(error, "sqlite_errorcode", None)
    if code is not None:
        return OF_SQLITE.get(code) or OF_SQLITE.get(code & 0xFF)
    return OF_POSTGRESQL.get(getattr(error, "sqlstate", None))


def is_read_only(connection):
    """Whether the database would refuse every change."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            return cursor.fetchone()[0] == "on"
    connection.ensure_connection()
    return connection.reads_only
