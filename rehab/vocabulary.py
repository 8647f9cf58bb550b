"""The words of the field: one enum per closed set of codes.

The values are the snake_case ids that stand in content files, in the database
and in the diary file. They are never renamed and never reused.
"""

from enum import StrEnum


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Onset(StrEnum):
    """How it began. "Not sure" is stored as None, never as a third code."""

    SUDDEN = "sudden"
    GRADUAL = "gradual"


class OnsetPrecision(StrEnum):
    """How well the person knows the date of onset."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ABOUT = "about"
    UNKNOWN = "unknown"


class InjuryType(StrEnum):
    MUSCLE_STRAIN = "muscle_strain"
    TENDON = "tendon"
    CONTUSION = "contusion"
    UNSURE = "unsure"


class Mechanism(StrEnum):
    SPRINT = "sprint"
    STRETCH = "stretch"
    BLOW = "blow"
    FALL = "fall"
    OVERLOAD = "overload"
    SITTING = "sitting"
    OTHER = "other"
    UNKNOWN = "unknown"


class PainContext(StrEnum):
    """The situations in which pain is rated, each on the NRS 0-10."""

    REST = "rest"
    SITTING = "sitting"
    NIGHT = "night"
    WALKING = "walking"
    RUNNING = "running"
    MORNING = "morning"


EVERYDAY_CONTEXTS = (
    PainContext.REST,
    PainContext.SITTING,
    PainContext.NIGHT,
    PainContext.WALKING,
    PainContext.MORNING,
)


class Location(StrEnum):
    """Where it hurts. The side is stored beside the code."""

    LOW_BACK = "low_back"
    BUTTOCK = "buttock"
    OUTER_HIP = "outer_hip"
    SIT_BONE = "sit_bone"
    UPPER_THIGH = "upper_thigh"
    MID_THIGH = "mid_thigh"
    LOWER_THIGH = "lower_thigh"
    GROIN_INNER_THIGH = "groin_inner_thigh"
    BACK_KNEE = "back_knee"
    OUTER_KNEE = "outer_knee"
    INNER_KNEE = "inner_knee"
    CALF = "calf"
    FOOT = "foot"
    WHOLE_LEG = "whole_leg"
    OTHER_LEG = "other_leg"


LOCATION_GROUPS: dict[str, frozenset[Location]] = {
    "below_knee": frozenset({Location.CALF, Location.FOOT, Location.WHOLE_LEG}),
    "thigh": frozenset({Location.UPPER_THIGH, Location.MID_THIGH, Location.LOWER_THIGH}),
    "upper": frozenset({Location.BUTTOCK, Location.SIT_BONE, Location.UPPER_THIGH}),
    "back": frozenset({Location.LOW_BACK, Location.BUTTOCK}),
    "knee": frozenset({Location.BACK_KNEE, Location.OUTER_KNEE, Location.INNER_KNEE}),
}


class Quality(StrEnum):
    ACHE = "ache"
    SHARP = "sharp"
    TIGHT = "tight"
    CRAMP = "cramp"
    BURNING = "burning"
    ELECTRIC = "electric"
    NUMB = "numb"
    TINGLING = "tingling"


NERVE_QUALITIES = frozenset({Quality.BURNING, Quality.ELECTRIC, Quality.NUMB, Quality.TINGLING})


class Sign(StrEnum):
    """What the person saw or felt on a day: yes, no or not asked."""

    SWELLING = "swelling"
    BRUISING = "bruising"
    NUMBNESS = "numbness"
    WEAKNESS = "weakness"


class Treatment(StrEnum):
    REST = "rest"
    ICE = "ice"
    HEAT = "heat"
    MASSAGE = "massage"
    STRETCHING = "stretching"
    STRENGTHENING = "strengthening"
    FOAM_ROLLER = "foam_roller"
    PAINKILLER = "painkiller"
    PHYSIO = "physio"
    INJECTION = "injection"
    CUSHION = "cushion"
    STANDING_BREAKS = "standing_breaks"
    OTHER = "other"


class Surface(StrEnum):
    """What a run was on. Kept for the person; no rule reads it."""

    ROAD = "road"
    TRACK = "track"
    GRASS = "grass"
    TRAIL = "trail"
    TREADMILL = "treadmill"
    SAND = "sand"
    OTHER = "other"


class Seat(StrEnum):
    DESK = "desk"
    CAR = "car"
    SOFT = "soft"
    OTHER = "other"


class Sleep(StrEnum):
    """How the night was, apart from pain. Kept for the person; no rule reads it."""

    WELL = "well"
    SO_SO = "so_so"
    BADLY = "badly"


class Stress(StrEnum):
    """How much weighed on the day. Kept for the person; no rule reads it."""

    LITTLE = "little"
    SOME = "some"
    A_LOT = "a_lot"


class FallKind(StrEnum):
    FALL = "fall"
    SLIP = "slip"
    NEAR_FALL = "near_fall"
    KNOCK = "knock"


class LandedOn(StrEnum):
    BUTTOCK = "buttock"
    HIP = "hip"
    THIGH = "thigh"
    BACK = "back"
    HAND = "hand"
    KNEE = "knee"
    OTHER = "other"
    NONE = "none"


class FallEffect(StrEnum):
    NONE = "none"
    A_BIT_WORSE = "a_bit_worse"
    MUCH_WORSE = "much_worse"


class AnswerValue(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


class Walking(StrEnum):
    """Walking at onset."""

    NORMAL = "normal"
    LIMP = "limp"
    CANNOT = "cannot"


class ToldKind(StrEnum):
    """What a professional said it is."""

    STRAIN_1 = "strain_1"
    STRAIN_2 = "strain_2"
    STRAIN_3 = "strain_3"
    TENDON = "tendon"
    BRUISE = "bruise"
    TORN_OFF = "torn_off"
    SURGERY = "surgery"
    OTHER = "other"
    NOT_SURE = "not_sure"


class Sex(StrEnum):
    FEMALE = "f"
    MALE = "m"
    OTHER = "x"


class Goal(StrEnum):
    EVERYDAY = "everyday"
    DISTANCE = "distance"
    SPRINT_TEAM = "sprint_team"


class Tier(StrEnum):
    """How soon a pattern deserves attention; ordered by `rank`."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    SOON = "soon"
    ROUTINE = "routine"
    NOTE = "note"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {Tier.EMERGENCY: 4, Tier.URGENT: 3, Tier.SOON: 2, Tier.ROUTINE: 1, Tier.NOTE: 0}


class CareKind(StrEnum):
    SCAN = "scan"
    INJECTION = "injection"
    HANDS_ON = "hands_on"
    EXERCISES = "exercises"
    SHOCK_WAVE = "shock_wave"
    MEDICINE = "medicine"
    OTHER = "other"


class CareOutcome(StrEnum):
    """What it did, or for a scan what it showed."""

    HELPED = "helped"
    NO_CHANGE = "no_change"
    WORSE = "worse"
    TOO_SOON = "too_soon"
    CLEAN = "clean"
    FINDING = "finding"


class NoticeActionKind(StrEnum):
    BOOKED = "booked"
    LATER = "later"
    NOT_FOR_ME = "not_for_me"
    SEEN = "seen"
    ARRANGED = "arranged"


class ReportKind(StrEnum):
    """What a person says about a warning: wrong, said too strongly or too weakly, late, missed."""

    WRONG = "wrong"
    TOO_STRONG = "too_strong"
    TOO_WEAK = "too_weak"
    LATE = "late"
    MISSED = "missed"
