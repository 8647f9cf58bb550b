"""Every rule in words, made from its definition: nothing of it is written a second time."""

import re
from collections.abc import Iterator
from typing import get_args

import pytest
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from rehab.signs import nodes, predicates
from rehab.signs.parse import CLOCKS as KNOWN_CLOCKS
from rehab.signs.parse import INJURY_FIELDS, parse_condition
from rehab.signs.predicates import FLAGS, PAIN_FIELDS, Op
from rehab.vocabulary import AnswerValue, Tier
from tests.tracker.queries import counting
from tracker.overview import injury_words, predicate_words, rule_words
from tracker.overview.rule_words import Clause, clause_of
from tracker.overview.rules import rules_index
from tracker.regions import REGIONS

RULES = catalogue().rules
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b")


def said(condition: dict[str, object], clock: str = "onset") -> str:
    return clause_of(parse_condition(condition, "condition"), clock).flat


def sentences(clause: Clause) -> Iterator[str]:
    yield clause.text
    for part in clause.parts:
        yield from sentences(part)


def test_every_kind_of_node_has_words() -> None:
    """Whoever adds a kind adds its words to `tracker/overview/rule_words.py`."""
    assert set(get_args(nodes.Node)) == set(rule_words.KINDS)


def test_every_kind_of_predicate_has_words() -> None:
    assert set(get_args(predicates.Predicate)) == set(predicate_words.PREDICATES)


def test_every_field_clock_and_comparison_has_words() -> None:
    assert set(INJURY_FIELDS) == set(injury_words.FIELDS)
    coded = {field for field, (kind, codes) in INJURY_FIELDS.items() if kind is str and codes}
    assert coded == set(injury_words.CODES)
    assert set(KNOWN_CLOCKS) == set(rule_words.CLOCKS)
    assert set(PAIN_FIELDS) == set(predicate_words.PAINS)
    assert set(Op) == set(predicate_words.COMPARED)
    assert set(AnswerValue) == set(rule_words.GIVEN)
    for name in FLAGS:
        assert predicate_words.predicate_words(predicates.Flag(name))


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_every_rule_is_told_in_whole_sentences_without_a_code(rule) -> None:
    for sentence in sentences(clause_of(rule.condition, rule.clock)):
        assert sentence[0].isupper() or sentence[0] == "“", sentence
        assert sentence[-1] in ".:”", sentence
        assert not CODE.search(sentence), sentence
        assert "None" not in sentence and "%(" not in sentence and "{" not in sentence, sentence


def numbers_of(node: nodes.Node) -> Iterator[float]:
    """Every number that decides, as the words have to show it."""
    for part in nodes.nodes_of(node):
        match part:
            case nodes.CountDays():
                yield from (part.within, part.at_least)
                yield from (part.min_logged,) if part.min_logged > 1 else ()
            case nodes.Runs():
                yield from (part.within, part.at_least)
            case nodes.Median():
                yield from (part.within, part.min_logged, part.value)
            case nodes.NoImprovement():
                yield from (part.recent, part.lookback, part.min_logged, part.floor)
                yield round(part.rel * 100)
            case nodes.Rise():
                yield from (part.recent, part.lookback, part.min_logged, part.at_least)
                yield from (part.reach,) if part.reach is not None else ()
            case nodes.Slope():
                yield from (part.within, part.min_logged, part.value)
            case nodes.Jump():
                yield from (part.over_days, part.at_least, part.to_at_least, part.confirm_within)
            case nodes.AddsUp() | nodes.Behind():
                yield from (part.within, part.lead, part.over, part.against)
            case nodes.Answered():
                yield part.within
            case nodes.SinceOnset():
                yield part.min
                yield from (part.max,) if part.max < nodes.FAR_FUTURE else ()
            case nodes.AfterFall():
                yield from (part.min_ago, part.max_ago, part.rise_at_least, part.before)
            case nodes.Score():
                yield part.at_least


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_no_number_that_decides_is_left_out(rule) -> None:
    text = clause_of(rule.condition, rule.clock).flat

    shown = {float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", text)}
    assert {float(each) for each in numbers_of(rule.condition)} <= shown


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            {"count_days": {"where": {"field": "night", "op": ">=", "value": 3}, "within": 14,
                            "at_least": 8, "min_logged": 9}},
            "On at least 8 days of the last 14 days: pain at night 3 or more. "
            "At least 9 days must tell it.",
        ),
        (
            {"not": {"since_onset": {"max": 41, "clock": "surgery"}}},
            "This must not be so: Day 0 to 41, since the operation.",
        ),
        (
            {"injury": {"field": "onset", "op": "!=", "value": "gradual"}},
            "How it began: not “slowly”, or not told.",
        ),
        ({"injury": {"field": "grade", "is_unknown": True}}, "Grade: not told."),
        ({"injury": {"field": "age", "op": "<", "value": 18}}, "Age: less than 18."),
        ({"since_onset": {"min": 17}}, "From day 17 on, since it began (or began anew)."),
        (
            {"slope": {"field": "everyday", "within": 21, "min_logged": 8, "op": ">",
                       "value": -0.25}},
            "Over the last 21 days everyday pain (the highest of the day, running left out) "
            "changes by more than -0.25 points a week, by pairs of scores. At least 8 scores.",
        ),
    ],
)  # fmt: skip
def test_a_condition_reads_like_this(condition: dict[str, object], words: str) -> None:
    assert said(condition) == words


