"""Figures by id, each read from its file when it is first wanted.

Starting the site does not read them: `manage.py check_content` does.
"""

import tomllib
from functools import cache
from pathlib import Path

from rehab.figures.draw import Drawing, drawing, thumbnail
from rehab.figures.pose import Figure, Like

FOLDER = Path(__file__).parent.parent / "content" / "figures"


def read(figure_id: str, folder: Path = FOLDER) -> Figure:
    """One figure, that of another id where the file says `like`.

    FileNotFoundError when there is none; ValueError when the file is wrong.
    """
    raw = tomllib.loads((folder / f"{figure_id}.toml").read_text())
    if "like" in raw:
        return read(Like.model_validate(raw).like, folder)
    return Figure.model_validate(raw)


@cache
def figure(figure_id: str) -> Figure:
    """A shipped figure."""
    return read(figure_id)


@cache
def drawn(figure_id: str) -> Drawing:
    """A shipped figure, drawn."""
    return drawing(figure(figure_id))


@cache
def drawn_small(figure_id: str) -> Drawing:
    """The telling pose of a shipped figure, for a list."""
    return thumbnail(figure(figure_id))
