"""The body map as a page shows it: regions, ticks, chips and "Which hurts most?"."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext_lazy as _

from rehab.figures import body_map as figure
from rehab.vocabulary import Location, Side
from tracker.labels import Words, place

# Beside the picture there is room for two short words.
SHORT = {
    Location.OUTER_HIP: _("outer hip"),
    Location.SIT_BONE: _("sit bone"),
    Location.GROIN_INNER_THIGH: _("inner thigh"),
    Location.BACK_KNEE: _("back of knee"),
}
SHORT_FRONT = {
    Location.OUTER_HIP: _("outer hip"),
    Location.GROIN_INNER_THIGH: _("groin"),
}


@dataclass(frozen=True, slots=True)
class MapPlace:
    """One tick: `value` is "code:side", `id` is safe in an attribute."""

    value: str
    id: str
    words: Words
    is_picked: bool
    is_worst: bool
    is_drawn: bool


@dataclass(frozen=True, slots=True)
class MapName:
    """A name beside the picture with its line."""

    words: Words
    tip: tuple[float, float]
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Picture:
    """What `components/_body_picture.html` draws; the same for everyone."""

    silhouette: str
    regions: tuple[figure.Region, ...]
    names: tuple[MapName, ...]
    front: tuple[figure.Region, ...]
    front_names: tuple[MapName, ...]
    width: float = figure.WIDTH
    height: float = figure.HEIGHT
    front_top: float = figure.FRONT_TOP
    front_height: float = figure.FRONT_HEIGHT


@dataclass(frozen=True, slots=True)
class BodyMap:
    """The ticks of `components/_body_map.html`. `name` and `worst_name` are the form's fields."""

    name: str
    worst_name: str
    places: tuple[MapPlace, ...]
    picked: frozenset[str]
    as_list: bool

    @property
    def on_picture(self) -> list[MapPlace]:
        """Places that are ticked on the picture when scripts run."""
        return [p for p in self.places if p.is_drawn]

    @property
    def chips(self) -> list[MapPlace]:
        """Places that neither picture shows."""
        return [p for p in self.places if not p.is_drawn]

    @property
    def has_several(self) -> bool:
        return len(self.picked) > 1


def body_map(
    *,
    name: str,
    worst_name: str,
    picked: Collection[str],
    worst: str | None = None,
    as_list: bool = False,
) -> BodyMap:
    """The ticks for a form. `picked` and `worst` hold "code:side" values.

    With `as_list` they stand as a plain list and the picture is left out.
    Values that the map does not know are left aside.
    """
    known = [_map_place(p, side, picked, worst) for p, side in figure.places()]
    return BodyMap(
        name=name,
        worst_name=worst_name,
        places=tuple(known),
        picked=frozenset(p.value for p in known if p.is_picked),
        as_list=as_list,
    )


@cache
def picture() -> Picture:
    """The body from behind and its hips from the front, with the names beside them."""
    return Picture(
        silhouette=figure.as_points(figure.silhouette()),
        regions=figure.regions(),
        names=tuple(MapName(SHORT[p.place], p.tip, p.end) for p in figure.POINTERS),
        front=figure.front_regions(),
        front_names=tuple(
            MapName(SHORT_FRONT[p.place], p.tip, p.end) for p in figure.FRONT_POINTERS
        ),
    )


def choices() -> list[tuple[str, Words]]:
    """(value, words) of every place, for a form field."""
    return [(f"{p.value}:{side.value}", place(p, side)) for p, side in figure.places()]


def _map_place(
    location: Location, side: Side, picked: Collection[str], worst: str | None
) -> MapPlace:
    value = f"{location.value}:{side.value}"
    return MapPlace(
        value=value,
        id=value.replace(":", "-").replace("_", "-"),
        words=place(location, side),
        is_picked=value in picked,
        is_worst=value == worst,
        is_drawn=location not in figure.CHIPS,
    )
