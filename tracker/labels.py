"""The words shown for each code, in one place and in the person's language.

`rehab.vocabulary` stays free of words for people; pages, reports and charts take
them from here. Labels are lazy, so a module may hold them before a language is known.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rehab.vocabulary import (
    AnswerValue,
    CareKind,
    CareOutcome,
    FallEffect,
    FallKind,
    Goal,
    InjuryType,
    LandedOn,
    Location,
    Mechanism,
    NoticeActionKind,
    Onset,
    OnsetPrecision,
    PainContext,
    Quality,
    ReportKind,
    Seat,
    Sex,
    Side,
    Sign,
    Sleep,
    Stress,
    Surface,
    Tier,
    ToldKind,
    Treatment,
    Walking,
)

Words = str | Promise

# By enum first: several enums share a code (`other`, `none`, `worse`), and equal strings
# of two enums would be one key of a flat mapping.
LABELS: Mapping[type[StrEnum], Mapping[StrEnum, Words]] = {
    Side: {
        Side.LEFT: pgettext_lazy("side of the body", "Left"),
        Side.RIGHT: pgettext_lazy("side of the body", "Right"),
        Side.BOTH: pgettext_lazy("side of the body", "Both"),
    },
    Onset: {
        Onset.SUDDEN: _("Suddenly"),
        Onset.GRADUAL: _("Slowly"),
    },
    OnsetPrecision: {
        OnsetPrecision.DAY: _("I know the day"),
        OnsetPrecision.MONTH: _("I know the month"),
        OnsetPrecision.YEAR: _("I know the year"),
        OnsetPrecision.ABOUT: _("A while ago"),
        OnsetPrecision.UNKNOWN: _("I don't know"),
    },
    InjuryType: {
        InjuryType.MUSCLE_STRAIN: _("Muscle strain"),
        InjuryType.TENDON: _("Sit-bone tendon"),
        InjuryType.CONTUSION: _("Bruised muscle"),
        InjuryType.UNSURE: _("Not clear"),
    },
    Mechanism: {
        Mechanism.SPRINT: _("Sprinting or running fast"),
        Mechanism.STRETCH: _("A big stretch, kick or split"),
        Mechanism.BLOW: _("A blow to the thigh"),
        Mechanism.FALL: _("A fall or slip"),
        Mechanism.OVERLOAD: _("More training than usual"),
        Mechanism.SITTING: _("Long sitting"),
        Mechanism.OTHER: _("Something else"),
        Mechanism.UNKNOWN: _("I don't know"),
    },
    PainContext: {
        PainContext.REST: _("At rest"),
        PainContext.SITTING: _("Sitting"),
        PainContext.NIGHT: _("Night"),
        PainContext.WALKING: _("Walking"),
        PainContext.RUNNING: _("Running"),
        PainContext.MORNING: _("Morning"),
    },
    Location: {
        Location.LOW_BACK: _("Low back"),
        Location.BUTTOCK: _("Buttock"),
        Location.OUTER_HIP: _("Outer hip"),
        Location.SIT_BONE: _("Sit bone"),
        Location.UPPER_THIGH: _("Upper thigh"),
        Location.MID_THIGH: _("Middle of the thigh"),
        Location.LOWER_THIGH: _("Lower thigh"),
        Location.GROIN_INNER_THIGH: _("Groin or inner thigh"),
        Location.BACK_KNEE: _("Back of the knee"),
        Location.OUTER_KNEE: _("Outer knee"),
        Location.INNER_KNEE: _("Inner knee"),
        Location.CALF: _("Calf"),
        Location.FOOT: _("Foot"),
        Location.WHOLE_LEG: _("Whole leg"),
        Location.OTHER_LEG: _("Other leg"),
    },
    Quality: {
        Quality.ACHE: _("Ache"),
        Quality.SHARP: _("Sharp"),
        Quality.TIGHT: _("Tight"),
        Quality.CRAMP: _("Cramp"),
        Quality.BURNING: _("Burning"),
        Quality.ELECTRIC: _("Electric"),
        Quality.NUMB: _("Numb"),
        Quality.TINGLING: _("Tingling"),
    },
    Sign: {
        Sign.SWELLING: _("Swelling"),
        Sign.BRUISING: _("Bruise"),
        Sign.NUMBNESS: _("Numbness"),
        Sign.WEAKNESS: _("Weakness"),
    },
    Treatment: {
        Treatment.REST: pgettext_lazy("treatment", "Rest"),
        Treatment.ICE: _("Ice"),
        Treatment.HEAT: _("Heat"),
        Treatment.MASSAGE: _("Massage"),
        Treatment.STRETCHING: _("Stretching"),
        Treatment.STRENGTHENING: _("Strengthening"),
        Treatment.FOAM_ROLLER: _("Foam roller"),
        Treatment.PAINKILLER: _("Painkiller"),
        Treatment.PHYSIO: _("Physio"),
        Treatment.INJECTION: _("Injection"),
        Treatment.CUSHION: _("Cushion"),
        Treatment.STANDING_BREAKS: _("Standing breaks"),
        Treatment.OTHER: _("Something else"),
    },
    Surface: {
        Surface.ROAD: pgettext_lazy("surface of a run", "Road"),
        Surface.TRACK: pgettext_lazy("surface of a run", "Track"),
        Surface.GRASS: pgettext_lazy("surface of a run", "Grass"),
        Surface.TRAIL: pgettext_lazy("surface of a run", "Trail"),
        Surface.TREADMILL: pgettext_lazy("surface of a run", "Treadmill"),
        Surface.SAND: pgettext_lazy("surface of a run", "Sand"),
        Surface.OTHER: pgettext_lazy("surface of a run", "Other"),
    },
    Seat: {
        Seat.DESK: pgettext_lazy("seat", "Desk"),
        Seat.CAR: pgettext_lazy("seat", "Car"),
        Seat.SOFT: pgettext_lazy("seat", "Soft"),
        Seat.OTHER: pgettext_lazy("seat", "Other"),
    },
    Sleep: {
        Sleep.WELL: pgettext_lazy("slept", "Well"),
        Sleep.SO_SO: pgettext_lazy("slept", "So-so"),
        Sleep.BADLY: pgettext_lazy("slept", "Badly"),
    },
    Stress: {
        Stress.LITTLE: pgettext_lazy("stress", "Little"),
        Stress.SOME: pgettext_lazy("stress", "Some"),
        Stress.A_LOT: pgettext_lazy("stress", "A lot"),
    },
    FallKind: {
        FallKind.FALL: _("Fell"),
        FallKind.SLIP: _("Slip, did not fall"),
        FallKind.NEAR_FALL: _("Leg shot out"),
        FallKind.KNOCK: _("Knock"),
    },
    LandedOn: {
        LandedOn.BUTTOCK: _("Bottom"),
        LandedOn.HIP: _("Hip"),
        LandedOn.THIGH: _("Thigh"),
        LandedOn.BACK: _("Back"),
        LandedOn.HAND: _("Hand"),
        LandedOn.KNEE: _("Knee"),
        LandedOn.OTHER: _("Somewhere else"),
        LandedOn.NONE: _("Did not land"),
    },
    FallEffect: {
        FallEffect.NONE: _("No"),
        FallEffect.A_BIT_WORSE: _("A bit worse"),
        FallEffect.MUCH_WORSE: _("Much worse"),
    },
    AnswerValue: {
        AnswerValue.YES: _("Yes"),
        AnswerValue.NO: _("No"),
        AnswerValue.NOT_SURE: _("Not sure"),
    },
    Walking: {
        Walking.NORMAL: _("I walked as usual"),
        Walking.LIMP: _("I limped"),
        Walking.CANNOT: _("I could not walk"),
    },
    Sex: {
        Sex.FEMALE: _("Female"),
        Sex.MALE: _("Male"),
        Sex.OTHER: _("Another"),
    },
    Goal: {
        Goal.EVERYDAY: _("Everyday life without pain"),
        Goal.DISTANCE: _("Running distance"),
        Goal.SPRINT_TEAM: _("Sprinting or team sport"),
    },
    Tier: {
        Tier.EMERGENCY: _("Emergency"),
        Tier.URGENT: _("Urgent"),
        Tier.SOON: _("Soon"),
        Tier.ROUTINE: _("Routine"),
        Tier.NOTE: _("Note"),
    },
    CareKind: {
        CareKind.SCAN: _("Scan"),
        CareKind.INJECTION: _("Injection"),
        CareKind.HANDS_ON: _("Hands-on treatment"),
        CareKind.EXERCISES: _("Exercises"),
        CareKind.SHOCK_WAVE: _("Shock wave"),
        CareKind.MEDICINE: _("Medicine"),
        CareKind.OTHER: _("Something else"),
    },
    CareOutcome: {
        CareOutcome.HELPED: _("Helped"),
        CareOutcome.NO_CHANGE: _("No change"),
        CareOutcome.WORSE: _("Worse"),
        CareOutcome.TOO_SOON: _("Too soon to tell"),
        CareOutcome.CLEAN: _("Clean, nothing found"),
        CareOutcome.FINDING: _("Something was found"),
    },
    NoticeActionKind: {
        NoticeActionKind.BOOKED: _("Booked"),
        NoticeActionKind.LATER: _("Remind me later"),
        NoticeActionKind.NOT_FOR_ME: _("Not for me"),
        NoticeActionKind.SEEN: _("I have been seen"),
        NoticeActionKind.ARRANGED: _("I have arranged this"),
    },
    ReportKind: {
        ReportKind.WRONG: _("It was wrong for me"),
        ReportKind.TOO_STRONG: _("It sounded more urgent than it was"),
        ReportKind.TOO_WEAK: _("It sounded less urgent than it was"),
        ReportKind.LATE: _("It came too late"),
        ReportKind.MISSED: _("Something was missed"),
    },
}

# Whole sentences by side, because languages put the side in different places.
PLACES: Mapping[Side, Mapping[Location, Words]] = {
    Side.LEFT: {
        Location.BUTTOCK: _("Left buttock"),
        Location.OUTER_HIP: _("Left outer hip"),
        Location.SIT_BONE: _("Left sit bone"),
        Location.UPPER_THIGH: _("Left upper thigh"),
        Location.MID_THIGH: _("Left middle of the thigh"),
        Location.LOWER_THIGH: _("Left lower thigh"),
        Location.GROIN_INNER_THIGH: _("Left groin or inner thigh"),
        Location.BACK_KNEE: _("Back of the left knee"),
        Location.OUTER_KNEE: _("Left outer knee"),
        Location.INNER_KNEE: _("Left inner knee"),
        Location.CALF: _("Left calf"),
        Location.FOOT: _("Left foot"),
        Location.WHOLE_LEG: _("Whole left leg"),
    },
    Side.RIGHT: {
        Location.BUTTOCK: _("Right buttock"),
        Location.OUTER_HIP: _("Right outer hip"),
        Location.SIT_BONE: _("Right sit bone"),
        Location.UPPER_THIGH: _("Right upper thigh"),
        Location.MID_THIGH: _("Right middle of the thigh"),
        Location.LOWER_THIGH: _("Right lower thigh"),
        Location.GROIN_INNER_THIGH: _("Right groin or inner thigh"),
        Location.BACK_KNEE: _("Back of the right knee"),
        Location.OUTER_KNEE: _("Right outer knee"),
        Location.INNER_KNEE: _("Right inner knee"),
        Location.CALF: _("Right calf"),
        Location.FOOT: _("Right foot"),
        Location.WHOLE_LEG: _("Whole right leg"),
    },
    Side.BOTH: {
        Location.BUTTOCK: _("Both buttocks"),
        Location.OUTER_HIP: _("Both outer hips"),
        Location.SIT_BONE: _("Both sit bones"),
        Location.UPPER_THIGH: _("Both upper thighs"),
        Location.MID_THIGH: _("Middle of both thighs"),
        Location.LOWER_THIGH: _("Both lower thighs"),
        Location.GROIN_INNER_THIGH: _("Both groins or inner thighs"),
        Location.BACK_KNEE: _("Back of both knees"),
        Location.OUTER_KNEE: _("Both outer knees"),
        Location.INNER_KNEE: _("Both inner knees"),
        Location.CALF: _("Both calves"),
        Location.FOOT: _("Both feet"),
        Location.WHOLE_LEG: _("Both whole legs"),
    },
}


def label(member: StrEnum) -> Words:
    """The word shown for one code, lazily translated."""
    return LABELS[type(member)][member]


def place(location: Location, side: Side) -> Words:
    """A place with its side in words: "Right sit bone"; the low back has no side."""
    return PLACES[side].get(location) or label(location)


def choices(codes: Iterable[StrEnum]) -> list[tuple[str, Words]]:
    """(value, label) pairs for a form field, in the order of the enum or list given."""
    return [(code.value, label(code)) for code in codes]


def labels(codes: Iterable[str], kind: type[StrEnum]) -> list[str]:
    """The words of stored codes, in the order of the vocabulary."""
    stored = set(codes)
    return [str(label(code)) for code in kind if code.value in stored]


# Whom a person sees; the codes are those of `Visit.role`.
ROLES: Mapping[str, Words] = {
    "physio": _("Physio"),
    "sports_doctor": _("Sports doctor"),
    "gp": _("GP"),
    "urgent": _("Urgent care"),
    "emergency": _("Emergency department"),
    "other": _("Someone else"),
}

# What was examined at a visit; the codes are those of `Visit.tests`.
VISIT_TESTS: Mapping[str, Words] = {
    "hands": _("Looked and felt with their hands"),
    "strength": _("Strength or stretch tests"),
    "nerves": _("Nerve or back tests"),
    "ultrasound": _("Ultrasound"),
    "mri": _("MRI"),
    "xray": _("X-ray"),
    "blood": _("Blood test"),
    "other": _("Another test"),
}

# What a professional said it is.
TOLD: Mapping[ToldKind, Words] = {
    ToldKind.STRAIN_1: _("A muscle strain, grade 1 (mild)"),
    ToldKind.STRAIN_2: _("A muscle strain, grade 2 (moderate)"),
    ToldKind.STRAIN_3: _("A muscle strain, grade 3 (a large tear)"),
    ToldKind.TENDON: _("The tendon at the sit bone"),
    ToldKind.BRUISE: _("A bruise of the muscle after a blow"),
    ToldKind.TORN_OFF: _("The tendon torn off the bone, treated without surgery"),
    ToldKind.SURGERY: _("Repaired by surgery"),
    ToldKind.OTHER: _("Something else"),
    ToldKind.NOT_SURE: _("They are not sure yet"),
}

_HAMSTRINGS: Mapping[Side, Words] = {
    Side.LEFT: _("Left hamstring"),
    Side.RIGHT: _("Right hamstring"),
    Side.BOTH: _("Both hamstrings"),
}


def injury_words(*, side: str, places: Sequence[Sequence[str]], worst: Sequence[str] | None) -> str:
    """The injury in a few words for the top bar: its worst or first place, else the side."""
    pair = worst or (places[0] if places else None)
    if pair:
        return str(place(Location(pair[0]), Side(pair[1])))
    return str(_HAMSTRINGS[Side(side)])
