"""How long one piece of work waits for a database that somebody else holds."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

SETTING = {"sqlite": "busy_timeout", "postgresql": "lock_timeout"}


@contextmanager
def patience(milliseconds: int) -> Iterator[None]:
    """Within the block wait no longer than this for a lock, then raise OperationalError.

    For what must answer soon even if it fails; entries of people wait as long as the
    settings say. Raises OperationalError at once when there is no connection.
    """
    name = SETTING[connection.vendor]
    before = _read(name)
    _write(name, str(milliseconds))
    try:
        yield
    finally:
        _write(name, before)


def _read(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}" if connection.vendor == "sqlite" else f"SHOW {name}")
        return str(cursor.fetchone()[0])


def _write(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA {name} = {int(value)}")
        else:
            cursor.execute("SELECT set_config(%s, %s, false)", [name, value])
