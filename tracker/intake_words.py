"""The words of the intake's own choices, shared by its forms and its pages."""

from django.utils.translation import gettext_lazy as _

from rehab.vocabulary import AnswerValue, Mechanism, Onset, Walking

NONE = "none"
NOT_SURE = AnswerValue.NOT_SURE.value
SMALL, LARGE = "small", "large"

ONSET_WORDS = {
    Onset.SUDDEN.value: _("Suddenly, I can name the moment"),
    Onset.GRADUAL.value: _("Slowly, over days or weeks"),
    NOT_SURE: _("Not sure"),
}
HOW_WORDS = {
    Mechanism.SPRINT.value: _("Sprinting or running fast"),
    Mechanism.STRETCH.value: _("My foot slid away, the splits, a high kick or a big stretch"),
    Mechanism.FALL.value: _("A fall or slip, I fell on it"),
    Mechanism.BLOW.value: _("A blow or knock to the thigh"),
    Mechanism.OVERLOAD.value: _("More training than usual"),
    Mechanism.SITTING.value: _("Long sitting"),
    Mechanism.OTHER.value: _("Something else"),
    Mechanism.UNKNOWN.value: _("I don't know"),
}
FELT_WORDS = {
    "cramp": _("It gripped like a cramp, then let go"),
    "tight": _("Only tight, no moment of injury"),
    "effort_only": _("It fills up with effort and goes with rest"),
}
BRUISE_WORDS = {
    AnswerValue.NO.value: _("No"),
    SMALL: _("Yes, smaller than my palm"),
    LARGE: _("Yes, larger than my palm"),
    NOT_SURE: _("Not sure"),
}
WALKING_WORDS = {
    Walking.NORMAL.value: _("As usual"),
    Walking.LIMP.value: _("With a limp"),
    Walking.CANNOT.value: _("I could not take four steps"),
    NOT_SURE: _("Not sure"),
}
NOW_WORDS = {
    "bruise": _("A bruise"),
    "big_bruise": _("A bruise larger than my palm"),
    "swelling": _("Swelling of the thigh or leg"),
    "gap": _("A gap, dent or bunched-up muscle"),
    "lump": _("A lump I can feel"),
    "limp": _("A limp"),
    NONE: _("None of these"),
}
