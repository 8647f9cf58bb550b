"""Counting what a page asks of the database: reads and writes, not savepoints."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import connection
from django.test.utils import CaptureQueriesContext

COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE")


def locks() -> int:
    """One more where two may write at once: PostgreSQL locks the injury before it is evaluated."""
    return int(connection.vendor == "postgresql")


@dataclass
class Count:
    statements: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        return len(self.statements)


@contextmanager
def counting() -> Iterator[Count]:
    """Collect the SELECT, INSERT, UPDATE and DELETE statements of the block.

    PostgreSQL writes the parts of a union in brackets.
    """
    count = Count()
    with CaptureQueriesContext(connection) as captured:
        yield count
    count.statements += [
        query["sql"]
        for query in captured.captured_queries
        if query["sql"].lstrip("(").startswith(COUNTED)
    ]
