"""A rule in words, made from its own definition: nobody writes them a second time.

`clause_of` turns a condition into a sentence with parts. Every kind of node has its own
function in `KINDS`. Whoever adds a kind of node (`rehab/signs/nodes.py`) adds a function
that takes the node and the rule's clock and returns a `Clause`, and its line in `KINDS`;
`tests/tracker/signs/test_rule_words.py` fails until that is done. A number that decides
stands in the words: windows, counts, scores needed, shares.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from rehab.signs.nodes import (
    FAR_FUTURE,
    AddsUp,
    AfterFall,
    All,
    Answered,
    Behind,
    CountDays,
    InjuryIs,
    Jump,
    Median,
    Node,
    NoImprovement,
    Not,
    OnsetIsOld,
    Rise,
    Runs,
    Score,
    SinceOnset,
    Slope,
    Some,
)
from rehab.vocabulary import AnswerValue
from tracker import labels, words
from tracker.overview.injury_words import injury_words
from tracker.overview.predicate_words import compared, number, one_of, pain, predicate_words

CLOCKS: Mapping[str, labels.Words] = {
    "onset": gettext_lazy("since it began (or began anew)"),
    "slow": gettext_lazy("since the present plan or the first log, when it began long before"),
    "plan": gettext_lazy("since the present plan began"),
    "surgery": gettext_lazy("since the operation"),
}
GIVEN: Mapping[AnswerValue, labels.Words] = {
    AnswerValue.YES: gettext_lazy("Answered yes"),
    AnswerValue.NO: gettext_lazy("Answered no"),
    AnswerValue.NOT_SURE: gettext_lazy("Answered not sure"),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of a rule; `parts` stand below it as a list."""

    text: str
    parts: tuple["Clause", ...] = ()

    @property
    def flat(self) -> str:
        """All of it in one line, to search in."""
        return " ".join([self.text, *(part.flat for part in self.parts)])


def clause_of(node: Node, clock: str) -> Clause:
    """One condition in words. KeyError for a kind of node that has none yet."""
    return KINDS[type(node)](node, clock)


def _parts(nodes: Iterable[Node], clock: str) -> tuple[Clause, ...]:
    return tuple(clause_of(node, clock) for node in nodes)


def _all(node: All, clock: str) -> Clause:
    return Clause(_("All of these:"), _parts(node.parts, clock))


def _some(node: Some, clock: str) -> Clause:
    return Clause(_("One of these is enough:"), _parts(node.parts, clock))


def _not(node: Not, clock: str) -> Clause:
    return Clause(_("This must not be so:"), (clause_of(node.part, clock),))


def _score(node: Score, clock: str) -> Clause:
    text = _("At least %(n)s of these %(of)s:") % {"n": node.at_least, "of": len(node.items)}
    return Clause(text, _parts(node.items, clock))


def _count_days(node: CountDays, clock: str) -> Clause:
    text = ngettext(
        "On at least %(n)s day of %(span)s: %(what)s.",
        "On at least %(n)s days of %(span)s: %(what)s.",
        node.at_least,
    ) % {
        "n": node.at_least,
        "span": _span(node.within, node.ago),
        "what": predicate_words(node.where),
    }
    return Clause(_with(text, _share(node.share), _told_on(node.min_logged)))


def _runs(node: Runs, clock: str) -> Clause:
    text = ngettext(
        "On at least %(n)s running day of %(span)s: %(what)s.",
        "On at least %(n)s running days of %(span)s: %(what)s.",
        node.at_least,
    ) % {"n": node.at_least, "span": _span(node.within), "what": predicate_words(node.where)}
    return Clause(_with(text, _share(node.share), _told_on(node.min_runs)))


def _median(node: Median, clock: str) -> Clause:
    text = _("The usual (middle) %(pain)s of %(span)s is %(value)s.") % {
        "pain": pain(node.field),
        "span": _span(node.within, node.ago),
        "value": compared(node.op, node.value),
    }
    return Clause(_with(text, _scores(node.min_logged)))


def _no_improvement(node: NoImprovement, clock: str) -> Clause:
    text = _(
        "%(kind)s %(pain)s of %(now)s fell by less than %(floor)s or by less than %(share)s %% "
        "against %(then)s, and is not 0."
    ) % {
        "kind": _("The average") if node.by == "mean" else _("The usual (middle)"),
        "pain": pain(node.field),
        "now": _span(node.recent),
        "floor": _points(node.floor),
        "share": number(round(node.rel * 100)),
        "then": _span(node.recent, node.lookback),
    }
    return Clause(_with(text, _scores(node.min_logged, each=True)))


def _rise(node: Rise, clock: str) -> Clause:
    text = _("The usual (middle) %(pain)s of %(now)s lies %(points)s or more above %(then)s.") % {
        "pain": pain(node.field),
        "now": _span(node.recent),
        "points": _points(node.at_least),
        "then": _span(node.recent, node.lookback),
    }
    told = _scores(node.min_logged, each=True)
    if node.reach is not None:
        told += " " + _("With fewer, it goes back for them, %(n)s days at most.") % {
            "n": node.reach
        }
    return Clause(_with(text, told))


def _slope(node: Slope, clock: str) -> Clause:
    how = _("a straight line through all scores") if node.by == "line" else _("pairs of scores")
    text = _("Over %(span)s %(pain)s changes by %(value)s points a week, by %(how)s.") % {
        "span": _span(node.within),
        "pain": pain(node.field),
        "value": compared(node.op, node.value),
        "how": how,
    }
    return Clause(_with(text, _scores(node.min_logged)))


