"""What the exercises' part of Today needs, on the page and by itself."""

from django.http import HttpRequest

from tracker.forms.fields import WritingForm
from tracker.forms.session import RateForm, rated
from tracker.overview.today_plan import Exercises


def exercises_context(
    request: HttpRequest, today: Exercises | None, *, rate: RateForm | None = None
) -> dict[str, object]:
    """The exercises, the hidden fields of their ticks, and the form of how they went.

    Nothing without a plan of ours.
    """
    if today is None:
        return {"exercises": None}
    given = rated(today.pain, today.sharp_stop)
    return {
        "exercises": today,
        "tick": WritingForm(owner=request.user),
        "rate": rate or RateForm(owner=request.user, initial=given),
    }