def test_what_belongs_together_stands_in_brackets() -> None:
    where = {"all": [{"any": [{"flag": "swelling"}, {"flag": "fall"}]}, {"not": {"flag": "fall"}}]}

    text = said({"count_days": {"where": where, "within": 3, "at_least": 1}})

    assert "(swelling seen or felt or a fall, slip or knock) and not a fall" in text


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_has_a_page_for_anyone_without_a_query(name: str, db: None) -> None:
    with counting() as count:
        text = Client().get(reverse("rule", args=[name])).content.decode()

    rule = RULES[name]
    main = text.split("<main")[1].split("</main>")[0]
    for part in ("When it is true", "What happens then", "nobody yet", "Sources", f"<code>{name}"):
        assert part in main
    assert f"version {rule.version}" in main
    assert "{" not in main
    assert all(reverse("condition", args=[each]) in main for each in rule.suggests)
    assert ("Nothing is told." in main) == (rule.tier is Tier.NOTE)
    assert ("It cannot be put off." in main) == (rule.tier is Tier.EMERGENCY)
    assert count.number == 0


def test_the_list_is_searched_by_the_words_of_a_rule() -> None:
    gb = REGIONS["gb"]

    found = rules_index(gb, wanted="Night  PAIN")
    rows = [row.id for _tier, rows in found.tiers for row in rows]

    assert "r_night_pain" in rows
    assert "r_lump_any" not in rows
    assert 0 < found.found < found.of == len(catalogue().enabled_rules)
    assert rules_index(gb, wanted="sacroiliac").found
    assert rules_index(gb, wanted="xyzzy").found == 0


def test_the_page_stays_small_and_takes_any_search(db: None) -> None:
    client = Client()

    assert len(client.get(reverse("how-rules-work")).content) < 60_000
    for wanted in ("xyzzy", "\x00", "<script>", "%", "a" * 5000, "ß"):
        response = client.get(reverse("how-rules-work"), {"q": wanted})
        assert response.status_code == 200
        assert "<script>" not in response.content.decode()
    nothing = client.get(reverse("how-rules-work"), {"q": "xyzzy"}).content.decode()
    assert "0 of" in nothing
    assert "No rule uses the words “xyzzy”. Try one plain word" in nothing
    assert "Go to:" not in nothing


@pytest.mark.parametrize("wanted", ["", "night", "squeezed", "hop", "plateau"])
def test_the_list_of_tiers_ends_without_a_comma(client: Client, db: None, wanted: str) -> None:
    page = client.get(reverse("how-rules-work"), {"q": wanted}).content.decode()
    places = page.split("Go to:")[1].split("</p>")[0]
    names = [name.strip() for name in re.sub(r"<[^>]*>", "", places).split(",")]

    assert all(names), names
    assert len(names) == places.count("<a ")


def test_a_rule_that_is_none_is_not_found(db: None) -> None:
    assert Client().get("/how-rules-work/r_nothing/").status_code == 404
    assert Client().post(reverse("rule", args=["r_ces"])).status_code == 405


def least_count(node: nodes.Node) -> int | None:
    """The least `n` that a true condition can bring; of `all` the first that counts speaks."""
    match node:
        case nodes.CountDays() | nodes.Runs():
            return node.at_least
        case nodes.AddsUp() | nodes.Behind():
            return node.lead
        case nodes.Some(parts):
            return min((n for n in map(least_count, parts) if n is not None), default=None)
        case nodes.All(parts):
            return next((n for n in map(least_count, parts) if n is not None), None)
    return None


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES.values() if re.search(r"\{n\} \w+s\b", rule.message)],
    ids=lambda rule: rule.id,
)
def test_no_rule_can_say_one_days(rule) -> None:
    """Where a single day is enough the words are "on {n} of the last 4 days"."""
    count = least_count(rule.condition)

    assert count is not None and count > 1, rule.message
