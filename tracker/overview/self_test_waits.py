"""Why a self-test waits today, in sentences."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.programme.self_test import SelfTest
from rehab.programme.waiting import Wait
from tracker import labels
from tracker.overview.plan_words import day_of
from tracker.overview.self_test_ground import Ground


def wait_words(wait: Wait, found: Ground, test: SelfTest) -> str:
    """Why not today, in a sentence."""
    day = day_of(wait.on, found.today) if wait.on else ""
    until = date_format(wait.until, "D j M") if wait.until else ""
    match wait.key:
        case "seen_first":
            return _("An urgent sign is open. Tests that load the leg wait until you are seen.")
        case "paused":
            return _("Loading is paused. Tests that load the leg wait.")
        case "held":
            return _("Tests wait until what stands on your plan has lifted.")
        case "answer":
            short = _(catalogue().questions[wait.what].short)
            text = _("You told us of %(what)s %(day)s. That has to be looked at first.")
            return text % {"what": short, "day": day}
        case "places":
            return _("You marked %(places)s %(day)s. Leave this test until that is looked at.") % {
                "places": _places(found, test), "day": day,
            }  # fmt: skip
        case "over_limit":
            return _("Pain is %(n)s today, over your limit. Wait for a calmer day.") % {
                "n": wait.value
            }
        case "other_tests":
            return _("You did other tests today. This one tires: it has a day of its own.")
        case "own_day":
            return _("You did the raised bridge today. It tires: other tests wait for tomorrow.")
        case "weekly":
            return _("Done %(day)s. Once a week is enough: next on %(until)s.") % {
                "day": day, "until": until,
            }  # fmt: skip
        case "later_stage":
            return _(
                "Your plan asks for it in stage %(n)s. It loads more than this stage does."
            ) % {"n": found.number_of(wait.what)}
        case "others_first":
            return _("It comes last, when every other goal of the list is met.")
        case "not_asked":
            if found.offered is not None:
                return _("Nothing asks for this test before a plan begins.")
            return _("No stage of your plan asks for this test.")


def _places(found: Ground, test: SelfTest) -> str:
    """The marked places that speak against the test, each once."""
    metrics = catalogue().metrics
    asked = {place for m in test.metrics for place in metrics[m].not_with_locations}
    marked = [
        place
        for day in found.case.recent_days[-7:]
        for place in sorted(day.locations or ())
        if place in asked
    ]
    return ", ".join(str(labels.label(place)).lower() for place in dict.fromkeys(marked))
