"""What happens between `make run` and the first request."""

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from rehab.content.faults import ContentError
from rehab.content.load import ROOT, load
from rehab.content.tables import keep
from tracker import backups, secret_key, vapid, waiting_import
from tracker.actions.intake_draft import purge_drafts
from tracker.demo.ending import end_demos

MARKER = "database-exists.json"
STATIC_DIGEST = "static.digest"
Say = Callable[[str], object]


class StartRefused(Exception):
    """Why the site must not start; the text is a sentence for the operator."""


def prepare(*, now: datetime, say: Say) -> None:
    """Bring database and static files up to date, after a copy, or refuse with a sentence."""
    look_at_content()
    settings.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    vapid.make_once(settings.VAR)
    exists = look_for_database()
    if secret_key.has_changed(settings.VAR, settings.SECRET_KEY):
        say(
            "WARNING: SECRET_KEY is another one than last time. Everybody is signed out and links "
            "in mails no longer work. Put the old key back if this was not meant."
        )
    if exists and is_sqlite():
        copy_if_due(now=now, say=say)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    purge_drafts(now=now)
    end_demos(now=now)
    waiting_import.purge(now=now)
    collect_static()
    set_marker(now)
    say(f"Database: {name()}")
    say(f"Entries: {count('Day')} days, {count('User')} people")


def look_at_content() -> None:
    """StartRefused, with every fault, when the content cannot be used.

    Its tables are kept for the server, which parses once more where they cannot be.
    """
    try:
        load()
    except ContentError as error:
        raise StartRefused(str(error)) from error
    with suppress(OSError, ValueError):
        keep(ROOT)


def is_sqlite() -> bool:
    return connection.vendor == "sqlite"


def name() -> str:
    """Name the database for the operator, without a password."""
    database = settings.DATABASES["default"]
    if is_sqlite():
        return str(database["NAME"])
    return f"PostgreSQL {database['NAME']} on {database['HOST'] or 'the local socket'}"


def look_for_database() -> bool:
    """Tell whether our tables exist. StartRefused when they did once and are gone now."""
    try:
        exists = has_tables()
    except OperationalError as error:
        raise StartRefused(f"The database cannot be reached: {name()}.") from error
    if exists or name_for_marker() not in marked():
        return exists
    raise StartRefused(
        f"The database is missing or empty: {name()}. One existed here before, and starting now "
        "would hide that. Put the file or volume back, run `make restore FILE=...` with a copy "
        f"from {settings.VAR / 'backups'}, or delete {settings.VAR / MARKER} to begin anew."
    )


def has_tables() -> bool:
    if is_sqlite():
        return backups.has_tables(Path(settings.DATABASES["default"]["NAME"]))
    return "tracker_user" in connection.introspection.table_names()


def name_for_marker() -> str:
    """Name the database so that moving the whole folder does not change it."""
    database = settings.DATABASES["default"]
    if is_sqlite():
        return Path(database["NAME"]).name
    return f"{database['HOST']}:{database['PORT']}/{database['NAME']}"


def marked() -> dict[str, str]:
    """Give which databases were in use here, with the day of their first start."""
    path = settings.VAR / MARKER
    if not path.exists():
        return {}
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
        return {str(key): str(value) for key, value in known.items()}
    except (ValueError, AttributeError) as error:
        raise StartRefused(f"{path} is damaged. Delete it if the database is in place.") from error


def set_marker(now: datetime) -> None:
    known = marked()
    if name_for_marker() not in known:
        known[name_for_marker()] = f"{now:%Y-%m-%d}"
        (settings.VAR / MARKER).write_text(json.dumps(known, indent=1), encoding="utf-8")


def copy_if_due(*, now: datetime, say: Say) -> None:
    """Copy before a migration, and once a day; a loop of restarts must not push old copies out."""
    executor = MigrationExecutor(connection)
    is_behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    today = f"{backups.AUTOMATIC}-{now:%Y%m%d}-"
    has_copy = any(path.name.startswith(today) for path in backups.automatic_copies())
    if is_behind or not has_copy:
        say(f"Copy: {backups.back_up(now=now, kind=backups.AUTOMATIC)}")
        backups.prune()


def collect_static() -> None:
    """Collect, hash and compress the static files, unless they are those of last time."""
    stamp = settings.VAR / STATIC_DIGEST
    digest = static_digest()
    is_there = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    if is_there and stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest, encoding="ascii")


def static_digest() -> str:
    """Give a checksum over every static file and the way they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in finders.get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            with storage.open(path) as file:
                digest.update(path.encode() + b"\0" + hashlib.sha256(file.read()).digest())
    return digest.hexdigest()


def count(model: str) -> int:
    return apps.get_model("tracker", model)._default_manager.count()
