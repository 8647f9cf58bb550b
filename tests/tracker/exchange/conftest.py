"""The noon at which files are brought in, and a folder of its own for those that wait."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone


@pytest.fixture
def clock(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))
