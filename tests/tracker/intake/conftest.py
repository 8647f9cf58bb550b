import pytest
import time_machine

from tests.tracker.make import NOON


@pytest.fixture(autouse=True)
def saturday_noon():
    """Saturday 21 November 2026, noon in UTC."""
    with time_machine.travel(NOON, tick=False):
        yield
