"""Queries put into SQL once: only whose and when differ between calls.

Putting a query together costs Django more than the database needs to answer it. What every
page asks has the same shape each time, so that its SQL is kept, and with it how rows are
turned into values.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import update_wrapper
from inspect import signature
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

# Stand-ins for keys and days that no query holds by itself.
FIRST_KEY = 2**60
FIRST_DAY = 1
KEPT = "_ready_queries"


@dataclass(frozen=True, slots=True)
class _Ready:
    """A query as one connection asks it; `names` tells which argument stands where."""

    rows: QuerySet
    compiler: SQLCompiler
    sql: str
    params: tuple[object, ...]
    names: dict[int, str]


class ReadyQuery:
    """A function from keys and days to a queryset, whose SQL is put together once.

    Each argument is annotated `int` (a primary key) or `date`, is given by name and stands in
    the query as it is: the function sees a stand-in, from which nothing may be computed.
    TypeError for other arguments, ValueError for one that the query does not hold.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        update_wrapper(self, build)
        self._build = build
        self._kinds = {n: p.annotation for n, p in signature(build).parameters.items()}
        if not set(self._kinds.values()) <= {int, date}:
            raise TypeError(f"{build.__qualname__} may take only keys and days")

    def __call__(self, **given: int | date) -> list[Any]:
        """Ask the database; the rows as the queryset would give them."""
        if given.keys() != self._kinds.keys():
            raise TypeError(f"{self._build.__qualname__} takes {', '.join(self._kinds)}")
        ready = self._ready()
        params = list(ready.params)
        for place, name in ready.names.items():
            params[place] = _stored(given[name], ready.compiler.connection)
        compiler = copy(ready.compiler)
        compiler.as_sql = lambda *_a, **_k: (ready.sql, tuple(params))  # type: ignore[assignment,method-assign]
        rows = ready.rows.all()
        query = copy(ready.rows.query)
        query.get_compiler = lambda *_a, **_k: compiler  # type: ignore[method-assign]
        # Not by `rows.query =`, which would turn tuples into dictionaries.
        rows._query = query  # type: ignore[attr-defined]
        return list(rows)

    def _ready(self) -> _Ready:
        """What is kept on this thread's connection, put together at the first call."""
        connection = connections["default"]
        kept = connection.__dict__.setdefault(KEPT, {})
        if self not in kept:
            kept[self] = self._put_together(connection)
        ready: _Ready = kept[self]
        return ready

    def _put_together(self, connection: BaseDatabaseWrapper) -> _Ready:
        stand_ins = {
            name: FIRST_KEY + n if kind is int else date(FIRST_DAY, 1, 1 + n)
            for n, (name, kind) in enumerate(self._kinds.items())
        }
        rows = self._build(**stand_ins)
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        by_value = {_stored(value, connection): name for name, value in stand_ins.items()}
        names = {
            place: by_value[value]
            for place, value in enumerate(params)
            if isinstance(value, int | str | date) and value in by_value
        }
        absent = stand_ins.keys() - set(names.values())
        if absent:
            raise ValueError(f"{self._build.__qualname__} does not hold {', '.join(absent)}")
        return _Ready(rows, compiler, sql, tuple(params), names)


def _stored(value: int | date, connection: BaseDatabaseWrapper) -> object:
    """A key or a day as the database takes it."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
