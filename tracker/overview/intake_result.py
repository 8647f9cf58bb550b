"""The result page: what the answers fit, why, what follows. Never a diagnosis."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from rehab.content.catalogue import catalogue
from rehab.expected import expected
from rehab.programme.model import Programme
from rehab.triage import Reason, TriageResult
from rehab.vocabulary import Onset, OnsetPrecision, Seat, Tier
from tracker import draft as drafts
from tracker import words
from tracker.draft_triage import is_under_age, triage_of
from tracker.overview.expected import ExpectedWords, expected_words
from tracker.overview.intake import began_words, minutes, place_words, running_words
from tracker.overview.told import ToldLine, told_line
from tracker.regions import Region
from tracker.told_word import word_of

YOUNG = frozenset({"young_diary_only", "under_minimum_age"})
BEFORE_EXAMINED = frozenset({Tier.URGENT, Tier.SOON})
# Of these kinds the heading names what people with such answers often have.
OFTEN = frozenset({"strain", "tendon", "contusion"})
SCANNED = frozenset({"tendon", "mixed", "elsewhere"})
ALSO_MOST = 4
MUSCLE = frozenset({"strain", "contusion"})
NO_SIGN_OF_MUSCLE = frozenset(
    {"onset_gradual", "onset_not_sure", "mechanism_sitting", "side_both", "other_leg"}
)
BEGAN = {
    "onset_sudden": gettext_noop("It started suddenly, %(began)s."),
    "onset_gradual": gettext_noop("It came on slowly, %(began)s."),
}
SEATS = {
    Seat.DESK.value: gettext_noop("Sitting hurts after %(minutes)s at the desk."),
    Seat.CAR.value: gettext_noop("Sitting hurts after %(minutes)s in the car."),
    Seat.SOFT.value: gettext_noop("Sitting hurts after %(minutes)s on a soft seat."),
}


@dataclass(frozen=True, slots=True)
class SeeFirst:
    """Be examined before any plan: how soon and what to do."""

    tier: str
    heading: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Result:
    """What the page says. Lists hold whole sentences in the person's language.

    `is_told`: a professional's word comes first. `is_common` tells that people with such
    answers often have what the heading says.
    `also` names what else can feel the same, `plan` what many start with; both may be "".
    `range` is the usual time with its dates, None without a plan. `told` is what a
    professional said, `told_text` the words alone that an older draft holds.
    """

    heading: str
    is_common: bool
    is_told: bool
    is_examined_first: bool
    why: tuple[str, ...]
    beside: tuple[str, ...]
    also: str
    see_first: SeeFirst | None
    plan: str
    note: str
    holds: tuple[str, ...]
    limits: tuple[str, ...]
    long_standing: str
    clock: str
    is_under_age: bool
    is_young: bool
    range: ExpectedWords | None
    told: ToldLine | None
    told_text: str


def result(data: drafts.Data, *, today: date, region: Region, is_urgent: bool) -> Result:
    """Put what triage says into words. `is_urgent`: a safety answer comes before any plan."""
    found = triage_of(data, today)
    texts = catalogue().triage_words
    row = catalogue().triage_rows[found.row]
    is_told = found.reasons[0].key == "told"
    waits = is_urgent or found.see_someone_first in BEFORE_EXAMINED
    speaks, beside = _apart(found, all_told=waits or is_told)
    ability = tuple(_ability(data.get("you", {})))
    return Result(
        heading=_heading(found, waits=waits, is_told=is_told),
        is_common=not waits and not is_told and found.kind in OFTEN,
        is_told=is_told,
        is_examined_first=waits,
        why=(*_why(speaks, data, region), *([] if beside is not None else ability)),
        beside=() if beside is None else (*_why(beside, data, region), *ability),
        also=_also(found),
        see_first=_see_first(found, region),
        plan="" if waits else _plan(found, is_told=is_told),
        note=words.fill(row.note, {}, region),
        holds=tuple(
            words.fill(texts.diary_only[key], {}, region)
            for key in found.diary_only_reasons
            if key not in YOUNG  # said in a notice of its own
        ),
        limits=tuple(words.fill(texts.limits[key], {}, region) for key in found.limits),
        long_standing=_how_long(data["when"]) if found.long_standing else "",
        clock="" if waits else _clock(data, today, found),
        is_under_age=is_under_age(data, today),
        is_young=bool(YOUNG & set(found.diary_only_reasons)),
        range=None if waits else _range(data, today, found),
        told=told_line(told) if (told := drafts.told_of(data)) else None,
        told_text="" if told else drafts.told_text(data),
    )


def _heading(found: TriageResult, *, waits: bool, is_told: bool) -> str:
    """What the answers fit; who has to be seen first is told that instead."""
    if waits:
        return _("Be examined first, then plan")
    if is_told:
        return _("Your clinician's word fits %(what)s") % {"what": _fits(found)}
    return _("Your answers fit %(what)s") % {"what": _fits(found)}


def _fits(found: TriageResult) -> str:
    return _(catalogue().triage_rows[found.row].fits)


def _how_long(when: drafts.Data) -> str:
    """ "About 8 months", or since when, to stand before a colon."""
    if when["on_precision"] == OnsetPrecision.ABOUT:
        return capfirst(when["words"])
    return _("Since %(began)s") % {"began": began_words(when)}


def _also(found: TriageResult) -> str:
    """What else can feel the same, in one sentence."""
    known = catalogue().conditions
    named = [_(known[name].named) for name in found.also_feels_like[:ALSO_MOST]]
    if not named:
        return ""
    text = _("%(list)s can feel the same.") % {"list": capfirst(get_text_list(named, _("or")))}
    if found.kind in SCANNED:
        text = f"{text} {_('A clean scan does not rule out a sore tendon or nerve.')}"
    return text


def _apart(
    found: TriageResult, *, all_told: bool
) -> tuple[Sequence[Reason], Sequence[Reason] | None]:
    """What speaks for a muscle, and what was told beside it: sitting is no sign of a strain.

    None beside it where the page lists all that was told, and where sitting belongs to it.
    """
    if all_told or found.kind not in MUSCLE:
        return found.reasons, None
    speaks = [reason for reason in found.reasons if reason.key not in NO_SIGN_OF_MUSCLE]
    return speaks, [reason for reason in found.reasons if reason.key in NO_SIGN_OF_MUSCLE]


def _why(reasons: Iterable[Reason], data: drafts.Data, region: Region) -> Iterable[str]:
    """The person's own answers, each fact once."""
    texts = catalogue().triage_words.why
    for reason in reasons:
        if reason.key.startswith("onset_"):
            yield _onset(reason.key, data["when"]) or words.fill(texts[reason.key], {}, region)
        elif reason.key == "places":
            yield _spot(data["where"])
        elif reason.key == "told":
            continue  # said in a line of its own, with who and when
        elif reason.key == "mechanism_other" and data["how"].get("note"):
            yield _("How it began, in your words: %(note)s") % {"note": data["how"]["note"]}
        elif not _is_said_elsewhere(reason.key, data):
            yield words.fill(texts[reason.key], reason.values, region)


