"""Words compared without case and accents: "uber" finds "Über", on both databases alike.

SQLite's own LIKE knows the case of a to z only, so it borrows the function of Python.
"""

import unicodedata

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Transform

ACCENTS = ("\u0300", "\u036f")


def fold(text: str) -> str:
    """Small letters without the accents that can be written apart from their letter."""
    first, last = ACCENTS
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not first <= c <= last).lower()


class Folded(Transform):
    """`note__folded__contains=fold(word)`."""

    lookup_name = "folded"
    function = "diary_fold"
    output_field = CharField()

    def as_postgresql(self, compiler, connection, **more):
        first, last = ACCENTS
        letters = f"regexp_replace(normalize(%(expressions)s, NFKD), '[{first}-{last}]', '', 'g')"
        return self.as_sql(compiler, connection, template=f"lower({letters})", **more)


def lend_to_sqlite(connection: BaseDatabaseWrapper, **_signal: object) -> None:
    """Each new connection to SQLite is given the function by its name."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(Folded.function, 1, fold, deterministic=True)
