"""Drawings: an exercise in a list, the body on which places are picked."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from rehab.figures.store import drawn_small
from tracker.overview.body_map import picture

register = template.Library()


@register.simple_tag
def small_figure(figure_id: str) -> str:
    """One pose of an exercise or test; nothing for what has no drawing."""
    return _small(figure_id)


@cache
def _small(figure_id: str) -> SafeString:
    """Rendered once for all people: there is no word in it."""
    try:
        drawing = drawn_small(figure_id)
    except FileNotFoundError:
        return SafeString("")
    parts = {"width": drawing.width, "height": drawing.height, "frames": drawing.frames}
    return render_to_string("components/_figure_small.html", parts)


@register.simple_tag
def body_picture() -> str:
    """The body from behind and its hips from the front, for ticks beside it."""
    return _body_picture(get_language())


@cache
def _body_picture(language: str | None) -> SafeString:
    """Rendered once for each language; a script paints what is ticked."""
    return render_to_string("components/_body_picture.html", {"picture": picture()})