def _is_said_elsewhere(key: str, data: drafts.Data) -> bool:
    """How long it lasts stands in the first line, sitting in its own."""
    told_sitting = data.get("you", {}).get("sit_minutes") is not None
    is_slow = data["when"]["onset"] != Onset.SUDDEN.value
    return (
        key == "long_standing"
        or (key == "mechanism_sitting" and told_sitting)
        or (key == "walking_normal" and is_slow)
    )


def _onset(key: str, when: drafts.Data) -> str:
    """ "It came on slowly, about 8 months ago"; "" when the start is not known."""
    if when["on_precision"] == OnsetPrecision.UNKNOWN or key not in BEGAN:
        return ""
    began = began_words(when)
    if when["on_precision"] == OnsetPrecision.DAY:
        began = _("on %(day)s") % {"day": began}
    return _(BEGAN[key]) % {"began": began}


def _spot(where: drafts.Data) -> str:
    places = [place_words(value).lower() for value in where["places"]]
    if len(places) == 1:
        return _("It hurts in one spot: the %(place)s.") % {"place": places[0]}
    worst = place_words(where["worst"]).lower()
    others = get_text_list([place for place in places if place != worst], _("and"))
    return _("One spot hurts most: the %(worst)s. Also: %(others)s.") % {
        "worst": worst,
        "others": others,
    }


def _ability(you: drafts.Data) -> Iterable[str]:
    if you.get("sit_minutes") is not None:
        told = {"minutes": minutes(you["sit_minutes"])}
        seat = SEATS.get(
            you.get("sit_seat") or "", gettext_noop("Sitting hurts after %(minutes)s.")
        )
        yield _(seat) % told
    if running_words(you):
        yield _("Running now: %(told)s.") % {"told": running_words(you)}


def _see_first(found: TriageResult, region: Region) -> SeeFirst | None:
    tier = found.see_someone_first
    if tier is None:
        return None
    sentence = {
        Tier.EMERGENCY: _("Go to {emergency_department} now. Call {emergency_number}."),
        Tier.URGENT: _(
            "Be examined today or tomorrow, for example at {urgent_place}. "
            "If you are unsure where to go, ask {advice_line}."
        ),
        Tier.SOON: _("Ask a doctor or a physiotherapist to examine it within 1 to 2 weeks."),
    }.get(tier, _("Book a visit to a physiotherapist or your doctor in the next few weeks."))
    return SeeFirst(tier.value, words.tier_heading(tier), words.fill(sentence, {}, region))


def _plan(found: TriageResult, *, is_told: bool) -> str:
    """What many people start with, and how long it takes most of them."""
    if found.programme is None:
        return ""
    start = _("Many people with these answers start with the plan for this kind of trouble.")
    if is_told:
        start = _("There is a plan for this kind of trouble.")
    return f"{start} {_(catalogue().programmes[found.programme].range_text)}"


def _range(data: drafts.Data, today: date, found: TriageResult) -> ExpectedWords | None:
    """The usual time with its dates. Into the tendon, as told: the slower of the two that apply."""
    known = catalogue().programmes
    chosen = known.get(found.programme or "")
    told = drafts.told_of(data)
    slower = None
    if told is not None and word_of(told).value.reaches_tendon:
        slower = _own_programme(data, today)
    grade = 0 if found.grade_detail == "0" else found.grade
    usual = expected(
        chosen,
        grade=grade,
        onset_on=drafts.onset_on(data),
        plan_on=today,
        content=catalogue(),
        or_slower=slower,
    )
    return expected_words(usual) if usual else None


def _own_programme(data: drafts.Data, today: date) -> Programme | None:
    """The programme that the person's own answers alone would fit."""
    own = triage_of(drafts.without_word(data), today)
    row = catalogue().triage_rows[own.row]
    return catalogue().programmes.get(row.programme or "")


def _clock(data: drafts.Data, today: date, found: TriageResult) -> str:
    if found.programme is None:
        return ""
    if drafts.is_old(data, today):
        return _("We count from the day you start, not from when it began. You are not late.")
    return _("We count from the day it began.")
