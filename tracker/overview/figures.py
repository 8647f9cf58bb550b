"""The line drawing of an exercise or a self-test, with its words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from rehab.content.catalogue import catalogue
from rehab.figures.draw import Frame
from rehab.figures.pose import Figure, Muscle
from rehab.figures.store import drawn, figure

MUSCLES: dict[Muscle, str] = {
    Muscle.BACK_THIGH: gettext_noop("back of the thigh"),
    Muscle.FRONT_THIGH: gettext_noop("front of the thigh"),
    Muscle.BUTTOCK: gettext_noop("buttock"),
    Muscle.CALF: gettext_noop("calf"),
    Muscle.BELLY: gettext_noop("belly"),
    Muscle.FLANK: gettext_noop("side of the trunk"),
    Muscle.OUTER_HIP: gettext_noop("outer hip"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """What `components/_figure.html` draws: coordinates, and every word of the picture.

    `poses` says what each position shows, in order; `about` is the same for screen readers.
    """

    dom_id: str
    width: float
    height: float
    frames: tuple[Frame, ...]
    title: str
    about: str
    poses: tuple[str, ...]
    key: str


def figure_of(figure_id: str) -> FigureView | None:
    """The drawing of an exercise or test by its id; None when nobody drew it yet."""
    try:
        data, drawing = figure(figure_id), drawn(figure_id)
    except FileNotFoundError:
        return None
    key = _key(data)
    count = len(data.pose)
    poses = tuple(_(pose.words) for pose in data.pose)
    seen = ngettext(
        "Line drawing in %(count)s position.", "Line drawing in %(count)s positions.", count
    ) % {"count": count}
    numbered = (f"{number}. {words}" for number, words in enumerate(poses, start=1))
    return FigureView(
        dom_id=f"figure-{figure_id}",
        width=drawing.width,
        height=drawing.height,
        frames=drawing.frames,
        title=_name(figure_id),
        about=" ".join(part for part in (seen, *numbered, key) if part),
        poses=poses,
        key=key,
    )


def _name(figure_id: str) -> str:
    content = catalogue()
    if figure_id in content.exercises:
        return _(content.exercises[figure_id].name)
    return _(content.metrics[figure_id].label)


def _key(data: Figure) -> str:
    """What clay and the fainter leg mean in this drawing."""
    names = ", ".join(_(MUSCLES[which]) for which in data.muscles)
    marked = _("Marked: %(muscles)s.") % {"muscles": names} if names else ""
    other = "" if data.both or not names else _("The fainter leg is the other one.")
    return " ".join(part for part in (marked, other) if part)
