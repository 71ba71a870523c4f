"""The whole site in one file, as it stands at one moment, and back again: `manage.py backup`, `restore`.

`archive` is the file, `databases` what differs between SQLite and PostgreSQL, `tables` the digests by
which two databases are compared, `taking` and `restoring` the two ways.
"""
