"""What may stand in our addresses."""

import datetime


class Day:
    """A date as 2026-11-27."""

    regex = r"\d{4}-\d{2}-\d{2}"
    to_python = staticmethod(datetime.date.fromisoformat)

    def to_url(self, day):
        return day.isoformat()
