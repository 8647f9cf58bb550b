"""What the log says: one JSON object a line, and never anything about a person.

No paths (they hold ids, dates and tokens), no query strings, no addresses, and
of an exception its type and the places in the code, not its text: a database's
error text quotes the values.
"""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

# The only extra fields a record may carry into the log.
FIELDS = ("method", "route", "status", "ms", "user", "event", "count")

# Loggers of others whose texts hold paths, hosts or mail addresses: they say only their name.
WORDLESS = ("django.request", "django.security", "django.server", "allauth", "gunicorn.access")
WORDLESS_STARTS = ("Error handling request", "Invalid request from", "Error processing")


def plain_words(record: logging.LogRecord) -> bool:
    """Take the text out of records of others that may quote a request. Keeps every record."""
    text = str(record.msg)
    if record.name.startswith(WORDLESS) or text.startswith(WORDLESS_STARTS):
        record.msg, record.args = f"{record.name} {record.levelname.lower()}", ()
        status = getattr(record, "status_code", None)
        if status is not None:
            record.status = status
    return True


def where(error: BaseException) -> list[str]:
    """List the places in the code an exception passed, the last one last."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames][-20:]


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """Give what may be logged of a record."""
    entry: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "message": record.getMessage(),
    }
    if request_id.get():
        entry["request_id"] = request_id.get()
    entry |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
    if record.exc_info and record.exc_info[1]:
        entry["error"] = type(record.exc_info[1]).__name__
        entry["where"] = where(record.exc_info[1])
    return entry


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(facts(record), ensure_ascii=True, default=str)


class TextFormatter(logging.Formatter):
    """The same facts for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        entry = facts(record)
        head = f"{entry.pop('at')[11:19]} {entry.pop('level'):<7} {entry.pop('message')}"
        entry.pop("logger")
        places = entry.pop("where", [])
        rest = " ".join(f"{key}={value}" for key, value in entry.items())
        return "\n    ".join([f"{head} {rest}".rstrip(), *places])


def config(log_format: str) -> dict[str, Any]:
    """Give the logging set-up for Django and gunicorn alike."""
    formatter = JsonFormatter if log_format == "json" else TextFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": formatter}},
        "filters": {"plain_words": {"()": lambda: plain_words}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "formatter": "plain",
                "filters": ["plain_words"],
            }
        },
        "root": {"level": "INFO", "handlers": ["console"]},
        "loggers": {
            # Django would add a handler of its own that mails whole requests to admins.
            "django": {"level": "INFO", "handlers": [], "propagate": True},
            "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }
