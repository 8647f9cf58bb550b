"""A house with demos, and the two stories on the days that calendars get wrong."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
# An ordinary day; a leap day and the days after; both changes of the clock; New Year.
DAYS = [
    date(2026, 11, 21),
    date(2028, 2, 29),
    date(2028, 3, 1),
    date(2027, 3, 28),
    date(2026, 10, 25),
    date(2027, 1, 1),
    date(2026, 12, 31),
]


@pytest.fixture
def demos(settings, db: None):
    settings.DEMO = True
    cache.clear()
    return settings
