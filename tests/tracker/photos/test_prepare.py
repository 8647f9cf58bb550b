"""What a photo becomes: small, upright, bare; and what is refused before it is decoded."""

import os
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile, PngImagePlugin

from tests.tracker.house.shell import run
from tests.tracker.photos import pictures
from tests.tracker.photos.pictures import MARK, encoded, halves, jpeg
from tracker import photo_drawing, photos
from tracker.photo_header import Header, Kind, read_header
from tracker.photos import PhotoRefused, Picture, prepare_photo
from tracker.report import pdf


def prepared(data: bytes) -> Picture:
    return prepare_photo(BytesIO(data))


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def refusal(data: bytes) -> str:
    with pytest.raises(PhotoRefused) as refused:
        prepared(data)
    return refused.value.message


def near(pixel: object, colour: tuple[int, int, int], by: int = 40) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, colour, strict=True))  # type: ignore[call-overload]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_becomes_two_jpeg_pictures(kind: str) -> None:
    picture = prepared(encoded(halves((2400, 1800)), kind))

    large, small = opened(picture.large), opened(picture.small)
    assert (large.format, large.size, large.mode) == ("JPEG", (1600, 1200), "RGB")
    assert (small.format, small.size) == ("JPEG", (320, 240))
    assert (picture.width, picture.height) == large.size
    assert near(large.getpixel((100, 600)), pictures.RED)
    assert near(large.getpixel((1500, 600)), pictures.BLUE)


def test_a_small_photo_is_not_blown_up() -> None:
    picture = prepared(jpeg((200, 100)))

    assert opened(picture.large).size == opened(picture.small).size == (200, 100)


@pytest.mark.parametrize("size", [(1, 1), (160, 3200), (3199, 161), (6401, 3203)])
def test_odd_sizes_keep_their_shape(size: tuple[int, int]) -> None:
    picture = prepared(encoded(halves(size), "PNG"))

    longest = min(1600, max(size))
    assert max(picture.width, picture.height) in (longest, longest - 1)
    assert min(picture.width, picture.height) >= 1


@pytest.mark.parametrize("size", [(1, 21), (3000, 1), (3221, 161), (1_000_000, 40)])
def test_a_strip_is_refused_before_it_is_decoded(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photo_drawing, "draw", None)

    assert refusal(pictures.claiming_png(*size)) == photos.TOO_NARROW


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_that_came_beside_the_picture_is_kept(kind: str) -> None:
    sent = pictures.with_secrets(kind)
    assert MARK in sent

    picture = prepared(sent)

    for data in (picture.large, picture.small):
        assert MARK not in data
        assert b"<script" not in data
        assert not opened(data).getexif()
        assert not {"exif", "icc_profile", "comment", "xmp"} & set(opened(data).info)


# Where the red half lies after the picture was turned as the camera was held.
UPRIGHT = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom",
           8: "bottom"}  # fmt: skip


