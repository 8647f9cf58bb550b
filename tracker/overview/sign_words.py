"""The sentences around a notice: what it could be, what to do, what was answered."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rehab.content.catalogue import catalogue
from rehab.signs.model import Rule
from rehab.vocabulary import NoticeActionKind, Tier
from tracker import regions, words
from tracker.models import NoticeAction, Visit

COULD_BE_MOST = 4
# Tiers at which nothing need be done today: the common possibilities are named first.
PRESSING = (Tier.EMERGENCY, Tier.URGENT)
CALM = (Tier.SOON, Tier.ROUTINE)


def could_be(rules: Iterable[Rule], tier: Tier, pointed: Iterable[str] | None = None) -> str:
    """What it can come from: at most four possibilities, no rank and no share.

    See `possible` for which. A rare one comes last and says so.
    """
    plain, rare = _possible(rules, tier, pointed)
    sentences = _possibilities(plain, rare)
    if not sentences:
        return ""
    if tier in CALM:
        sentences.append(_("It may also be nothing serious."))
    if len(plain) + len(rare) > 1:
        sentences.append(_("A diary cannot tell them apart."))
    return " ".join(sentences)


def possible(
    rules: Iterable[Rule], tier: Tier, pointed: Iterable[str] | None = None
) -> tuple[str, ...]:
    """The conditions that `could_be` names, in the order in which it names them.

    `pointed` are those the engine points to, in its order: the first four of them are
    named. Without it the rules' own lists are taken. Where there is time, what cannot wait
    is named only when the rules themselves name it, for it has a card of its own, and what
    may wait is said before what may not. Of the rare ones at most one is named; for a routine sign
    only when it is the first thing that one of its rules suggests.
    """
    plain, rare = _possible(rules, tier, pointed)
    return (*plain, *rare)


def _possible(
    rules: Iterable[Rule], tier: Tier, pointed: Iterable[str] | None
) -> tuple[list[str], list[str]]:
    known = catalogue().conditions
    rules = list(rules)
    firsts = {rule.suggests[0] for rule in rules if rule.suggests}
    listed = pointed or (name for rule in rules for name in rule.suggests)
    named = [name for name in dict.fromkeys(listed) if name in known and known[name].enabled]
    if tier in CALM:
        own = {name for rule in rules for name in rule.suggests}
        named = [name for name in named if name in own or known[name].how_fast in CALM]
    rare = [name for name in named if known[name].is_rare]
    if tier is Tier.ROUTINE:
        rare = [name for name in rare if name in firsts]
    plain = [name for name in named if not known[name].is_rare]
    plain, rare = plain[: COULD_BE_MOST - bool(rare)], rare[:1]
    if tier in CALM:
        plain.sort(key=lambda name: known[name].how_fast.rank)
    return plain, rare


def _possibilities(plain: Sequence[str], rare: Sequence[str]) -> list[str]:
    sentences = []
    if plain:
        sentences.append(_("It can come from %(list)s.") % {"list": _named(plain)})
    if rare and plain:
        sentences.append(_("Rarely, it is %(what)s.") % {"what": _named(rare)})
    elif rare:
        sentences.append(_("Rarely, it can come from %(what)s.") % {"what": _named(rare)})
    return sentences


def _named(conditions: Iterable[str]) -> str:
    names = [_(catalogue().conditions[name].named) for name in conditions]
    return get_text_list(names, _("or"))


def what_to_do(
    rules: Iterable[Rule], tier: Tier, region: regions.Region, *, message: str = ""
) -> tuple[str, ...]:
    """The steps the rules ask for, each once, then what everyone at this tier is told.

    `message` stands above: the GP with whom it opens is not named twice, and where to be
    examined, once it has said so, is not told again with a later day.
    """
    steps: list[str] = [step for rule in rules if (step := _step(rule, tier))]
    if message.startswith(_(SEE_A_GP)):
        steps = [step for step in steps if step != ACTIONS["gp_within_2_weeks"]]
    tokens = region.tokens()
    if tokens["urgent_place"] in message:
        steps = [step for step in steps if step != ACTIONS["be_seen_today"]]
    last = catalogue().policy.tiers[tier].stop_words or LAST_STEP.get(tier)
    if last:
        steps.append(last)
    return tuple(_(step).format_map(tokens) for step in dict.fromkeys(steps))


def _step(rule: Rule, tier: Tier) -> str:
    """Whom to see and how soon; a rule that says a week is not put off to two.

    A routine rule that became soon by ageing says the two weeks of its heading.
    """
    if tier is Tier.SOON and rule.tier is Tier.ROUTINE and rule.action in AGED:
        return AGED[rule.action]
    if rule.within_days is not None and 0 < rule.within_days <= WEEK_DAYS:
        return WITHIN_A_WEEK.get(rule.action) or ACTIONS.get(rule.action, "")
    return ACTIONS.get(rule.action, "")


def told_about(questions: Iterable[str]) -> str:
    """What was answered, yes or not sure, in a line."""
    shorts = [words.question_short(question) for question in questions]
    return _("You told us about %(list)s") % {"list": get_text_list(shorts, _("and"))}


def pressing(tiers: Iterable[str]) -> str:
    """The tier that colours the bell's number: emergency before urgent, "" for the calm ones."""
    known = set(tiers)
    return next((tier.value for tier in PRESSING if tier in known), "")


def standing(actions: Sequence[NoticeAction], visit: Visit | None, *, waits: bool = False) -> str:
    """What the person answered last, as a sentence; `waits` once that has run out."""
    if not actions:
        return ""
    latest = actions[-1]
    until = words.day_words(latest.until) if latest.until else ""
    match NoticeActionKind(latest.kind):
        case NoticeActionKind.BOOKED:
            return _("Booked: %(visit)s.") % {"visit": visit_words(visit) or _("day not told")}
        case NoticeActionKind.ARRANGED if waits:
            on = words.day_words(latest.on)
            return _("You arranged help on %(day)s. Were you seen?") % {"day": on}
        case NoticeActionKind.ARRANGED:
            return _("You have arranged help. We ask again on %(day)s.") % {"day": until}
        case NoticeActionKind.LATER if waits:
            return _("You put this off until %(day)s.") % {"day": until}
        case NoticeActionKind.LATER:
            return _("We will remind you on %(day)s.") % {"day": until}
        case NoticeActionKind.NOT_FOR_ME:
            return _("You said it is not for you: “%(reason)s”. Quiet until %(day)s.") % {
                "reason": latest.reason,
                "day": until,
            }
        case NoticeActionKind.SEEN:
            return seen_words(visit, latest.on)


def visit_words(visit: Visit | None) -> str:
    """ "Physio, Anna, Tue 24 Nov"; "" when nothing was told."""
    if visit is None:
        return ""
    parts = [_(ROLE_WORDS.get(visit.role, "")) if visit.role else "", visit.who]
    if visit.on:
        parts.append(words.day_words(visit.on))
    return ", ".join(part for part in parts if part)


def seen_words(visit: Visit | None, on: date) -> str:
    text = _("You were seen: %(visit)s.") % {"visit": visit_words(visit) or words.day_words(on)}
    if visit and visit.result:
        text = f"{text} {_(RESULT_WORDS[visit.result])}"
    if visit and visit.words:
        text = f"{text} “{visit.words}”"
    return text


ACTIONS: Mapping[str, str] = {
    "go_to_emergency": gettext_noop("Go to {emergency_department} now."),
    "call_emergency": gettext_noop("Call {emergency_number} now."),
    "call_advice_line_now": gettext_noop("Call {advice_line} now and say what you told us."),
    "be_seen_today": gettext_noop(
        "Be examined today or tomorrow: {advice_line}, or {urgent_place}."
    ),
    "stop_running_be_seen_today": gettext_noop(
        "Stop running. Be examined today or tomorrow: {advice_line}, or {urgent_place}."
    ),
    "call_prescriber_today": gettext_noop(
        "Call the person who prescribed the medicine, or {advice_line}, today."
    ),
    "not_alone_for_a_day": gettext_noop(
        "Tell somebody near you today, and have them stay with you or look in for a day. "
        "Take blood thinners, bleed easily, or are 65 or over: call {advice_line} today."
    ),
    "gp_within_2_weeks": gettext_noop("See a GP within 2 weeks."),
    "physio_or_gp_1_2_weeks": gettext_noop("See a physio or GP within 1 to 2 weeks."),
    "doctor_1_2_weeks": gettext_noop("See a GP or sports doctor within 1 to 2 weeks."),
    "stop_running_see_doctor": gettext_noop(
        "Stop running and jumping. See a sports doctor or GP within a week."
    ),
    "book_physio": gettext_noop("Book a physio in the next few weeks."),
    "book_sports_doctor": gettext_noop("Book a sports doctor in the next few weeks."),
    "gp_routine": gettext_noop("Show it to a GP or physio in the next few weeks."),
    "restart_stage_and_check": gettext_noop(
        "Ease off for now. See a physio if it does not settle."
    ),
}
WEEK_DAYS = 7
WITHIN_A_WEEK: Mapping[str, str] = {
    "gp_within_2_weeks": gettext_noop("See a GP within a week."),
    "physio_or_gp_1_2_weeks": gettext_noop("See a physio or GP within a week."),
    "doctor_1_2_weeks": gettext_noop("See a GP or sports doctor within a week."),
}
AGED: Mapping[str, str] = {
    "book_physio": gettext_noop("See a physio within 2 weeks."),
    "book_sports_doctor": gettext_noop("See a sports doctor within 2 weeks."),
    "gp_routine": gettext_noop("Show it to a GP or physio within 2 weeks."),
}
SEE_A_GP = gettext_noop("See a GP")
LAST_STEP: Mapping[Tier, str] = {
    Tier.SOON: gettext_noop("Go sooner if it gets worse or something new appears."),
    Tier.ROUTINE: gettext_noop("Go sooner if it gets worse or something new appears."),
}
ENDED: Mapping[str, str] = {
    "passed": gettext_noop("What you told later no longer shows it."),
    "edited": gettext_noop("You changed the days it rested on."),
    "replaced": gettext_noop("A newer sign took its place."),
    "off": gettext_noop("The rule behind it is no longer used on this site."),
}
RESULT_WORDS: Mapping[str, str] = {
    "hamstring": gettext_noop("They said: it is the tendon or the muscle."),
    "something_else": gettext_noop("They said: it is something else."),
    "not_sure": gettext_noop("They said: not sure yet."),
}
ROLE_WORDS: Mapping[str, str] = {
    "physio": gettext_noop("physio"),
    "sports_doctor": gettext_noop("sports doctor"),
    "gp": gettext_noop("GP"),
    "urgent": gettext_noop("urgent care"),
    "emergency": gettext_noop("emergency department"),
    "other": gettext_noop("someone else"),
}
