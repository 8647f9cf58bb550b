"""Pillow's switches, which hold for the whole process and which any library may turn.

WeasyPrint turns LOAD_TRUNCATED_IMAGES on when it is loaded: a server that had made a PDF would
then take a photo that was cut off. So whoever decodes sets them first, and whoever loads such a
library does it in a turn of its own, never while another thread decodes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Semaphore

# One at a time in each process, also so that many photos at once do not take its memory.
turn = Semaphore(1)


@contextmanager
def strict() -> Iterator[None]:
    """Take the turn, with every switch as damaged and made-up files need it; then put back."""
    from PIL import Image, ImageFile, PngImagePlugin

    switches: tuple[tuple[object, str, object], ...] = (
        (ImageFile, "LOAD_TRUNCATED_IMAGES", False),
        # A picture's size is known, and refused, before Pillow sees it.
        (Image, "MAX_IMAGE_PIXELS", None),
        (PngImagePlugin, "MAX_TEXT_CHUNK", 1024**2),
        (PngImagePlugin, "MAX_TEXT_MEMORY", 64 * 1024**2),
    )
    with turn:
        before = [getattr(where, name) for where, name, _ in switches]
        try:
            for where, name, value in switches:
                setattr(where, name, value)
            yield
        finally:
            for (where, name, _), value in zip(switches, before, strict=True):
                setattr(where, name, value)
