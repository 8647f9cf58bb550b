"""Picture files made for tests: good ones, odd ones, and ones that lie."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms

GPS_IFD, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112
MARK = b"zanzibar-secret"
# A file is read by what it holds, so a name says nothing.
RED, BLUE = (200, 30, 30), (30, 30, 200)


def halves(size: tuple[int, int] = (400, 300), mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def jpeg(size: tuple[int, int] = (400, 300), mode: str = "RGB", **options: object) -> bytes:
    return encoded(halves(size, mode), "JPEG", **options)


def with_secrets(kind: str = "JPEG") -> bytes:
    """Place, maker, comment and a text behind the end of the picture."""
    exif = Image.Exif()
    exif[MAKE] = MARK.decode()
    exif.get_ifd(GPS_IFD)[1] = "N"
    exif.get_ifd(GPS_IFD)[2] = (52.0, 31.0, 12.0)
    options: dict[str, object] = {"exif": exif}
    if kind == "JPEG":
        options["comment"] = MARK
    if kind in ("JPEG", "WEBP"):
        options["xmp"] = b"<x:xmpmeta>" + MARK + b"</x:xmpmeta>"
    return encoded(halves(), kind, **options) + b"<script>alert('" + MARK + b"')</script>"


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return encoded(halves(), "JPEG", exif=exif)


def sixteen_bit() -> bytes:
    """Grey of 16 bits: dark on the left, light on the right."""
    image = Image.new("I", (60, 40), 12_850)
    image.paste(51_400, (30, 0, 60, 40))
    return encoded(image.convert("I;16"), "PNG")


def animated(kind: str) -> bytes:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (RED, BLUE)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def wide_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def claiming_png(width: int, height: int) -> bytes:
    """A small file that claims to be a huge picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def claiming_jpeg(width: int, height: int) -> bytes:
    """The same as JPEG: the size of a real file, overwritten."""
    data = bytearray(jpeg())
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def claiming_webp(width: int, height: int) -> bytes:
    """A canvas of this size with no picture in it."""
    body = b"\x10\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    riff = b"WEBPVP8X" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(riff)) + riff


def text_bomb() -> bytes:
    """A PNG whose text unpacks to 80 MB."""
    whole = encoded(halves((8, 8)), "PNG")
    packed = b"Comment\0\0" + zlib.compress(b"a" * 80_000_000, 9)
    return whole[:33] + chunk(b"zTXt", packed) + whole[33:]


def heic() -> bytes:
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200
