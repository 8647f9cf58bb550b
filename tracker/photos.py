"""A photo of a bruise: checked, turned upright, made small, and drawn anew.

What is stored are two JPEG pictures that were encoded here: none of the bytes that came
in is kept, so no place (GPS), no device, no date and nothing hidden behind the picture.
"""

import warnings
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, BinaryIO

from django.utils.translation import gettext_noop

from tracker import pillow
from tracker.photo_header import Kind, read_header

if TYPE_CHECKING:
    from PIL import Image

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
# The decoder of WebP holds a picture four times over (40 bytes for each pixel were measured).
MOST_PIXELS_WEBP = 13_000_000
ASK_FOR_PHOTO = gettext_noop("Choose a JPEG, PNG or WebP photo")
TOO_LONG = gettext_noop("That photo is over 15 MB. Try a smaller one")
TOO_MANY_PIXELS = gettext_noop("That photo has over 50 million pixels. Try a smaller one")
TOO_MANY_PIXELS_WEBP = gettext_noop(
    "That WebP photo has over 13 million pixels. Save it as JPEG, or try a smaller one"
)
# The decoder of HEIC holds the whole picture more than once.
MOST_PIXELS_HEIC = 25_000_000
TOO_MANY_PIXELS_HEIC = gettext_noop(
    "That HEIC photo has over 25 million pixels. Save it as JPEG, or try a smaller one"
)
# Longer than this many times its other side it is no photo of a leg; once small, only a line.
MOST_SIDES = 20
TOO_NARROW = gettext_noop(
    "That picture is a narrow strip, over 20 times as long as it is wide. Choose a photo"
)
# One still picture; moving ones and AVIF have other names in the same place.
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"mif1")
NO_HEIC = gettext_noop(
    "This is a HEIC photo, which cannot be read here. Save it as JPEG: on an iPhone choose "
    "Settings, Camera, Formats, Most Compatible, or send a screenshot of the photo"
)
AVIF_BRANDS = (b"avif", b"avis")
NO_AVIF = gettext_noop(
    "This is an AVIF picture, which cannot be read here. Save it as JPEG, or send a screenshot"
)
MOVES = gettext_noop("This is a moving picture. Choose a photo that stands still")
CANNOT_READ = gettext_noop("This photo is damaged or cut off. Try it again, or another one")


class PhotoRefused(Exception):
    """Why a file is not taken; `message` is a sentence for the person, to be translated."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Picture:
    """Two JPEG files, upright, in sRGB and without metadata; the size in pixels of the large."""

    large: bytes
    small: bytes
    width: int
    height: int


def prepare_photo(file: BinaryIO) -> Picture:
    """Draw a photo anew: longest side at most 1,600 and 320 pixels.

    Takes JPEG, PNG and WebP of at most 15 MB and 50 million pixels (WebP 13), at most 20
    times as long as wide, all checked before anything is decoded; HEIC (25) where the extra
    `heic` is installed. Raises PhotoRefused with the sentence to show.
    """
    file.seek(0)
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PhotoRefused(TOO_LONG)
    kind = _check_header(data)
    from tracker import photo_drawing  # Pillow is loaded by the first photo, not to serve

    # A JPEG with a second picture inside (depth, brightness) is MPO to Pillow.
    formats = ("JPEG", "MPO") if kind is Kind.JPEG else (kind.value,)
    with pillow.strict(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of broken metadata, which is thrown away anyway
        try:
            return Picture(*photo_drawing.draw(data, formats, check=_check_opened))
        except photo_drawing.BROKEN as error:
            raise PhotoRefused(CANNOT_READ) from error


def _check_header(data: bytes) -> Kind:
    header = read_header(data)
    if header is None:
        raise PhotoRefused(ASK_FOR_PHOTO)
    if header.kind is Kind.HEIF:
        if data[8:12] in AVIF_BRANDS:
            raise PhotoRefused(NO_AVIF)
        if not reads_heic(data):
            raise PhotoRefused(NO_HEIC)
        return header.kind  # its size stands deep in the file: `_check_opened` reads it there
    if not header.pixels:
        raise PhotoRefused(CANNOT_READ)
    if header.pixels > MOST_PIXELS:
        raise PhotoRefused(TOO_MANY_PIXELS)
    _check_shape(header.width, header.height)
    if header.kind is Kind.WEBP and header.pixels > MOST_PIXELS_WEBP:
        raise PhotoRefused(TOO_MANY_PIXELS_WEBP)
    return header.kind


def _check_shape(width: int, height: int) -> None:
    if max(width, height) > MOST_SIDES * min(width, height):
        raise PhotoRefused(TOO_NARROW)


def reads_heic(data: bytes) -> bool:
    """Whether this is one still picture of HEIC, and the optional package is there to read it."""
    return data[8:12] in HEIC_BRANDS and find_spec("pillow_heif") is not None


def _check_opened(image: "Image.Image") -> None:
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise PhotoRefused(TOO_MANY_PIXELS)
    _check_shape(image.width, image.height)
    if image.format == Kind.HEIF:
        if pixels > MOST_PIXELS_HEIC:
            raise PhotoRefused(TOO_MANY_PIXELS_HEIC)
    elif image.format not in ("JPEG", "MPO") and getattr(image, "is_animated", False):
        raise PhotoRefused(MOVES)