@pytest.mark.parametrize(("turn", "red"), UPRIGHT.items())
def test_a_photo_is_turned_upright(turn: int, red: str) -> None:
    picture = prepared(pictures.turned(turn))

    image = opened(picture.large)
    assert image.size == ((400, 300) if turn < 5 else (300, 400))
    w, h = image.size
    spot = {"left": (20, h // 2), "right": (w - 20, h // 2), "top": (w // 2, 20),
            "bottom": (w // 2, h - 20)}[red]  # fmt: skip
    assert near(image.getpixel(spot), pictures.RED)


@pytest.mark.parametrize("turn", [0, 9, 65_535])
def test_a_turn_that_does_not_exist_is_left_aside(turn: int) -> None:
    assert opened(prepared(pictures.turned(turn)).large).size == (400, 300)


def test_broken_exif_does_not_lose_the_photo() -> None:
    data = jpeg(exif=b"Exif\0\0MM\0*" + b"\xff" * 40)

    assert prepared(data).width == 400


def test_cmyk_becomes_rgb() -> None:
    image = opened(prepared(jpeg(mode="CMYK")).large)

    assert image.mode == "RGB"
    assert near(image.getpixel((20, 150)), pictures.RED, by=60)


def test_sixteen_bits_of_grey_keep_their_light_and_dark() -> None:
    image = opened(prepared(pictures.sixteen_bit()).large)

    assert near(image.getpixel((5, 20)), (50, 50, 50), by=6)
    assert near(image.getpixel((55, 20)), (200, 200, 200), by=6)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA"])
def test_every_mode_of_png_is_read(mode: str) -> None:
    assert opened(prepared(encoded(halves(mode=mode), "PNG")).large).size == (400, 300)


def test_see_through_parts_become_white() -> None:
    clear = Image.new("RGBA", (80, 60), (0, 0, 0, 0))

    assert near(opened(prepared(encoded(clear, "PNG")).large).getpixel((40, 30)), (255,) * 3, by=3)
    palette = halves((80, 60)).quantize(2)
    data = encoded(palette, "PNG", transparency=palette.getpixel((0, 0)))
    assert near(opened(prepared(data).large).getpixel((10, 30)), (255,) * 3, by=8)


@pytest.mark.parametrize("profile", [b"no profile", b"", pictures.wide_profile()])
def test_a_colour_profile_that_does_not_fit_loses_nothing(profile: bytes) -> None:
    picture = prepared(jpeg(icc_profile=profile))

    assert near(opened(picture.large).getpixel((20, 150)), pictures.RED)


def test_a_jpeg_with_a_second_picture_inside_is_read() -> None:
    data = encoded(halves(), "MPO", save_all=True, append_images=[halves((40, 30))])

    assert prepared(data).width == 400


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_moving_pictures_are_refused(kind: str) -> None:
    assert refusal(pictures.animated(kind)) == photos.MOVES


OTHERS = {
    "gif": encoded(halves(), "GIF"),
    "bmp": encoded(halves(), "BMP"),
    "tiff": encoded(halves(), "TIFF"),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "html": b"<!doctype html><script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n",
    "zip": b"PK\x03\x04" + b"\0" * 40,
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "nothing": b"",
    "one byte": b"\xff",
    "text": b"bruise.jpg",
    "html before a jpeg": b"<script>" + jpeg(),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_kinds_of_file_are_refused_whatever_they_are_called(name: str) -> None:
    assert refusal(OTHERS[name]) == photos.ASK_FOR_PHOTO


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"hevc"])
def test_heic_is_refused_with_what_to_do(brand: bytes) -> None:
    message = refusal(pictures.heic().replace(b"ftypheic", b"ftyp" + brand))

    assert message == photos.NO_HEIC
    assert "Most Compatible" in message


CUT = {
    "jpeg cut": jpeg((900, 700))[:4000],
    "jpeg without a frame": b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 30,
    "jpeg of two bytes more": b"\xff\xd8\xff",
    "png cut": encoded(halves((900, 700)), "PNG")[:200],
    "png without a size": b"\x89PNG\r\n\x1a\n" + b"\0" * 30,
    "png magic": b"\x89PNG\r\n\x1a\n",
    "webp cut": encoded(halves((900, 700)), "WEBP")[:120],
    "webp canvas without a picture": pictures.claiming_webp(400, 300),
    "png of no width": pictures.claiming_png(0, 10),
    "text that unpacks to 80 MB": pictures.text_bomb(),
}  # fmt: skip


@pytest.mark.parametrize("name", CUT)
def test_damaged_files_are_refused_with_a_sentence(name: str) -> None:
    assert refusal(CUT[name]) == photos.CANNOT_READ


LOOSE = (
    (ImageFile, "LOAD_TRUNCATED_IMAGES", True),
    (Image, "MAX_IMAGE_PIXELS", 1),
    (PngImagePlugin, "MAX_TEXT_CHUNK", 10**9),
    (PngImagePlugin, "MAX_TEXT_MEMORY", 10**9),
)


@pytest.mark.parametrize("name", CUT)
def test_damaged_files_are_refused_whatever_switches_of_pillow_are_turned(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for where, switch, value in LOOSE:
        monkeypatch.setattr(where, switch, value)

    assert refusal(CUT[name]) == photos.CANNOT_READ
    assert prepared(jpeg((200, 100))).width == 200
    assert [getattr(where, switch) for where, switch, _ in LOOSE] == [v for *_, v in LOOSE]


# In a process of its own: WeasyPrint turns the switches once, when it is loaded.
AFTER_PDF = """
import sys
from io import BytesIO
import tracker.wsgi
from tracker.report import pdf
if not pdf.is_available():
    sys.exit(77)
from tests.tracker.photos.test_prepare import CUT
from tracker.photos import PhotoRefused, prepare_photo
for name, data in CUT.items():
    try:
        prepare_photo(BytesIO(data))
    except PhotoRefused:
        continue
    print(name)
"""


def test_damaged_files_are_refused_by_a_server_that_has_made_a_pdf(tmp_path: Path) -> None:
    done = run("-c", AFTER_PDF, VAR_DIR=str(tmp_path))

    if done.returncode == 77 and not os.environ.get("REQUIRE_PDF"):
        pytest.skip("WeasyPrint or Pango is not installed")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_weasyprint_is_not_loaded_while_a_photo_is_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pdf.is_available()  # so that a second time takes no longer than its turn
    loaded: list[bool] = []
    load = Thread(target=lambda: loaded.append(pdf._weasyprint.__wrapped__() is not None))
    inside = photo_drawing.draw

    def draw(*args: object, **kwargs: object) -> object:
        load.start()
        load.join(1)
        assert not loaded
        return inside(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(photo_drawing, "draw", draw)
    prepared(jpeg())

    load.join(60)
    assert len(loaded) == 1


BOMBS = {
    "png": pictures.claiming_png(50_000, 50_000),
    "png, just over": pictures.claiming_png(10_000, 5_001),
    "jpeg": pictures.claiming_jpeg(65_000, 65_000),
    "webp": pictures.claiming_webp(16_383, 16_383),
}


@pytest.mark.parametrize("name", BOMBS)
def test_too_many_pixels_are_refused_before_anything_is_decoded(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "open", lambda *a, **k: pytest.fail("opened"))
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: pytest.fail("decoded"))

    assert refusal(BOMBS[name]) == photos.TOO_MANY_PIXELS


def test_webp_has_a_lower_limit_because_its_decoder_takes_more_memory() -> None:
    assert refusal(pictures.claiming_webp(4000, 3251)) == photos.TOO_MANY_PIXELS_WEBP
    assert refusal(pictures.claiming_webp(4000, 3250)) == photos.CANNOT_READ


def test_a_picture_of_just_50_million_pixels_is_not_too_large() -> None:
    assert refusal(pictures.claiming_png(10_000, 5_000)) == photos.CANNOT_READ


def test_over_15_mb_is_refused_and_just_15_is_not() -> None:
    data = jpeg()

    assert refusal(data + b"\0" * (15 * 1024 * 1024 - len(data) + 1)) == photos.TOO_LONG
    assert prepared(data + b"\0" * (15 * 1024 * 1024 - len(data))).width == 400


@pytest.mark.parametrize(
    ("data", "header"),
    [
        (jpeg((41, 29)), Header(Kind.JPEG, 41, 29)),
        (jpeg((41, 29), progressive=True), Header(Kind.JPEG, 41, 29)),
        (jpeg((41, 29), exif=Image.Exif()), Header(Kind.JPEG, 41, 29)),
        (encoded(halves((41, 29)), "PNG"), Header(Kind.PNG, 41, 29)),
        (encoded(halves((41, 29)), "WEBP"), Header(Kind.WEBP, 41, 29)),
        (encoded(halves((41, 29)), "WEBP", lossless=True), Header(Kind.WEBP, 41, 29)),
        (encoded(halves((41, 29), "RGBA"), "WEBP"), Header(Kind.WEBP, 41, 29)),
        (pictures.heic(), Header(Kind.HEIF)),
        (b"", None),
    ],
)  # fmt: skip
def test_the_size_is_read_from_the_first_bytes(data: bytes, header: Header | None) -> None:
    assert read_header(data) == header


WHOLE = {
    "jpeg": jpeg((120, 90), exif=Image.Exif()),
    "png": encoded(halves((120, 90), "P"), "PNG"),
    "webp": encoded(halves((120, 90)), "WEBP"),
}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kind=st.sampled_from(sorted(WHOLE)),
    cut=st.integers(0, 4000),
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=12),
)
def test_no_damaged_file_does_anything_but_be_read_or_refused(
    kind: str, cut: int, changes: list[tuple[int, int]]
) -> None:
    data = bytearray(WHOLE[kind][: cut or None])
    for at, byte in changes:
        if at < len(data):
            data[at] = byte

    try:
        picture = prepared(bytes(data))
    except PhotoRefused as refused:
        assert refused.message
    else:
        assert opened(picture.large).format == "JPEG"