def _jump(node: Jump, clock: str) -> Clause:
    text = _(
        "On one of the %(n)s days before today %(pain)s was %(least)s or more and at least "
        "%(points)s above the usual of the %(days)s days before, and on the next logged day too."
    ) % {
        "n": node.confirm_within,
        "pain": pain(node.field),
        "least": number(node.to_at_least),
        "points": _points(node.at_least),
        "days": node.over_days,
    }
    return Clause(_with(text, _scores(node.min_logged)))


def _adds_up(node: AddsUp, clock: str) -> Clause:
    return Clause(_summed(node, predicate_words(node.where)))


def _behind(node: Behind, clock: str) -> Clause:
    what = _("everyday pain of %(least)s or more, above the range that is expected by then") % {
        "least": node.least
    }
    text = _summed(node, what)
    first = _("The first week says nothing: the others are held against it.")
    return Clause(_with(text, first))


def _summed(node: AddsUp | Behind, what: str) -> str:
    """Every logged day counts; a day without a log counts nothing."""
    text = _(
        "In %(span)s there is a stretch of at least %(over)s days, up to the last logged day, in "
        "which these days lead by %(lead)s or more: %(what)s. Each logged day that is so adds 1, "
        "each that is not takes %(against)s away, a day without a log does nothing."
    )
    return text % {
        "span": _span(node.within),
        "over": node.over,
        "lead": node.lead,
        "what": what,
        "against": node.against,
    }


def _answered(node: Answered, clock: str) -> Clause:
    text = ngettext(
        "%(given)s in the last %(n)s day: “%(question)s”",
        "%(given)s in the last %(n)s days: “%(question)s”",
        node.within,
    ) % {
        "given": GIVEN[node.value],
        "n": node.within,
        "question": words.question_text(node.id),
    }
    return Clause(text)


def _injury_is(node: InjuryIs, clock: str) -> Clause:
    return Clause(injury_words(node) + ".")


def _since_onset(node: SinceOnset, clock: str) -> Clause:
    since = CLOCKS[node.clock or clock]
    if node.first:
        since = _("since it first began")
    if node.max >= FAR_FUTURE:
        return Clause(_("From day %(least)s on, %(since)s.") % {"least": node.min, "since": since})
    return Clause(
        _("Day %(least)s to %(most)s, %(since)s.")
        % {"least": node.min, "most": node.max, "since": since}
    )


def _onset_is_old(node: OnsetIsOld, clock: str) -> Clause:
    return Clause(_("It began more than three weeks before the plan or the first log."))


def _after_fall(node: AfterFall, clock: str) -> Clause:
    then = [
        _("The usual (middle) %(pain)s of %(now)s lies %(points)s or more above the %(before)s "
          "days before the fall.")
        % {
            "pain": pain(node.field),
            "now": _span(node.recent),
            "points": _points(node.rise_at_least),
            "before": node.before,
        }
    ]  # fmt: skip
    if node.or_new_location:
        then.append(
            _("Newly marked: %(places)s, on at least %(new)s %% of %(now)s and on less than "
              "%(old)s %% of the days before the fall.")
            % {
                "places": one_of(node.or_new_location),
                "new": number(round(node.new_location_share * 100)),
                "old": number(round(node.old_location_share * 100)),
                "now": _span(node.recent),
            }
        )  # fmt: skip
    if node.or_onset_gradual:
        then.append(_("Nothing was logged before the fall, and the pain came on slowly after it."))
    text = _(
        "A fall, slip or knock %(least)s to %(most)s days ago, and after it one of these is enough:"
    ) % {"least": node.min_ago, "most": node.max_ago}
    return Clause(_with(text, _scores(node.min_logged)), tuple(Clause(each) for each in then))


def _span(within: int, ago: int = 0) -> str:
    """ "the last 7 days", or "the 7 days that ended 21 days ago"."""
    if ago:
        return ngettext(
            "the %(n)s days that ended %(ago)s day ago",
            "the %(n)s days that ended %(ago)s days ago",
            ago,
        ) % {"n": within, "ago": ago}
    return ngettext("the last %(n)s day", "the last %(n)s days", within) % {"n": within}


def _points(value: float) -> str:
    return ngettext("%(n)s point", "%(n)s points", 1 if value == 1 else 2) % {"n": number(value)}


def _share(share: float | None) -> str:
    if share is None:
        return ""
    text = _("That must be at least %(share)s %% of the days that tell it.")
    return text % {"share": number(round(share * 100))}


def _told_on(days: int) -> str:
    text = ngettext("At least %(n)s day must tell it.", "At least %(n)s days must tell it.", days)
    return text % {"n": days} if days > 1 else ""


def _scores(least: int, *, each: bool = False) -> str:
    text = (
        ngettext("At least %(n)s score in each.", "At least %(n)s scores in each.", least)
        if each
        else ngettext("At least %(n)s score.", "At least %(n)s scores.", least)
    )
    return text % {"n": least}


def _with(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


KINDS: Mapping[type, Callable[..., Clause]] = {
    All: _all,
    Some: _some,
    Not: _not,
    Score: _score,
    CountDays: _count_days,
    Runs: _runs,
    Median: _median,
    NoImprovement: _no_improvement,
    Rise: _rise,
    Slope: _slope,
    Jump: _jump,
    AddsUp: _adds_up,
    Behind: _behind,
    Answered: _answered,
    InjuryIs: _injury_is,
    SinceOnset: _since_onset,
    OnsetIsOld: _onset_is_old,
    AfterFall: _after_fall,
}
