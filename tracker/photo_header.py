"""What a picture file says about itself in its first bytes: its kind and its size.

Read by hand, so that nothing of a file is decoded, and no memory is taken for it, before
its size is known: a few kilobytes can claim a picture of gigabytes.
"""

import struct
from dataclasses import dataclass
from enum import StrEnum

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
# Names of the container that phones use for HEIC and AVIF, at byte 8.
HEIF_BRANDS = {
    b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"heif", b"avif",
    b"avis",
}  # fmt: skip
# Markers of a JPEG that begin a frame and so hold its size (all but DHT, JPG and DAC).
FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}
START_OF_SCAN = 0xDA


class Kind(StrEnum):
    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    HEIF = "HEIF"


@dataclass(frozen=True, slots=True)
class Header:
    """`width` and `height` in pixels as the file claims them; 0 when it does not say."""

    kind: Kind
    width: int = 0
    height: int = 0

    @property
    def pixels(self) -> int:
        return self.width * self.height


def read_header(data: bytes) -> Header | None:
    """Tell what the file is; None for anything that is no picture we know.

    The file's name and the type the browser claims are not looked at.
    """
    if data.startswith(b"\xff\xd8\xff"):
        return _jpeg(data)
    if data.startswith(PNG_MAGIC):
        return _png(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp(data)
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        return Header(Kind.HEIF)
    return None


def _png(data: bytes) -> Header:
    if data[12:16] != b"IHDR" or len(data) < 24:
        return Header(Kind.PNG)
    width, height = struct.unpack(">II", data[16:24])
    return Header(Kind.PNG, width, height)


def _jpeg(data: bytes) -> Header:
    """Walk from marker to marker up to the first frame."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
        elif marker in WITHOUT_LENGTH:
            at += 2
        elif marker in FRAMES and at + 9 <= len(data):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Header(Kind.JPEG, width, height)
        elif marker == START_OF_SCAN:
            break
        else:
            at += 2 + max(2, int.from_bytes(data[at + 2 : at + 4], "big"))
    return Header(Kind.JPEG)


def _webp(data: bytes) -> Header:
    chunk, body = data[12:16], data[20:30]
    if len(body) < 10:
        return Header(Kind.WEBP)
    if chunk == b"VP8X":
        return Header(
            Kind.WEBP,
            int.from_bytes(body[4:7], "little") + 1,
            int.from_bytes(body[7:10], "little") + 1,
        )
    if chunk == b"VP8L":
        bits = int.from_bytes(body[1:5], "little")
        return Header(Kind.WEBP, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", body[6:10])
        return Header(Kind.WEBP, width & 0x3FFF, height & 0x3FFF)
    return Header(Kind.WEBP)
