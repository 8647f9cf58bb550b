"""The safety check: what is asked now, and what the answers mean at once.

The set of lines is the weekly one and every emergency question; questions that a
rule asks come three at a time. For people without an account nothing is stored:
the rules run on the answers alone.
"""

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from rehab import diary as values
from rehab.content.catalogue import Catalogue, catalogue
from rehab.signs.evaluate import evaluate
from rehab.signs.model import Question
from rehab.vocabulary import AnswerValue, OnsetPrecision, Side, Tier
from tracker import words
from tracker.models import Answer, Injury
from tracker.models import Finding as StoredFinding
from tracker.overview.asking import rule_set
from tracker.overview.conditions import ConditionLink, condition_links
from tracker.overview.sign_cards import Card
from tracker.overview.sign_parts import Said
from tracker.overview.sign_words import could_be, possible, told_about, what_to_do
from tracker.overview.signs import open_notices
from tracker.regions import Region

AT_ONCE = (Tier.EMERGENCY, Tier.URGENT)
Answers = Mapping[str, AnswerValue]
RISK = (AnswerValue.NO, AnswerValue.NOT_SURE, AnswerValue.YES)
BASELINE_PARTS: Mapping[str, tuple[str, ...]] = {
    "bladder_or_bowel": ("q_bladder", "q_bowel"),
    "numbness": ("q_saddle_numb",),
    "both_legs": ("q_both_legs",),
    "walking": ("q_cant_walk",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A finding that is not kept as a notice, shown like one: it takes no answers."""

    tier: str
    heading: str
    said: tuple[Said, ...]
    could_be: str
    possible: tuple[ConditionLink, ...]
    what_to_do: tuple[str, ...]
    dom_id: str
    sign_id: str
    days: tuple[date, ...] = ()
    seen: tuple[str, ...] = ()
    is_kept: bool = False

    @property
    def is_pressing(self) -> bool:
        """Whether the card begins with what to do instead of what we saw."""
        return Tier(self.tier).rank >= Tier.URGENT.rank

    @property
    def is_emergency(self) -> bool:
        return self.tier == Tier.EMERGENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What needs help now: notices with their answers, and findings told before.

    `still_true` are emergency or urgent findings that are true today although their
    notice was answered: they are shown again, never passed over in silence. `tell` is
    what to read out to whoever is called, one line each; only what was answered.
    `two_ways` are questions to which a later answer of today was the calmer one: it does
    not count, and whoever gave it is told so.
    """

    cards: tuple[Card, ...] = ()
    still_true: tuple[Advice, ...] = ()
    tell: tuple[str, ...] = ()
    two_ways: tuple[str, ...] = ()

    @property
    def is_quiet(self) -> bool:
        return not self.cards and not self.still_true

    @property
    def is_emergency(self) -> bool:
        return any(card.is_emergency for card in self.cards) or any(
            advice.is_emergency for advice in self.still_true
        )


def line_questions(content: Catalogue) -> tuple[Question, ...]:
    """The weekly set and every emergency question, danger first."""
    return tuple(q for q in content.questions_by_danger if q.enabled and (q.weekly or q.emergency))


def texts(questions: Iterable[str], known: Collection[str] = ()) -> dict[str, str]:
    """The words of each question, by id.

    `known` are the parts of `q_baseline` the person ticked: for trouble that is
    long-standing and known to a doctor the question is whether it is worse or different.
    """
    other = _worse_asked(known)
    by_id = catalogue().questions
    return {
        name: _((name in other and by_id[name].baseline_text) or by_id[name].text)
        for name in questions
    }


def lines(content: Catalogue, known: Collection[str] = ()) -> dict[str, str]:
    """The lines of the check as statements to tick, danger first, by question.

    The short words of the intake's check stand wherever its line asks nothing else.
    """
    other = _worse_asked(known)
    short = {
        line.asks[0]: line.text
        for line in content.safety_check.lines
        if len(line.asks) == 1 and line.follow_up is None
    }
    return {
        q.id: _((q.id in other and q.baseline_tell) or short.get(q.id) or q.tell).rstrip(".")
        for q in line_questions(content)
    }


def _worse_asked(known: Collection[str]) -> set[str]:
    """The questions that ask only whether long-standing trouble is worse or different."""
    return {question for part in known for question in BASELINE_PARTS.get(part, ())}


def watch_for(content: Catalogue) -> tuple[str, ...]:
    """The signs that would need help at once, in short, most dangerous first."""
    return tuple(_(question.short) for question in content.emergency_questions if question.enabled)


def result(injury: Injury, *, today: date, region: Region) -> Result:
    """What needs help today, from what is stored: open notices first, then findings."""
    cards = tuple(
        card for card in open_notices(injury, today=today, region=region) if card.is_urgent
    )
    told = {part.rule for card in cards for part in card.said}
    rows = list(
        StoredFinding.objects.filter(injury=injury, tier__in=AT_ONCE, last_true_on=today).open()
    )
    still = [
        _advice(row.rule, Tier(row.tier), row.values, region)
        for row in rows
        if row.rule not in told and row.rule in catalogue().rules
    ]
    given = _given_on(injury, today)
    # Of answers that contradict each other the safer one counts, as the rules read a day too.
    answers = {question: max(said, key=RISK.index) for question, said in given.items()}
    spoken = {question for row in rows for question in row.values.get("answers", ())}
    still += unspoken(answers, spoken, region)
    return Result(
        cards=cards,
        still_true=_urgent_first(still),
        tell=what_to_tell(answers),
        two_ways=_two_ways(given),
    )


def _given_on(injury: Injury, on: date) -> dict[str, list[AnswerValue]]:
    """Every answer of that day, by question, in the order in which they were given."""
    rows = Answer.objects.filter(
        Q(injury=injury) | Q(injury__isnull=True), owner_id=injury.owner_id, on=on
    )
    found: dict[str, list[AnswerValue]] = {}
    for question, value in rows.order_by("at", "pk").values_list("question", "value"):
        found.setdefault(question, []).append(AnswerValue(value))
    return found


def _two_ways(given: Mapping[str, list[AnswerValue]]) -> tuple[str, ...]:
    return tuple(
        _(question.short or question.tell).rstrip(".")
        for question in catalogue().questions_by_danger
        if (said := given.get(question.id))
        and _is_dangerous(question, max(said, key=RISK.index))
        and RISK.index(said[-1]) < RISK.index(max(said, key=RISK.index))
    )


def advice_on(answers: Answers, *, today: date, region: Region) -> Result:
    """What the rules say to answers alone, for someone without a diary; nothing is stored.

    The onset is unknown, which emergency and urgent rules take as met.
    """
    diary = values.Diary(
        injury=values.Injury(
            id="", side=Side.BOTH, onset_on=None, onset_precision=OnsetPrecision.UNKNOWN
        ),
        answers=tuple(values.Answer(today, question, value) for question, value in answers.items()),
    )
    found = [f for f in evaluate(rule_set(), diary, today) if f.tier is not Tier.NOTE]
    spoken = {question for f in found if f.tier in AT_ONCE for question in f.answered}
    advice = [_advice(f.rule_id, f.tier, f.values, region) for f in found]
    advice += unspoken(answers, spoken, region)
    return Result(still_true=_urgent_first(advice), tell=what_to_tell(answers))


def unspoken(answers: Answers, spoken: Container[str], region: Region) -> list[Advice]:
    """Dangerous answers about which no rule speaks: they are urgent all the same."""
    left = [
        q.id
        for q in catalogue().questions_by_danger
        if q.id not in spoken and _is_dangerous(q, answers.get(q.id))
    ]
    if not left:
        return []
    heading, message = words.unspoken_words(
        {question: answers[question] for question in left}, region
    )
    return [
        Advice(
            tier=Tier.URGENT.value,
            heading=heading,
            said=(Said(rule="", name="", message=message),),
            could_be="",
            possible=(),
            what_to_do=what_to_do([], Tier.URGENT, region),
            dom_id="advice-unspoken",
            sign_id="sign-unspoken",
        )
    ]


def what_to_tell(answers: Answers) -> tuple[str, ...]:
    """What to read out: every yes, the most dangerous first, with its time frame."""
    lines = [
        _(q.tell) for q in catalogue().questions_by_danger if answers.get(q.id) is AnswerValue.YES
    ]
    return (*lines, _("That is now or in the last 14 days.")) if lines else ()


def _is_dangerous(question: Question, value: AnswerValue | None) -> bool:
    if value is AnswerValue.YES:
        return question.tier_if_yes in (Tier.EMERGENCY, Tier.URGENT)
    return value is AnswerValue.NOT_SURE and question.emergency


def follow_ups(answers: Answers) -> tuple[Question, ...]:
    """What a yes opens at once and was not answered yet, danger first, one screen."""
    content = catalogue()
    opened = {
        question.id: question
        for asked, value in answers.items()
        if value is AnswerValue.YES
        for question in content.questions_after(asked)
        if question.id not in answers
    }
    ordered = sorted(opened.values(), key=lambda q: q.danger_order)
    return tuple(ordered[: content.policy.questions_per_screen])


def _advice(rule_id: str, tier: Tier, figures: Mapping[str, object], region: Region) -> Advice:
    rule = catalogue().rules[rule_id]
    answered = figures.get("answers")
    message = words.rule_sentence(rule_id, figures, region)
    return Advice(
        tier=tier.value,
        heading=words.rule_heading(rule, tier, region),
        said=(Said(rule=rule_id, name=words.rule_name(rule_id), message=message),),
        could_be=could_be([rule], tier),
        possible=condition_links(possible([rule], tier)),
        what_to_do=what_to_do([rule], tier, region, message=message),
        seen=_seen(tier, answered),
        dom_id=f"advice-{rule_id}",
        sign_id=f"sign-{rule_id}",
    )


def _seen(tier: Tier, answered: object) -> tuple[str, ...]:
    """What was answered, in a line; the message of a pressing card says it already."""
    if tier in AT_ONCE or not isinstance(answered, list | tuple):
        return ()
    return (told_about(answered),)


def _urgent_first(advice: Iterable[Advice]) -> tuple[Advice, ...]:
    return tuple(sorted(advice, key=lambda each: -Tier(each.tier).rank))
