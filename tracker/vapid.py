"""The key with which this house signs what it pushes (VAPID, RFC 8292), kept with the data.

Browsers that agreed to be pushed to know its public half, so it must live as long as they do.
"""

import base64
import os
from importlib.util import find_spec
from pathlib import Path

from tracker.environment import stop

FILE_NAME = "vapid_key"


def is_possible() -> bool:
    """Tell whether the extra `push` is installed."""
    return find_spec("pywebpush") is not None


def make_once(var: Path) -> bool:
    """Make the key unless there is one; False when the extra is not installed.

    Only its owner may read it; when two processes start at once, the first one wins.
    """
    if not is_possible():
        return False
    path = var / FILE_NAME
    try:
        if not path.exists():
            _make(path)
    except OSError:
        stop(f"The key file {path} cannot be made. Mend the rights of its folder.")
    return True


def _make(path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def is_whole(data: bytes) -> bool:
    """Tell whether these are the bytes of a key file; also where the extra is not installed."""
    text = data.strip()
    return text.startswith(b"-----BEGIN PRIVATE KEY-----") and text.endswith(
        b"-----END PRIVATE KEY-----"
    )


def private_key(var: Path) -> bytes | None:
    """The key as PEM; None where push is not possible here or the key is not there."""
    path = var / FILE_NAME
    if not is_possible() or not path.exists():
        return None
    return path.read_bytes()


def public_key(var: Path) -> str:
    """The public half as browsers want it: base64url of the point; "" without a usable key."""
    pem = private_key(var)
    if pem is None:
        return ""
    from cryptography.hazmat.primitives import serialization

    try:
        key = serialization.load_pem_private_key(pem, password=None).public_key()
        point = key.public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
    except ValueError:
        return ""
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode("ascii")
