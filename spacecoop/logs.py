"""The log as lines of JSON: no addresses of visitors, no queries, no cookies, no names of accounts."""

import json
import logging
from datetime import UTC, datetime

from spacecoop import tracing


class Json(logging.Formatter):
    """A line for each record, with the name of the request that it belongs to."""

    def format(self, record):
        told = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if name := tracing.reference():
            told["request"] = name
        told |= getattr(record, "facts", {})
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


class Line(logging.Formatter):
    """The same for people."""

    def format(self, record):
        facts = {"request": tracing.reference(), **getattr(record, "facts", {})}
        more = " ".join(f"{name}={value}" for name, value in facts.items() if value != "")
        first, *rest = super().format(record).split("\n")
        return "\n".join([f"{first} {more}".rstrip(), *rest])


def configured(kind):
    """Django's LOGGING for the format `kind`: json or line."""
    formatters = {
        "json": {"()": "spacecoop.logs.Json"},
        "line": {"()": "spacecoop.logs.Line", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formatters,
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": kind}},
        "root": {"handlers": ["console"], "level": "INFO"},
        # Below an error its lines are those of ACCESS_LOG over again, with whole addresses.
        "loggers": {"django.request": {"level": "ERROR"}},
    }
