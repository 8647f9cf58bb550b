"""What every view does that writes: ask the action, and put its refusal beside its field."""

from collections.abc import Callable
from typing import TypeVar

from django.forms import BaseForm
from django.utils.translation import gettext as _

from tracker.actions.errors import ActionError

Made = TypeVar("Made")


def refuse(form: BaseForm, refusal: ActionError, *, field: str | None = None) -> None:
    """Put the sentence of a refusal beside its input; above the form when it belongs to none.

    `field` names the input where the form calls it otherwise than the action does.
    """
    field = field or refusal.field
    form.add_error(field if field in form.fields else None, _(refusal.message))


def attempt(form: BaseForm, write: Callable[[], Made]) -> Made | None:
    """What the write gave; None when the form or the action refuses, which the form then says.

    `write` gives something other than None and is called with a valid form only.
    """
    if not form.is_valid():
        return None
    try:
        return write()
    except ActionError as refusal:
        refuse(form, refusal)
        return None
