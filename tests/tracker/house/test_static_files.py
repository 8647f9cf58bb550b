"""Static files get hashed names, are compressed, and every reference in them is there."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import storages
from django.core.management import call_command
from django.test import Client

from tracker import settings as site


@pytest.fixture
def collected(settings, tmp_path: Path) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = site.STORAGES
    assert "CompressedManifest" in str(site.STORAGES["staticfiles"])
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def test_every_file_is_collected_under_a_hashed_name(collected: Path) -> None:
    storage = storages["staticfiles"]

    url = storage.url("css/app.css")

    assert url.startswith("/static/css/app.") and url != "/static/css/app.css"
    assert (collected / url.removeprefix("/static/")).exists()
    assert (collected / (url.removeprefix("/static/") + ".br")).exists()


@pytest.mark.django_db
def test_a_static_file_is_served_with_the_headers_and_may_be_kept(client: Client) -> None:
    answer = client.get("/static/css/app.css")

    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" not in answer["Cache-Control"]
    answer.close()
