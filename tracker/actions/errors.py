"""What an action says when it will not write."""

from tracker.models import Day


class ActionError(Exception):
    """Base of all refusals. `field` names the input the sentence belongs to, if any."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class EntryRefused(ActionError):
    """A value that cannot be stored; nothing was written."""


class DayChanged(ActionError):
    """The day was changed elsewhere since the form was opened; `day` is what stands now."""

    def __init__(self, day: Day) -> None:
        super().__init__("This day was changed on another device")
        self.day = day


class TooManyCopies(ActionError):
    """ "Same as yesterday" was used two days in a row already."""
