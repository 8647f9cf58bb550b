"""The small drawing of an exercise in a list."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from rehab.figures.store import drawn_small

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
