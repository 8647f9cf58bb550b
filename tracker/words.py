"""The words of content, in the person's language, with their own figures in them.

`rehab` returns ids and plain values; this is the one place that turns them into
sentences. Region tokens are filled last, from the person's region.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache

from django.utils.formats import date_format, number_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext_lazy, gettext_noop, ngettext
from django.utils.translation import gettext as _

from rehab.content.catalogue import catalogue
from rehab.signs.model import Rule
from rehab.vocabulary import AnswerValue, Location, Quality, Tier, Treatment
from tracker import labels, regions

Value = object
UNSAID = "…"
# Of a dangerous answer about which no rule speaks by itself.
DANGEROUS = gettext_noop("You told us about {answers}. Call {advice_line} today and tell them.")
DANGEROUS_NOW = gettext_noop(
    "You told us about {answers}. Call {advice_line} now and tell them. If you cannot get through, "
    "go to {emergency_department}."
)
UNSURE = gettext_noop("You were not sure about {answers}. Call {advice_line} now and tell them.")


class _Tokens(dict[str, str]):
    """A token without a value stays away instead of breaking a warning."""

    def __missing__(self, key: str) -> str:
        return UNSAID


def fill(text: str, values: Mapping[str, Value], region: regions.Region) -> str:
    """Translate a text of the content and put figures and region words into it."""
    tokens = _Tokens({name: _plain(value) for name, value in values.items()})
    if tokens.get("location", UNSAID) != UNSAID:
        tokens["location"] = _("the %(place)s") % {"place": tokens["location"]}
    tokens.update(region.tokens())
    return _(text).format_map(tokens)


def rule_sentence(rule_id: str, values: Mapping[str, Value], region: regions.Region) -> str:
    """What the person is told when this rule is true for them."""
    return fill(catalogue().rules[rule_id].message, values, region)


def rule_name(rule_id: str) -> str:
    """The rule's short name, as a heading in a list."""
    return _(catalogue().rules[rule_id].name)


def unspoken_words(answers: Mapping[str, AnswerValue], region: regions.Region) -> tuple[str, str]:
    """Heading and sentence of dangerous answers about which no rule speaks.

    A yes that is an emergency by itself is never put off for longer than a "not sure".
    """
    told = {"answers": list(answers)}
    if all(value is AnswerValue.NOT_SURE for value in answers.values()):
        return unsure_heading(region), fill(UNSURE, told, region)
    questions = catalogue().questions
    if any(questions[each].tier_if_yes is Tier.EMERGENCY for each in answers):
        return unsure_heading(region), fill(DANGEROUS_NOW, told, region)
    return tier_heading(Tier.URGENT), fill(DANGEROUS, told, region)


def tier_heading(tier: Tier, within_days: int | None = None) -> str:
    """What to do and how soon, in a few words, for the head of a card."""
    if tier is Tier.EMERGENCY:
        return _("Get help now")
    if tier is Tier.URGENT:
        return _("Be seen today or tomorrow")
    if tier is Tier.SOON:
        return _within(within_days or 14)
    if tier is Tier.ROUTINE:
        return _("Book in the next few weeks")
    return _("Worth knowing")


def rule_heading(rule: Rule, tier: Tier, region: regions.Region) -> str:
    """The head of a card that this rule leads: its own words, else those of the tier.

    Both hold for the rule's own tier only; a card that rose higher speaks for that tier.
    """
    if tier is not rule.tier:
        return tier_heading(tier)
    return fill(rule.heading, {}, region) if rule.heading else tier_heading(tier, rule.within_days)


def unsure_heading(region: regions.Region) -> str:
    """The head of a card about an emergency question answered with "not sure"."""
    return fill(gettext_noop("Call {advice_line} now and ask"), {}, region)


def tier_word(tier: Tier) -> str:
    """The tier's own name, shown small above the heading."""
    return {
        Tier.EMERGENCY: _("Emergency"),
        Tier.URGENT: _("Urgent"),
        Tier.SOON: _("Soon"),
        Tier.ROUTINE: _("Routine"),
        Tier.NOTE: _("Note"),
    }[tier]


def question_text(question_id: str) -> str:
    """The question as it is asked."""
    return _(catalogue().questions[question_id].text)


def question_short(question_id: str) -> str:
    """What completes "You told us about ..."."""
    return _(catalogue().questions[question_id].short)


def condition_label(condition_id: str) -> str:
    """The plain name of something it could be."""
    return _(catalogue().conditions[condition_id].label)


def day_words(on: date) -> str:
    """A date as it is written in a sentence: "Sat 21 Nov"."""
    return _day_words(on, get_language())


@lru_cache(maxsize=2048)
def _day_words(on: date, _language: str | None) -> str:
    """The same few weeks are written all over a page, and again on the next one."""
    return date_format(on, "D j M")


def _within(days: int) -> str:
    if days % 7 == 0 and days > 7:
        weeks = days // 7
        return ngettext(
            "Get it checked within %(weeks)s week", "Get it checked within %(weeks)s weeks", weeks
        ) % {"weeks": weeks}
    if days == 7:
        return _("Get it checked within a week")
    return ngettext(
        "Get it checked within %(days)s day", "Get it checked within %(days)s days", days
    ) % {"days": days}


def _plain(value: Value) -> str:
    if isinstance(value, str):
        return _code_or_text(value)
    if isinstance(value, bool) or value is None:
        return UNSAID
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, Iterable):
        return get_text_list([_plain(item) for item in value], _("and"))
    return str(value)


def _number(value: float) -> str:
    if float(value).is_integer():
        return number_format(int(value))
    return number_format(value, decimal_pos=1)


# What the named parts of a combined rule are called in its sentence.
PATTERNS = {
    "many_places": gettext_lazy("pain in several places"),
    "outside_thigh": gettext_lazy("pain outside the thigh"),
    "nerve_words": gettext_lazy("burning, electric, numb or tingling pain"),
    "rest_or_night": gettext_lazy("pain at rest or at night"),
    "slow_change": gettext_lazy("no clear change in weeks"),
    "slow_start": gettext_lazy("a slow start"),
}

CODES: dict[str, StrEnum] = {
    member.value: member for codes in (Location, Quality, Treatment) for member in codes
}


def _code_or_text(value: str) -> str:
    """A question, rule, place or date becomes words; any other text stays as it is."""
    if value in catalogue().questions:
        return question_short(value)
    if value in catalogue().rules:
        return rule_name(value).lower()
    if value in PATTERNS:
        return str(PATTERNS[value])
    if value in CODES:
        return str(labels.label(CODES[value])).lower()
    try:
        return day_words(date.fromisoformat(value))
    except ValueError:
        return value
