"""Settings come from the environment; nonsense stops the start with a sentence."""

import json
import re
from pathlib import Path

import pytest

from tests.tracker.house.shell import ROOT, run
from tracker.environment import VARIABLES, Environment, is_private

SHOWN = (
    "import json; from django.conf import settings as s; "
    "print(json.dumps({k: getattr(s, k) for k in (%s)}, default=str))"
)


def settings_under(*names: str, **variables: str) -> dict[str, object]:
    done = run("-c", SHOWN % "".join(f"'{name}'," for name in names), **variables)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"SIGN_UP": "maybe"}, "SIGN_UP is 'maybe'. Set it to one of: open, invite, closed."),
        ({"DEMO": "1"}, "DEMO is '1'. Set it to one of: on, off."),
        ({"PORT": "80a"}, "PORT is '80a'. Set it to a whole number from 1 to 65535."),
        ({"TRUSTED_PROXIES": "-1"}, "whole number from 0 to 10"),
        ({"REGION": "atlantis"}, "REGION is 'atlantis'"),
        ({"TIME_ZONE": "Mars/Base"}, "Set it to a name such as Europe/London"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT"),
        ({"PUBLIC_URL": "diary.example.org"}, "no web address"),
        ({"PUBLIC_URL": "http://diary.example.org"}, "plain http would send health data"),
        ({"PUBLIC_URL": "http://203.0.113.5"}, "plain http would send health data"),
        ({"PUBLIC_URL": "https://example.org/diary"}, "needs a host of its own"),
        ({"PUBLIC_URL": "https://example.org:99999"}, "no web address"),
        ({"PUBLIC_URL": "https://example.org", "DEBUG": "on"}, "DEBUG is on"),
        ({"DATABASE_URL": "mysql://a:b@c/d"}, "DATABASE_URL does not begin with"),
        ({"DATABASE_URL": "postgresql://host:port/name"}, "DATABASE_URL is no address"),
        ({"DATABASE_URL": "postgresql://host"}, "DATABASE_URL names no database"),
        ({"EMAIL_URL": "mail.example.org"}, "EMAIL_URL does not begin with"),
        ({"PHOTOS": "/srv/photos"}, "no address of a bucket"),
        ({"PHOTOS": "s3://key:secret@bucket/"}, "no address of a bucket"),
        ({"EMAIL_URL": "smtp://"}, "EMAIL_URL names no host"),
        ({"JOBS_URL": "on"}, "JOBS_URL does not begin with redis:// or postgresql://"),
        ({"JOBS_URL": "redis://"}, "JOBS_URL is no address of a queue"),
        ({"JOBS_URL": "postgresql://host:port/name"}, "JOBS_URL is no address of a queue"),
        ({"SECRET_KEY": "short"}, "shorter than 32 characters"),
        ({"SECRET_KEY_FILE": "/no/such/file"}, "SECRET_KEY_FILE names a file that cannot be read"),
        ({"SECRET_KEY_FILE": "/dev/null"}, "names an empty file"),
        ({"SECRET_KEY": "x" * 40, "SECRET_KEY_FILE": "/dev/null"}, "Both SECRET_KEY and"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_value_stops_the_start_with_one_sentence(
    variables: dict[str, str], words: str, tmp_path: Path
) -> None:
    done = run("-c", "import tracker.settings", VAR_DIR=str(tmp_path), **variables)

    assert done.returncode == 1
    assert done.stderr.startswith("Home Straight cannot start. ")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_gunicorn_stops_too_instead_of_starting_workers_again(tmp_path: Path) -> None:
    done = run("-m", "gunicorn", "tracker.wsgi", VAR_DIR=str(tmp_path), PORT="1", SIGN_UP="no")

    assert done.returncode != 0
    assert "SIGN_UP is 'no'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_secret_is_not_repeated_on_the_screen(tmp_path: Path) -> None:
    done = run(
        "-c", "import tracker.settings", VAR_DIR=str(tmp_path), DATABASE_URL="oracle://u:hush@h/n"
    )

    assert done.returncode == 1
    assert "hush" not in done.stderr


def test_no_variable_is_needed(tmp_path: Path) -> None:
    shown = settings_under("PUBLIC_URL", "SIGN_UP", "HAS_MAIL", "DEBUG", VAR_DIR=str(tmp_path))

    assert shown == {
        "PUBLIC_URL": "http://localhost:8000",
        "SIGN_UP": "open",
        "HAS_MAIL": False,
        "DEBUG": False,
    }


def test_the_public_address_follows_the_port(tmp_path: Path) -> None:
    shown = settings_under("PUBLIC_URL", VAR_DIR=str(tmp_path), PORT="9123")

    assert shown["PUBLIC_URL"] == "http://localhost:9123"


def test_https_hardens_the_cookies(tmp_path: Path) -> None:
    shown = settings_under(
        "SESSION_COOKIE_NAME",
        "CSRF_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "IS_HTTPS",
        "ALLOWED_HOSTS",
        VAR_DIR=str(tmp_path),
        PUBLIC_URL="https://diary.example.org",
    )

    assert shown["SESSION_COOKIE_NAME"] == "__Host-session"
    assert shown["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert shown["SESSION_COOKIE_SECURE"] and shown["CSRF_COOKIE_SECURE"] and shown["IS_HTTPS"]
    assert "diary.example.org" in shown["ALLOWED_HOSTS"] and "*" not in shown["ALLOWED_HOSTS"]


def test_photos_lie_in_a_folder_for_their_owner_only_or_in_a_private_bucket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Environment({}).photo_storage(tmp_path)
    with pytest.raises(SystemExit, match="install django-storages"):
        Environment({"PHOTOS": "s3://bruises/2026"}).photo_storage(tmp_path)
    monkeypatch.setattr("tracker.environment.find_spec", lambda name: name)

    bucket = Environment({"PHOTOS": "s3://bruises/2026"}).photo_storage(tmp_path)

    assert folder["OPTIONS"]["location"] == tmp_path / "photos"
    assert folder["OPTIONS"]["file_permissions_mode"] == 0o600
    assert bucket["BACKEND"] == "storages.backends.s3.S3Storage"
    assert bucket["OPTIONS"]["bucket_name"] == "bruises"
    assert bucket["OPTIONS"]["location"] == "2026"
    assert bucket["OPTIONS"]["default_acl"] == "private"


def test_mail_settings_come_from_one_address(tmp_path: Path) -> None:
    shown = settings_under(
        "HAS_MAIL",
        "EMAIL_HOST",
        "EMAIL_PORT",
        "EMAIL_USE_TLS",
        "EMAIL_HOST_PASSWORD",
        "ACCOUNT_EMAIL_VERIFICATION",
        VAR_DIR=str(tmp_path),
        EMAIL_URL="smtp+tls://me:p%40ss@mail.example.org:587",
    )

    assert shown == {
        "HAS_MAIL": True,
        "EMAIL_HOST": "mail.example.org",
        "EMAIL_PORT": 587,
        "EMAIL_USE_TLS": True,
        "EMAIL_HOST_PASSWORD": "p@ss",
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    }


@pytest.mark.parametrize("name", [v.name for v in VARIABLES if v.is_secret])
def test_every_secret_may_come_from_a_file(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from a file\n")

    assert Environment({f"{name}_FILE": str(secret)}).text(name) == "from a file"


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = settings_under("SECRET_KEY", VAR_DIR=str(tmp_path))
    second = settings_under("SECRET_KEY", VAR_DIR=str(tmp_path))

    assert first == second
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("host", "answer"),
    [
        ("localhost", True),
        ("web", True),
        ("pi.local", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("192.168.1.20", True),
        ("10.0.0.7", True),
        ("0.0.0.0", False),
        ("8.8.8.8", False),
        ("example.org", False),
        ("localhost.example.org", False),
    ],
)
def test_only_this_machine_and_private_networks_count_as_private(host: str, answer: bool) -> None:
    assert is_private(host) is answer


def test_the_settings_table_and_the_settings_agree() -> None:
    text = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| .+ \| (yes|no) \|$", text, re.MULTILINE)

    assert [(name, default.strip("`"), secret == "yes") for name, default, secret in rows] == [
        (variable.name, variable.default or "empty", variable.is_secret) for variable in VARIABLES
    ]


def test_no_other_file_reads_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("tracker", "rehab")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"os\.environ(?!\.setdefault\(\"DJANGO_SETTINGS)|getenv", path.read_text())
    }

    assert readers == {"tracker/environment.py"}
