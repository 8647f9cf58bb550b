"""Every worked example in the content, each a test by itself, run by the real engine."""

from datetime import date

import pytest

from rehab.content.catalogue import Catalogue, catalogue
from rehab.content.example import diary_of, scores_of
from rehab.signs.cases import Example
from rehab.signs.evaluate import answers_for
from rehab.signs.model import Rule
from rehab.vocabulary import Tier

TODAY = date(2026, 11, 21)
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}: {example.name}")
    for rule in catalogue().rules.values()
    for example in rule.examples
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_gives_what_it_says(rule: Rule, example: Example) -> None:
    answer = answers_for([rule], diary_of(example, TODAY), TODAY)[rule.id]

    assert answer.name.lower() == example.expect


def test_every_rule_has_an_example_in_which_it_is_true(content: Catalogue) -> None:
    never = [
        rule.id
        for rule in content.rules.values()
        if "true" not in {example.expect for example in rule.examples}
    ]

    assert never == []


def test_every_rule_from_soon_up_has_an_example_for_yes_and_one_for_not(
    content: Catalogue,
) -> None:
    without = {
        rule.id
        for rule in content.rules.values()
        if rule.tier.rank >= Tier.SOON.rank
        and not {"true"} < {example.expect for example in rule.examples}
    }

    assert without == set()


def test_scores_read_gaps_and_repetitions() -> None:
    assert scores_of("4x2 - 3 -x2") == [4, 4, None, 3, None, None]


@pytest.mark.parametrize("line", ["11", "-1", "four", "3.5"])
def test_scores_refuse_what_is_no_pain_score(line: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        scores_of(line)
