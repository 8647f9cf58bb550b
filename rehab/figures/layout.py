"""Where each pose stands in the picture: below each other, side by side, or two and two.

Below each other the poses share one window across, so that what moves along the floor is seen
to move; side by side they share one window up and down.
"""

from rehab.figures.camera import Box, Cell

# Picture units: about a pixel on a small phone.
WIDTH = 320.0
MARGIN, GAP, LABEL = 4.0, 12.0, 18.0
MOST_SCALE = 2.1
TALLEST = {"rows": 150.0, "columns": 215.0, "grid": 150.0}
FLOOR = -2.5

# A drawing of one pose beside a name.
SMALL = (96.0, 72.0)


def small(box: Box) -> Cell:
    """One pose alone, centred, on a floor near the lower edge."""
    wide, high = SMALL
    box = Box(box.left, min(FLOOR, box.bottom), box.right, box.top)
    scale = min((wide - 8) / box.width, (high - 8) / box.height, MOST_SCALE)
    left, top = (wide - box.width * scale) / 2, high - 4 - box.height * scale
    return Cell(box, left, top, scale)


def laid_out(layout: str, boxes: list[Box]) -> tuple[list[Cell], float]:
    """The place of each pose, all at one scale, and the height of the picture."""
    across = {"rows": 1, "columns": len(boxes), "grid": 2}[layout]
    lines = [boxes[at : at + across] for at in range(0, len(boxes), across)]
    windows = [_windows(line, boxes) for line in lines]
    widest = max(sum(box.width for box in line) for line in windows)
    tallest = max(box.height for line in windows for box in line)
    room = WIDTH - 2 * MARGIN - (across - 1) * GAP
    scale = min(room / widest, TALLEST[layout] / tallest, MOST_SCALE)
    cells: list[Cell] = []
    top = MARGIN
    for line in windows:
        spare = (room - sum(box.width for box in line) * scale) / len(line)
        left = MARGIN + spare / 2
        for box in line:
            cells.append(Cell(box, left, top, scale))
            left += box.width * scale + spare + GAP
        top += line[0].height * scale + LABEL + GAP
    return cells, top - GAP + MARGIN


def _windows(line: list[Box], everything: list[Box]) -> list[Box]:
    bottom, top = min(FLOOR, *(box.bottom for box in line)), max(box.top for box in line)
    if len(line) > 1 or len(everything) == 1:
        return [Box(box.left, bottom, box.right, top) for box in line]
    left, right = min(box.left for box in everything), max(box.right for box in everything)
    return [Box(left, bottom, right, top)]
