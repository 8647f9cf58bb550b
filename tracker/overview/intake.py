"""What the intake pages show: signs true so far, answers in words, the care list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rehab.content.catalogue import catalogue
from rehab.signs.evaluate import Finding, evaluate
from rehab.vocabulary import (
    AnswerValue,
    CareKind,
    CareOutcome,
    Goal,
    Location,
    OnsetPrecision,
    PainContext,
    Seat,
    Sex,
    Side,
    Tier,
)
from tracker import draft as drafts
from tracker import words
from tracker.intake_words import (
    BRUISE_WORDS,
    FELT_WORDS,
    HOW_WORDS,
    NOW_WORDS,
    ONSET_WORDS,
    WALKING_WORDS,
)
from tracker.labels import label, place
from tracker.overview.told import told_line
from tracker.regions import Region

AT_ONCE = (Tier.EMERGENCY, Tier.URGENT)


@dataclass(frozen=True, slots=True)
class SignTold:
    """One rule that is true for the draft, in words. `answered` are question ids."""

    rule_id: str
    tier: Tier
    heading: str
    sentence: str
    meaning: str
    answered: tuple[str, ...]
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """What must be said at once."""

    emergencies: tuple[SignTold, ...] = ()
    urgent: tuple[SignTold, ...] = ()

    @property
    def must_stop(self) -> bool:
        return bool(self.emergencies)


def assess(data: drafts.Data, *, today: date, region: Region) -> Assessed:
    """Run the emergency and urgent rules over the draft.

    A safety answer of yes whose question is dangerous by itself, and a "not sure"
    about an emergency question, are at least urgent even where no rule spoke.
    """
    findings = evaluate(catalogue().rule_set, drafts.diary_of(data, today), today)
    told = [_told(finding, region) for finding in findings if finding.tier in AT_ONCE]
    spoken = {question for sign in told for question in sign.answered}
    answers = drafts.safety_answers(data)
    told += [
        _unspoken(question, answers[question], region)
        for question in _dangerous(answers)
        if question not in spoken
    ]
    return Assessed(
        emergencies=tuple(sign for sign in told if sign.tier is Tier.EMERGENCY),
        urgent=tuple(sign for sign in told if sign.tier is Tier.URGENT),
    )


def _told(finding: Finding, region: Region) -> SignTold:
    rule = catalogue().rules[finding.rule_id]
    return SignTold(
        rule_id=rule.id,
        tier=rule.tier,
        heading=words.rule_heading(rule, rule.tier, region),
        sentence=words.rule_sentence(rule.id, finding.values, region),
        meaning=words.fill(rule.meaning, finding.values, region) if rule.meaning else "",
        answered=tuple(finding.answered),
        conditions=tuple(finding.conditions),
    )


def _dangerous(answers: Mapping[str, AnswerValue]) -> list[str]:
    """Questions of the safety check whose answer is at least urgent, danger first."""
    return [
        q.id
        for q in catalogue().questions_by_danger
        if (answers.get(q.id) is AnswerValue.YES and q.tier_if_yes in AT_ONCE)
        or (answers.get(q.id) is AnswerValue.NOT_SURE and q.emergency)
    ]


def _unspoken(question: str, value: AnswerValue, region: Region) -> SignTold:
    heading, sentence = words.unspoken_words({question: value}, region)
    return SignTold(
        rule_id="",
        tier=Tier.URGENT,
        heading=heading,
        sentence=sentence,
        meaning="",
        answered=(question,),
        conditions=(),
    )


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer as the person gave it."""

    question: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """One step's answers; `step` names the page that changes them."""

    step: str
    title: str
    rows: tuple[AnswerRow, ...]


def answer_groups(data: drafts.Data) -> list[AnswerGroup]:
    """Everything that was answered, step by step, in words. What was not asked is left out."""
    makers = {
        "safety": (_("Safety check"), _safety_rows),
        "when": (_("When"), _when_rows),
        "how": (_("How"), _how_rows),
        "where": (_("Where"), _where_rows),
        "signs": (_("Signs"), _sign_rows),
        "you": (_("You"), _you_rows),
        "had": (_("What you already had"), _had_rows),
        "told": (_("What a clinician told you"), _told_rows),
    }
    return [
        AnswerGroup(step, title, tuple(rows(data[step])))
        for step, (title, rows) in makers.items()
        if data.get(step) is not None
    ]


def _told_rows(told: drafts.Data | str) -> Iterable[AnswerRow]:
    """What was said, by whom and when; a draft of before holds the words alone."""
    if isinstance(told, str):
        yield AnswerRow(_("In their words"), told)
        return
    line = told_line(told)
    yield AnswerRow(_("What they said"), line.what)
    if line.quote:
        yield AnswerRow(_("In their words"), line.quote)
    yield AnswerRow(_("Who and when"), f"{line.who}, {line.when}")


def _safety_rows(safety: drafts.Data) -> Iterable[AnswerRow]:
    ticked = [_(catalogue().safety_check.line(line).text) for line in safety["ticked"]]
    said = "; ".join(ticked) or _("None of these")
    yield AnswerRow(_("Now or in the last 14 days"), said)
    for line_id, options in safety["chosen"].items():
        follow_up = catalogue().safety_check.line(line_id).follow_up
        if follow_up:
            by_id = {option.id: _(option.text) for option in follow_up.options}
            yield AnswerRow(_(follow_up.text), "; ".join(by_id[o] for o in options))


def _when_rows(when: drafts.Data) -> Iterable[AnswerRow]:
    yield AnswerRow(_("Side"), str(label(Side(when["side"]))))
    yield AnswerRow(_("Began"), began_words(when))
    yield AnswerRow(_("How it started"), str(ONSET_WORDS[when["onset"]]))


