"""The drawing of a photo anew, with Pillow. Load it only where a photo is in hand: it is heavy."""

import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image, ImageCms

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
    AttributeError, RuntimeError, struct.error, zlib.error, MemoryError,
    Image.DecompressionBombError,
)  # fmt: skip


def draw(
    data: bytes, formats: tuple[str, ...], *, check: Callable[[Image.Image], None]
) -> tuple[bytes, bytes, int, int]:
    """The large and the small JPEG, and the size of the large; `check` sees it undecoded."""
    if "HEIF" in formats:
        _learn_heic()
    image: Image.Image = Image.open(BytesIO(data), formats=formats)
    check(image)
    if "JPEG" in formats:
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
    return (_jpeg(upright, LARGE_QUALITY), _jpeg(small, SMALL_QUALITY), *upright.size)


@cache
def _learn_heic() -> None:
    """Let Pillow open HEIC where we name that format; nobody else's pictures are touched."""
    import pillow_heif

    pillow_heif.register_heif_opener(thumbnails=False)


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
