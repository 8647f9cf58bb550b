"""Pictures of a diary that is brought in: kept as they are, or drawn anew.

Ours are JPEGs without anything but the picture. One that is like that is kept byte for byte,
so that a diary comes back equal; any other is drawn anew as every photo is. What is no
picture is refused.
"""

from io import BytesIO

from tracker import pillow
from tracker.photos import CANNOT_READ, PhotoRefused, Picture, prepare_photo

LARGE_PX, SMALL_PX = 1600, 320
# Markers of a JPEG that hold the picture itself, its size and its colours (JFIF, ICC).
PLAIN = {0xE0, 0xE2, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD}
START, END, SCAN = b"\xff\xd8", b"\xff\xd9", 0xDA


def carried_picture(large: bytes, small: bytes | None) -> Picture:
    """Both files and the size of the large. Raises PhotoRefused with the sentence to show."""
    size = _size(large, LARGE_PX)
    if size is not None and small is not None and _size(small, SMALL_PX) is not None:
        return Picture(large, small, *size)
    return prepare_photo(BytesIO(large))


def _size(data: bytes, longest: int) -> tuple[int, int] | None:
    """Width and height of a JPEG that holds nothing but a picture of that size; else None."""
    if not _is_plain(data):
        return None
    from PIL import Image

    from tracker.photo_drawing import BROKEN

    with pillow.strict():
        try:
            with Image.open(BytesIO(data), formats=("JPEG",)) as image:
                size = image.size
                if max(size) > longest:
                    return None
                image.load()
        except BROKEN as error:
            raise PhotoRefused(CANNOT_READ) from error
    return size


def _is_plain(data: bytes) -> bool:
    """Whether only plain markers stand before the first scan, and nothing after the end."""
    if not data.startswith(START) or not data.endswith(END):
        return False
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return False
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == SCAN:
            return data.find(END, at) == len(data) - 2
        if marker not in PLAIN or length < 2:
            return False
        at += 2 + length
    return False
