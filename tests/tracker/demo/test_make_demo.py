"""`make demo`: both people, a way in that works, and a house without demos refuses."""

import re
import subprocess
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.tracker.house.shell import ROOT, environment
from tracker.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("has_mail", [False, True], ids=["no mail", "mail"])
def test_both_people_can_be_signed_in_as_with_what_is_printed(demos, client, has_mail) -> None:
    demos.HAS_MAIL = has_mail
    demos.ACCOUNT_EMAIL_VERIFICATION = "mandatory" if has_mail else "none"
    printed = StringIO()

    call_command("make_demo", stdout=printed)

    said = printed.getvalue()
    ways = re.findall(r"e-mail +(\S+)\n +password +(\S+)", said)
    assert len(ways) == 2
    assert "/demo/robin/" in said and "/demo/maya/" in said and "/progress/" in said
    for email, password in ways:
        client = Client()
        client.post("/accounts/login/", {"login": email, "password": password})
        page = client.get("/today/")
        assert page.status_code == 200
        assert "Made-up diary." in page.content.decode()
    assert User.objects.filter(is_demo=True).count() == 2


def test_a_house_without_demos_makes_nobody() -> None:
    with pytest.raises(CommandError, match="DEMO=on"):
        call_command("make_demo", stdout=StringIO())

    assert not User.objects.exists()


def planned(*options: str) -> str:
    """What make would do for `make demo`, without doing it."""
    command = ["make", "--no-print-directory", "--dry-run", *options, "demo"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)
    return done.stdout


def test_make_demo_prepares_makes_both_and_serves_from_a_folder_of_its_own() -> None:
    steps = [line.split()[-1] for line in planned().splitlines()]
    settings = planned("--print-data-base")

    assert steps[-3:] == ["prepare", "make_demo", "tracker.wsgi"]
    assert "demo: VAR_DIR := var/demo" in settings
    assert "demo: DEMO := on" in settings
