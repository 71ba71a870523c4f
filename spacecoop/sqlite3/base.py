"""Django's SQLite, which goes on reading where nothing can be written.

A database in WAL mode cannot simply be opened on a disk that is read-only, for its readers write too:
they share a file of marks. Here it is then opened as what it is, a file that does not change, and opened
for writing again as soon as that can be done.
"""

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db.backends.sqlite3 import base

from editorial import unwritable
from spacecoop.time_limit import statement

STEPS = 100_000  # of SQLite's machine, about a millisecond, after which it asks whether to go on


class DatabaseWrapper(base.DatabaseWrapper):
    reads_only = False

    def get_new_connection(self, conn_params):
        link = self.opened(conn_params)
        link.set_progress_handler(statement.is_over, STEPS)
        return link

    def opened(self, conn_params):
        path = Path(conn_params["database"])
        self.reads_only = path.exists() and not is_writable(path)
        if not self.reads_only:
            try:
                return self.opened_for_writing(conn_params)
            except sqlite3.OperationalError as error:
                if not path.exists() or unwritable.refusal(error) is None:
                    raise
                self.reads_only = True
        return self.opened_for_reading(conn_params, path)

    def opened_for_writing(self, conn_params):
        link = super().get_new_connection(conn_params)
        if settings.READ_ONLY:
            self.reads_only = True
            link.execute("PRAGMA query_only = ON")
        return link

    def opened_for_reading(self, conn_params, path):
        """What stands in the log of changes is read where it is there; else the file alone, as it is."""
        log = path.with_name(f"{path.name}-wal")
        how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
        self.init_commands = []  # they set how it is written
        return super().get_new_connection(conn_params | {"database": f"file:{quote(str(path))}?{how}"})

    def _start_transaction_under_autocommit(self):
        """Nobody waits for the pen who cannot write."""
        if self.reads_only:
            self.cursor().execute("BEGIN")
        else:
            super()._start_transaction_under_autocommit()

    def close_if_unusable_or_obsolete(self):
        if self.reads_only and not settings.READ_ONLY and is_writable(Path(self.settings_dict["NAME"])):
            self.close()
        super().close_if_unusable_or_obsolete()


def is_writable(path):
    """Whether the disk would take a change of the file, as far as can be said without one."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def settle(path):
    """Put the log of changes into the database file, so that the file alone is the whole of it."""
    if Path(path).exists() and is_writable(Path(path)):
        link = sqlite3.connect(path, timeout=2)
        try:
            link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError:
            pass  # somebody still has it open, or the disk is full: the log stays, and is read
        finally:
            link.close()
