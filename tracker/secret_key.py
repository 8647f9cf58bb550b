"""Makes the site's key once and keeps it with the data.

The key signs sessions and mail links, so it must live as long as the database.
"""

import hashlib
import os
import secrets
from pathlib import Path

from tracker.environment import stop

FILE_NAME = "secret_key"
FINGERPRINT_NAME = "secret_key.fingerprint"
LEAST_LENGTH = 32


def read_or_make(var: Path, given: str) -> str:
    """Give the key from the environment, else the one kept in `var`, made on first need.

    Ends the start when a given key is too short or the folder cannot be written.
    """
    if given:
        if len(given) < LEAST_LENGTH:
            stop(f"SECRET_KEY is shorter than {LEAST_LENGTH} characters. Give a longer one.")
        return given
    path = var / FILE_NAME
    try:
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        stop(f"The key file {path} cannot be read or made. Mend its rights or set SECRET_KEY.")
    if len(key) < LEAST_LENGTH:
        stop(f"The key file {path} is damaged. Put the old one back, or delete it for a new one.")
    return key


def is_whole(data: bytes) -> bool:
    """Tell whether these are the bytes of a key file."""
    return data.isascii() and len(data.strip()) >= LEAST_LENGTH


def _make(path: Path) -> None:
    """Write a new key; when two processes start at once, the first one wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def has_changed(var: Path, key: str) -> bool:
    """Tell whether another key was in use here before, and remember this one."""
    path = var / FINGERPRINT_NAME
    fingerprint = hashlib.sha256(b"home-straight:" + key.encode()).hexdigest()[:16]
    before = path.read_text(encoding="ascii").strip() if path.exists() else fingerprint
    if not path.exists() or before != fingerprint:
        path.write_text(fingerprint, encoding="ascii")
    return before != fingerprint
