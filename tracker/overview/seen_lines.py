"""The lines that a rule's card rests on where the days alone do not say it."""

from collections.abc import Iterable, Mapping

from tracker.models import Injury, Notice
from tracker.overview.after_fall import seen_after_fall
from tracker.overview.long_standing import seen_long_standing
from tracker.overview.sign_parts import Standings


def seen_beside(
    injury: Injury, notices: Iterable[Notice], stand: Standings
) -> Mapping[str, tuple[str, ...]]:
    """The lines by rule, for pages that show a card in full; three queries at most."""
    rows = list(notices)
    long_standing = seen_long_standing(injury, rows, stand)
    return {**long_standing, **seen_after_fall(injury, rows, stand)}