def began_words(when: drafts.Data) -> str:
    """When it began, as well as the person knows it, never as a made-up day."""
    precision = when["on_precision"]
    if precision == OnsetPrecision.UNKNOWN:
        return _("not known")
    if precision == OnsetPrecision.DAY:
        return date_format(date.fromisoformat(when["on"]), "j F Y")
    if precision == OnsetPrecision.ABOUT:
        return _("%(about)s ago") % {"about": when["words"]}
    return str(when["words"])


def _how_rows(how: drafts.Data) -> Iterable[AnswerRow]:
    said = str(HOW_WORDS[how["mechanism"]])
    if how.get("note"):
        said = f"{said}: {how['note']}"
    yield AnswerRow(_("What you were doing"), said)
    if how.get("felt"):
        yield AnswerRow(_("Felt like"), str(FELT_WORDS[how["felt"]]))


def place_words(value: str) -> str:
    """A "code:side" in words."""
    code, side = value.split(":")
    return str(place(Location(code), Side(side)))


def _where_rows(where: drafts.Data) -> Iterable[AnswerRow]:
    yield AnswerRow(_("Where it hurts"), ", ".join(place_words(p) for p in where["places"]))
    if len(where["places"]) > 1:
        yield AnswerRow(_("Hurts most"), place_words(where["worst"]))


def _sign_rows(signs: drafts.Data) -> Iterable[AnswerRow]:
    yield AnswerRow(_("A pop or tear"), _answer(signs["pop"]))
    yield AnswerRow(_("A bruise"), str(BRUISE_WORDS[signs["bruise"]]))
    yield AnswerRow(_("Swelling"), _answer(signs["swelling"]))
    yield AnswerRow(_("A gap or bunched-up muscle"), _answer(signs["gap"]))
    yield AnswerRow(_("Walking"), str(WALKING_WORDS[signs["walking"]]))
    if signs.get("now") is not None:
        yield AnswerRow(_("Shows now"), ", ".join(str(NOW_WORDS[n]) for n in signs["now"]))


def _you_rows(you: drafts.Data) -> Iterable[AnswerRow]:
    if you.get("birth_year"):
        yield AnswerRow(_("Birth year"), str(you["birth_year"]))
    if you.get("sex"):
        yield AnswerRow(_("Sex"), str(label(Sex(you["sex"]))))
    if you.get("earlier_injury"):
        yield AnswerRow(_("Earlier injury here"), _answer(you["earlier_injury"]))
    ticked = [words.question_short(q) for q in you["health"] if q != "none"]
    yield AnswerRow(_("Health"), "; ".join(ticked) or _("None of these"))
    if you.get("baseline"):
        parts = catalogue().questions[drafts.BASELINE].parts
        known = [_(parts[part]) for part in you["baseline"] if part != "none"]
        yield AnswerRow(_("Long-standing and known"), "; ".join(known) or _("None of these"))
    if you.get("surgery_weeks") is not None and "q_surgery" in you["health"]:
        weeks = you["surgery_weeks"]
        ago = ngettext("about %(n)s week ago", "about %(n)s weeks ago", weeks) % {"n": weeks}
        yield AnswerRow(_("Operation"), ago)
    if you.get("goal"):
        yield AnswerRow(_("Goal"), str(label(Goal(you["goal"]))))
    yield from _ability_rows(you)
    yield AnswerRow(
        _("Ask me each day"), ", ".join(str(label(PainContext(c))) for c in you["contexts"])
    )


def _ability_rows(you: drafts.Data) -> Iterable[AnswerRow]:
    running = running_words(you)
    if running:
        yield AnswerRow(_("Running now"), running)
    if you.get("sit_minutes") is not None:
        said = minutes(you["sit_minutes"])
        if you.get("sit_seat"):
            said = f"{said}, {str(label(Seat(you['sit_seat']))).lower()}"
        yield AnswerRow(_("Sitting before it hurts"), said)
    if you.get("settles_minutes") is not None:
        yield AnswerRow(_("Settles after"), minutes(you["settles_minutes"]))
    if you.get("worse_with"):
        yield AnswerRow(_("Worse with"), you["worse_with"])
    if you.get("eases_with"):
        yield AnswerRow(_("Eases with"), you["eases_with"])


def minutes(n: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}


def running_words(you: drafts.Data) -> str:
    """What the person runs now: "40 minutes, 3 times a week, pain 2"."""
    parts = []
    if you.get("run_minutes") is not None:
        parts.append(minutes(you["run_minutes"]))
    times = you.get("run_times_a_week")
    if times is not None:
        parts.append(ngettext("%(n)s time a week", "%(n)s times a week", times) % {"n": times})
    if you.get("run_pain") is not None:
        parts.append(_("pain %(n)s") % {"n": you["run_pain"]})
    return ", ".join(parts)


def _had_rows(had: drafts.Data) -> Iterable[AnswerRow]:
    if not had["items"]:
        yield AnswerRow(_("So far"), _("Nothing so far"))
    for item in had["items"]:
        said = [str(label(CareOutcome(item["outcome"])))] if item.get("outcome") else []
        said += [text for text in (item.get("who"), item.get("when_words")) if text]
        yield AnswerRow(care_name(item), ", ".join(said) or "…")


def care_name(item: drafts.Data) -> str:
    """The person's own name for it, else its kind."""
    return item.get("name") or str(label(CareKind(item["kind"])))


def _answer(value: str) -> str:
    return str(label(AnswerValue(value)))
