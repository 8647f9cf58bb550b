"""The sentences of a plan by the keys that `rehab.programme` answers with."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop

YES_WORDS: Mapping[str, str] = {
    "limp": gettext_noop("limp"),
    "full_sessions": gettext_noop("done"),
    "visit_booked": gettext_noop("booked"),
    "ladder_step": gettext_noop("passed"),
}
NO_WORDS: Mapping[str, str] = {"limp": gettext_noop("no limp")}
RECORD: Mapping[str, str] = {
    "clearance": gettext_noop("Note who agreed and when."),
    "visit_booked": gettext_noop("Note the visit when it is booked."),
}
MISSING: Mapping[str, str] = {
    "too_old": gettext_noop("Too old to count."),
    "painkiller": gettext_noop("Taken on a day with a painkiller, so it decides nothing."),
    "other_leg_low": gettext_noop("The other leg did too few to compare."),
    "goal": gettext_noop("Tell us your goal first."),
    "lines": "",
    "values": gettext_noop("Too few values yet."),
}
OUTCOMES: Mapping[str, str] = {
    "stop_and_seek_help": gettext_noop("Stop the programme and be seen"),
    "stage_back_and_see_professional": gettext_noop("Go back a stage, and see someone"),
    "stage_back": gettext_noop("Go back a stage?"),
    "step_back": gettext_noop("One step down for now"),
    "hold": gettext_noop("Same again next time"),
    "hold_and_ask": gettext_noop("Leave some out, and answer a few questions"),
    "go": gettext_noop("Within your limits"),
}
HELD: Mapping[str, str] = {
    "stop": gettext_noop("The programme is stopped until you have been seen."),
    "back": gettext_noop("A step back is open, see above."),
    "hold": gettext_noop("A hold is open, see above."),
}
EVERY: Mapping[int, str] = {
    2: gettext_noop("every second day"),
    3: gettext_noop("every third day"),
}
LEFT_OUT: Mapping[str, str] = {
    "too_early": gettext_noop("Later in this stage."),
    "over": gettext_noop("Its days are over."),
    "test": gettext_noop("A self-test comes first."),
    "first": gettext_noop("The easier one comes first."),
    "marks": gettext_noop("Not while it hurts in that place."),
    "clearance": gettext_noop("When a professional has agreed."),
    "resting_pain": gettext_noop("Not with this much pain at rest, or while that is not logged."),
    "answer": gettext_noop("Not after what you told us."),
    "age": gettext_noop("Not at your age, or while your age is not known."),
    "bones": gettext_noop("No hops and no running before a professional agrees."),
    "stretching": gettext_noop("Stretching rests while the sit bone hurts."),
    "equipment": gettext_noop("You said you do not have what it needs."),
    "rests_load": gettext_noop("Rests after the step back."),
    "rests_running": gettext_noop("Rests with running."),
    "nerve": gettext_noop("Rests until the leg is clear."),
    "easy_day": gettext_noop("Not on an easy day."),
    "other_day": gettext_noop("On another day: one heavy exercise a day."),
}
RUNS: Mapping[str, str] = {
    "no_pain_logged": gettext_noop("Its pain is not logged, so it does not count yet."),
    "next_morning_missing": gettext_noop("The morning after is not logged yet."),
    "painkiller": gettext_noop("A day with a painkiller, so it does not count."),
    "over_limit": gettext_noop("Above the limit for the next step: same step again."),
    "sharp": gettext_noop("Stopped by a sharp pain."),
    "next_morning_worse": gettext_noop("Worse the next morning: same step again."),
}
