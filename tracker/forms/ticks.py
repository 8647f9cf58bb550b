"""A tick beside "None of these": the two contradict each other, and the safer one counts."""

from tracker.intake_words import NONE


class TicksCount:
    """A form with groups of ticks that end in "None of these".

    Where both were sent (a page without script cannot clear one for the other), the ticks
    stand and the "none" is dropped. `has_both` lets the next page say so.
    """

    has_both = False

    def ticks_of(self, ticked: list[str]) -> list[str]:
        """What counts of one group, in the order it came."""
        kept = [code for code in ticked if code != NONE]
        if not kept or len(kept) == len(ticked):
            return ticked
        self.has_both = True
        return kept
