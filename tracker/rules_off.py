"""The operator's switch: rules that say nothing on this site (`RULES_OFF`).

    RULES_OFF=r_diffuse,r_groin_medial,emergency:r_head_anticoagulant

An emergency rule is only taken with the word `emergency:` before it, so that nobody
switches one off by mistake. What is off stands on the page of rules and in
`manage.py check_content`.
"""

from collections.abc import Mapping

from rehab.content import catalogue as content
from rehab.content.faults import ContentError
from rehab.signs.model import Rule
from rehab.vocabulary import Tier
from tracker.environment import stop

WORD = "emergency:"


class WrongRule(ValueError):
    """What stands in RULES_OFF names no rule, or an emergency rule without the word."""


def rules_named(text: str, rules: Mapping[str, Rule]) -> frozenset[str]:
    """The ids in the text. WrongRule, with a sentence that says how to mend it."""
    return frozenset(_named(each.strip(), rules) for each in text.split(",") if each.strip())


def _named(given: str, rules: Mapping[str, Rule]) -> str:
    rule_id = given.removeprefix(WORD)
    rule = rules.get(rule_id)
    if rule is None:
        raise WrongRule(
            f"RULES_OFF names {rule_id!r}, which is no rule. "
            "Take it out, or use an id from the page How the rules work."
        )
    is_emergency = rule.tier is Tier.EMERGENCY
    if is_emergency and given == rule_id:
        raise WrongRule(
            f"RULES_OFF names {rule_id!r}, an emergency rule: without it people in danger are told "
            f"nothing. Take it out, or write {WORD}{rule_id} if you mean it."
        )
    if not is_emergency and given != rule_id:
        raise WrongRule(
            f"RULES_OFF says {given!r}, but {rule_id} is no emergency rule. Write {rule_id}."
        )
    return rule_id


def switch_off(text: str) -> None:
    """Switch the rules off for this process; a wrong name ends the start with a sentence."""
    if not text.strip():
        return
    try:
        content.switch_off(rules_named(text, content.catalogue().rules))
    except (WrongRule, ContentError) as error:
        stop(str(error))
