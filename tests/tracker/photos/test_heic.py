"""HEIC photos: read where the optional package is installed, refused in words where it is not."""

from importlib.machinery import ModuleSpec
from io import BytesIO

import pytest
from PIL import Image

from tracker import photos
from tracker.photos import NO_AVIF, NO_HEIC, PhotoRefused, prepare_photo

STILL = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40


def refusal(data: bytes) -> str:
    with pytest.raises(PhotoRefused) as refused:
        prepare_photo(BytesIO(data))
    return refused.value.message


def test_without_the_package_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "find_spec", lambda name: None)

    assert refusal(STILL) == NO_HEIC


@pytest.mark.parametrize(
    ("brand", "said"),
    [(b"avif", NO_AVIF), (b"avis", NO_AVIF), (b"hevc", NO_HEIC), (b"msf1", NO_HEIC)],
)
def test_moving_pictures_and_avif_are_refused_with_the_package_too(
    brand: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "find_spec", lambda name: ModuleSpec(name, None))

    assert refusal(STILL.replace(b"heic", brand)) == said


def heic(size: tuple[int, int], *, turned: bool = False) -> bytes:
    """A photo whose left half is red, made by the package's own writer."""
    package = pytest.importorskip("pillow_heif", reason="the extra `heic` is not installed")
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x010F] = "zanzibar"
    if turned:
        exif[0x0112] = 6  # the camera was held upright
    out = BytesIO()
    package.from_pillow(image).save(out, quality=90, exif=exif.tobytes())
    return out.getvalue()


@pytest.mark.parametrize(("turned", "size"), [(False, (640, 480)), (True, (480, 640))])
def test_a_photo_is_drawn_anew_upright_and_without_its_metadata(
    turned: bool, size: tuple[int, int]
) -> None:
    made = prepare_photo(BytesIO(heic((640, 480), turned=turned)))

    with Image.open(BytesIO(made.large)) as large:
        assert (large.format, large.size) == ("JPEG", size)
        red = large.convert("RGB").getpixel((20, 20))
    assert red[0] > 200 and red[2] < 60
    assert b"zanzibar" not in made.large and b"Exif" not in made.large


def test_a_photo_that_is_cut_off_is_refused() -> None:
    assert refusal(heic((640, 480))[:-200]) == photos.CANNOT_READ


def test_what_only_begins_like_one_is_refused() -> None:
    heic((64, 64))

    assert refusal(STILL) == photos.CANNOT_READ


def test_too_many_pixels_are_refused_before_they_are_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = heic((640, 480))
    monkeypatch.setattr(photos, "MOST_PIXELS_HEIC", 1000)

    assert refusal(data) == photos.TOO_MANY_PIXELS_HEIC
