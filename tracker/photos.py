"""A photo of a bruise: checked, turned upright, made small, and drawn anew.

What is stored are two JPEG pictures that were encoded here: none of the bytes that came
in is kept, so no place (GPS), no device, no date and nothing hidden behind the picture.
"""

import struct
import warnings
import zlib
from dataclasses import dataclass
from io import BytesIO
from threading import Semaphore
from typing import BinaryIO

from django.utils.translation import gettext_noop
from PIL import Image, ImageCms

from tracker.photo_header import Kind, read_header

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 50_000_000
# The decoder of WebP holds a picture four times over (40 bytes for each pixel were measured).
MOST_PIXELS_WEBP = 13_000_000
LARGE_PX = 1600
SMALL_PX = 320
STRIP_PX = 64
LARGE_QUALITY = 84
SMALL_QUALITY = 78
# The orientation of EXIF: what turns a picture upright.
ORIENTATION = 0x0112
TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What a decoder of Pillow may raise on a file that was damaged or made up.
BROKEN = (
    OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError,
    AttributeError, struct.error, zlib.error, MemoryError, Image.DecompressionBombError,
)  # fmt: skip
ASK_FOR_PHOTO = gettext_noop("Choose a JPEG, PNG or WebP photo")
TOO_LONG = gettext_noop("That photo is over 15 MB. Try a smaller one")
TOO_MANY_PIXELS = gettext_noop("That photo has over 50 million pixels. Try a smaller one")
TOO_MANY_PIXELS_WEBP = gettext_noop(
    "That WebP photo has over 13 million pixels. Save it as JPEG, or try a smaller one"
)
NO_HEIC = gettext_noop(
    "This is a HEIC photo, which cannot be read here. Save it as JPEG: on an iPhone choose "
    "Settings, Camera, Formats, Most Compatible, or send a screenshot of the photo"
)
MOVES = gettext_noop("This is a moving picture. Choose a photo that stands still")
CANNOT_READ = gettext_noop("This photo is damaged or cut off. Try it again, or another one")

# Pillow's own limit is not used: a picture's size is known, and refused, before Pillow sees it.
Image.MAX_IMAGE_PIXELS = None
# One picture at a time in each process, so that many at once do not take its memory.
_turn = Semaphore(1)


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

    Takes JPEG, PNG and WebP of at most 15 MB and 50 million pixels (WebP 13), both checked
    before anything is decoded. Raises PhotoRefused with the sentence to show.
    """
    file.seek(0)
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PhotoRefused(TOO_LONG)
    kind = _check_header(data)
    with _turn, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of broken metadata, which is thrown away anyway
        try:
            return _draw(data, kind)
        except BROKEN as error:
            raise PhotoRefused(CANNOT_READ) from error


def _check_header(data: bytes) -> Kind:
    header = read_header(data)
    if header is None:
        raise PhotoRefused(ASK_FOR_PHOTO)
    if header.kind is Kind.HEIF:
        raise PhotoRefused(NO_HEIC)
    if not header.pixels:
        raise PhotoRefused(CANNOT_READ)
    if header.pixels > MOST_PIXELS:
        raise PhotoRefused(TOO_MANY_PIXELS)
    if header.kind is Kind.WEBP and header.pixels > MOST_PIXELS_WEBP:
        raise PhotoRefused(TOO_MANY_PIXELS_WEBP)
    return header.kind


def _draw(data: bytes, kind: Kind) -> Picture:
    # A JPEG with a second picture inside (depth, brightness) is MPO to Pillow.
    formats = ("JPEG", "MPO") if kind is Kind.JPEG else (kind.value,)
    image: Image.Image = Image.open(BytesIO(data), formats=formats)
    if image.width * image.height > MOST_PIXELS:
        raise PhotoRefused(TOO_MANY_PIXELS)
    if kind is not Kind.JPEG and getattr(image, "is_animated", False):
        raise PhotoRefused(MOVES)
    if kind is Kind.JPEG:
        image.draft(None, (LARGE_PX, LARGE_PX))  # decodes only as finely as is needed
    image.load()
    profile, turn = image.info.get("icc_profile"), TURNS.get(_turn_of(image))
    shrunk = _shrunk(image)
    del image  # up to 200 MB, of no more use
    shrunk.thumbnail((LARGE_PX, LARGE_PX), Image.Resampling.LANCZOS)
    upright = _as_srgb(shrunk, profile)
    if turn is not None:
        upright = upright.transpose(turn)
    small = upright.copy()
    small.thumbnail((SMALL_PX, SMALL_PX), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return Picture(
        large=_jpeg(upright, LARGE_QUALITY),
        small=_jpeg(small, SMALL_QUALITY),
        width=upright.width,
        height=upright.height,
    )


def _shrunk(image: Image.Image) -> Image.Image:
    """At most twice the size that is wanted, in a mode whose colours can be averaged.

    Strip by strip: a second whole copy of 50 million pixels would be 200 MB.
    """
    by = max(image.size) // (2 * LARGE_PX)
    if by < 2:
        return _eight_bit(image)
    whole: Image.Image | None = None
    for at, top in enumerate(range(0, image.height, STRIP_PX * by)):
        bottom = min(top + STRIP_PX * by, image.height)
        strip = _eight_bit(image.crop((0, top, image.width, bottom))).reduce(by)
        if whole is None:
            whole = Image.new(strip.mode, (strip.width, -(-image.height // by)))
        whole.paste(strip, (0, at * STRIP_PX))
    return whole or image


def _eight_bit(image: Image.Image) -> Image.Image:
    """A mode in which colours can be averaged: L, RGB, CMYK, or with alpha LA and RGBA."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 257).convert("L")
    if image.mode in ("L", "RGB", "CMYK", "LA", "RGBA"):
        return image
    is_see_through = image.mode in ("PA", "RGBa") or "transparency" in image.info
    return image.convert("RGBA" if is_see_through else "RGB")


def _as_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours by the file's own profile where it has a good one; see-through parts on white."""
    if image.mode in ("RGBA", "LA"):
        whole = image.convert("RGBA")
        ground = Image.new("RGB", whole.size, "white")
        ground.paste(whole, mask=whole.getchannel("A"))
        image = ground
    if profile:
        try:
            made = ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            made = None  # a profile of another kind of picture: the plain colours then
        if made is not None:
            return made
    return image.convert("RGB")


def _turn_of(image: Image.Image) -> object:
    """How the camera was held, 1 to 8 (EXIF); nothing where that part is broken."""
    try:
        return image.getexif().get(ORIENTATION)
    except BROKEN:
        return None


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """Encode a bare copy of the pixels: nothing that Pillow remembers of the file goes along."""
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    out = BytesIO()
    bare.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()
