"""Reads the environment: the one place that knows every variable's name.

A wrong value ends the start with one sentence that says how to mend it, never
with a traceback. Every secret may also come from a file: NAME_FILE=/path.
"""

import ipaddress
import os
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One variable of the environment, as `docs/operating.md` lists it."""

    name: str
    default: str
    is_secret: bool = False


# The order is the order of the table in docs/operating.md; a test compares the two.
VARIABLES = (
    Variable(name="PUBLIC_URL", default="http://localhost:8000"),
    Variable(name="PORT", default="8000"),
    Variable(name="BIND", default="127.0.0.1"),
    Variable(name="WEB_WORKERS", default="2"),
    Variable(name="WEB_THREADS", default="4"),
    Variable(name="TRUSTED_PROXIES", default="0"),
    Variable(name="VAR_DIR", default="var"),
    Variable(name="DATABASE_URL", default="", is_secret=True),
    Variable(name="PHOTOS", default=""),
    Variable(name="SECRET_KEY", default="", is_secret=True),
    Variable(name="JOBS_URL", default="", is_secret=True),
    Variable(name="EMAIL_URL", default="", is_secret=True),
    Variable(name="EMAIL_FROM", default=""),
    Variable(name="SIGN_UP", default="open"),
    Variable(name="DEMO", default="off"),
    Variable(name="REGION", default="other"),
    Variable(name="RULES_OFF", default=""),
    Variable(name="TIME_ZONE", default="UTC"),
    Variable(name="LOG_FORMAT", default="json"),
    Variable(name="DEBUG", default="off"),
)
BY_NAME = {variable.name: variable for variable in VARIABLES}

# Loopback, private and link-local ranges, and the carrier range that private overlays use.
PRIVATE_NETWORKS = tuple(
    ipaddress.ip_network(text)
    for text in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "100.64.0.0/10",
        "::1/128",
        "fc00::/7",
        "fe80::/10",
    )
)
PRIVATE_SUFFIXES = (".localhost", ".local", ".lan", ".home.arpa", ".internal")
DATABASE_SCHEMES = ("sqlite", "postgres", "postgresql")
JOB_SCHEMES = ("redis", "rediss", "postgres", "postgresql")
EMAIL_SCHEMES = ("smtp", "smtp+tls", "smtp+ssl", "smtps")


def stop(sentence: str) -> NoReturn:
    """End the process with a sentence on standard error and exit code 1."""
    raise SystemExit(f"Home Straight cannot start. {sentence}")


class Environment:
    """Typed access to the variables above; refuses nonsense."""

    def __init__(self, source: Mapping[str, str] | None = None) -> None:
        self._source = os.environ if source is None else source

    def text(self, name: str) -> str:
        """Give the variable's text without outer blanks; an empty one counts as not set."""
        variable = BY_NAME[name]
        if variable.is_secret and self._source.get(f"{name}_FILE"):
            return self._from_file(name)
        return self._source.get(name, "").strip() or variable.default

    def _from_file(self, name: str) -> str:
        path = Path(self._source[f"{name}_FILE"])
        if self._source.get(name):
            stop(f"Both {name} and {name}_FILE are set. Keep one of the two.")
        try:
            text = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            stop(f"{name}_FILE names a file that cannot be read: {path}. Mend the path or rights.")
        if not text:
            stop(f"{name}_FILE names an empty file: {path}. Put the value into it.")
        return text

    def choice(self, name: str, options: tuple[str, ...]) -> str:
        """Give one of the options, compared without case."""
        value = self.text(name).lower()
        if value not in options:
            stop(f"{name} is {value!r}. Set it to one of: {', '.join(options)}.")
        return value

    def switch(self, name: str) -> bool:
        """Tell whether the variable says `on`."""
        return self.choice(name, ("on", "off")) == "on"

    def whole(self, name: str, *, least: int, most: int) -> int:
        """Give a whole number between two bounds, both included."""
        value = self.text(name)
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            stop(f"{name} is {value!r}. Set it to a whole number from {least} to {most}.")
        return int(value)

    def time_zone(self) -> str:
        """Give the zone for people who are not signed in."""
        value = self.text("TIME_ZONE")
        if value not in zoneinfo.available_timezones():
            stop(f"TIME_ZONE is {value!r}. Set it to a name such as Europe/London or UTC.")
        return value

    def public_url(self) -> str:
        """Give the address people type, without a final slash.

        Plain http is accepted only for this machine and private networks.
        """
        port = self.whole("PORT", least=1, most=65535)
        value = self._source.get("PUBLIC_URL", "").strip() or f"http://localhost:{port}"
        example = "Set it to an address such as https://diary.example.org"
        try:
            parts = urlsplit(value)
            host = parts.hostname or ""
            _ = parts.port
        except ValueError:
            stop(f"PUBLIC_URL is {value!r}, which is no web address. {example}.")
        if parts.scheme not in ("http", "https") or not host or parts.username:
            stop(f"PUBLIC_URL is {value!r}, which is no web address. {example}.")
        if parts.path.strip("/") or parts.query or parts.fragment:
            stop(f"PUBLIC_URL is {value!r}, but the site needs a host of its own. {example}.")
        if parts.scheme == "http" and not is_private(host):
            stop(
                f"PUBLIC_URL is {value!r}: plain http would send health data readable over the "
                "internet. Use https, or an address on this machine or a private network."
            )
        return f"{parts.scheme}://{parts.netloc.lower()}"

    def database(self, var: Path) -> dict[str, Any]:
        """Give Django's settings of the one database: SQLite under `var`, or PostgreSQL."""
        url = self.text("DATABASE_URL")
        example = "Leave it empty for SQLite, or use postgresql://user:password@host:5432/name"
        if not url:
            return sqlite(var / "homestraight.sqlite3")
        if url.partition(":")[0] not in DATABASE_SCHEMES:
            stop(f"DATABASE_URL does not begin with sqlite: or postgresql:. {example}.")
        try:
            config: dict[str, Any] = dict(environ.Env.db_url_config(url))
        except (ValueError, LookupError, environ.ImproperlyConfigured):
            stop(f"DATABASE_URL is no address of a database. {example}.")
        if not config.get("NAME") or config["NAME"] == ":memory:":
            stop(f"DATABASE_URL names no database. {example}.")
        if "sqlite" in config["ENGINE"]:
            return sqlite(Path(config["NAME"]).resolve())
        if find_spec("psycopg") is None:
            stop("DATABASE_URL names PostgreSQL: install requirements-postgres.txt first.")
        config.setdefault("OPTIONS", {})
        return config | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}

    def jobs(self, var: Path) -> dict[str, Any]:
        """Give where the queue of jobs lies: a file under `var`, Redis or PostgreSQL.

        Empty when this process group runs none.
        """
        url = self.text("JOBS_URL")
        example = "Leave it empty for a file in VAR_DIR, or use redis://host:6379/0 or off"
        if not url:
            options = {"filename": str(var / "jobs.sqlite3"), "cache_mb": 1, "fsync": False}
            return {"kind": "sqlite", "options": options}
        if url.lower() == "off":
            return {}
        scheme, _, rest = url.partition("://")
        if scheme not in JOB_SCHEMES:
            stop(f"JOBS_URL does not begin with redis:// or postgresql://. {example}.")
        try:
            host, _ = urlsplit(url).hostname, urlsplit(url).port
        except ValueError:
            host = None
        if not host:
            stop(f"JOBS_URL is no address of a queue. {example}.")
        if scheme.startswith("redis"):
            if find_spec("redis") is None:
                stop("JOBS_URL names Redis: install requirements-redis.txt first (make redis).")
            return {"kind": "redis", "options": {"url": url}}
        if find_spec("psycopg") is None:
            stop("JOBS_URL names PostgreSQL: install requirements-postgres.txt first.")
        return {"kind": "postgresql", "options": {"dsn": f"postgresql://{rest}"}}

    def photo_storage(self, var: Path) -> dict[str, Any]:
        """Give Django's settings of where photos lie: a folder under `var`, or an S3 bucket."""
        value = self.text("PHOTOS")
        if not value:
            return {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {
                    "location": var / "photos",
                    "file_permissions_mode": 0o600,
                    "directory_permissions_mode": 0o700,
                },
            }
        example = "Leave it empty for a folder in VAR_DIR, or use s3://bucket/folder"
        try:
            parts = urlsplit(value)
        except ValueError:
            stop(f"PHOTOS is {value!r}, which is no address. {example}.")
        if parts.scheme != "s3" or not parts.netloc or parts.username or parts.query:
            stop(f"PHOTOS is {value!r}, which is no address of a bucket. {example}.")
        if find_spec("storages") is None or find_spec("boto3") is None:
            stop("PHOTOS names a bucket: install django-storages[s3] first.")
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": parts.netloc,
                "location": parts.path.strip("/"),
                "default_acl": "private",
                "querystring_auth": True,
                "file_overwrite": False,
            },
        }

    def email(self) -> dict[str, Any]:
        """Give Django's mail settings; an empty dict means there is no mail server."""
        url = self.text("EMAIL_URL")
        example = "Use smtp+tls://user:password@host:587, or leave it empty"
        if not url:
            return {}
        if url.partition(":")[0] not in EMAIL_SCHEMES:
            stop(f"EMAIL_URL does not begin with one of {', '.join(EMAIL_SCHEMES)}. {example}.")
        try:
            config = dict(environ.Env.email_url_config(url))
        except (ValueError, LookupError, environ.ImproperlyConfigured):
            stop(f"EMAIL_URL is no address of a mail server. {example}.")
        if not config.get("EMAIL_HOST"):
            stop(f"EMAIL_URL names no host. {example}.")
        return {key: value for key, value in config.items() if key != "EMAIL_FILE_PATH"}


def is_private(host: str) -> bool:
    """Tell whether a host name stands for this machine or a private network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(PRIVATE_SUFFIXES)
    return any(address in network for network in PRIVATE_NETWORKS)


def sqlite(path: Path) -> dict[str, Any]:
    """Give the settings with which no acknowledged entry was lost over kill -9.

    IMMEDIATE lets a read-then-write transaction wait for its turn instead of
    failing with "database is locked"; FULL makes a commit survive a power cut.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=FULL;"
                "PRAGMA foreign_keys=ON;"
                "PRAGMA busy_timeout=20000;"
            ),
        },
    }
