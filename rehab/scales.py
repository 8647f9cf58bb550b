"""The two scales people rate on, and what change on them means.

NRS 0-10 for pain: None means not recorded, never 0. Effort 1-10 for a session.
Meaningful change of the NRS: 1 point or 15 % is slightly better, 2 points or
33 % is much better. Source: salaffi2004, as read in its abstract.
"""

NRS_MIN = 0
NRS_MAX = 10
EFFORT_MIN = 1
EFFORT_MAX = 10

NRS_ANCHORS = {0: "no pain", 10: "worst pain you can think of"}
EFFORT_ANCHORS = {1: "very easy", 10: "as hard as you can"}

MEANINGFUL_DROP_POINTS = 1.0
MEANINGFUL_DROP_SHARE = 0.3


def is_nrs(value: int) -> bool:
    """Tell whether a number is a pain score."""
    return NRS_MIN <= value <= NRS_MAX


def is_meaningful_drop(
    before: float,
    now: float,
    *,
    floor: float = MEANINGFUL_DROP_POINTS,
    rel: float = MEANINGFUL_DROP_SHARE,
) -> bool:
    """Tell whether pain (NRS medians) fell by at least `floor` points and the share `rel`.

    Source of the defaults: the project's own reading of salaffi2004 and thieme2020
    (warning signs, slow progress); a judgement between their values.
    """
    return before - now >= max(floor, rel * before)
