"""What people read: no word of one country, no diagnosis, action first."""

import re
from collections.abc import Iterator

from rehab.content.catalogue import Catalogue
from rehab.content.entry import FORBIDDEN
from rehab.content.load import ROOT
from rehab.vocabulary import Tier

DIAGNOSES = re.compile(
    r"\byou have (?:a|an) (?!fever)(?!weak)|points to\b|\bdiagnos|\bmeans (?:a|that)\b", re.I
)
JARGON = re.compile(
    r"\bmedian\b|Theil|sacroiliac|\bRM\b|\d+RM|\beccentric\b|back passage|ischial|\bacute\b", re.I
)
ACTIONS = (
    "Go to", "Call", "Be ", "See ", "Get ", "Stop ", "Talk ", "Have ", "Rest ", "Ease ", "Show ",
    "You told us", "You were not sure", "Leave ", "Worth ", "Ask ", "Tell ", "Did something",
)  # fmt: skip


def texts(content: Catalogue) -> Iterator[tuple[str, str]]:
    for rule in content.rules.values():
        yield rule.id, rule.message
        yield rule.id, rule.summary
        yield rule.id, rule.name
        yield rule.id, rule.meaning or ""
    for question in content.questions.values():
        for words in (question.text, question.short, question.tell, question.baseline_text or ""):
            yield question.id, words
    for card in content.conditions.values():
        yield card.id, f"{card.label} {card.plain} {card.who}"
        yield card.id, f"{card.where} {card.feels} {card.worse} {card.eases or ''}"
    for exercise in content.exercises.values():
        yield exercise.id, f"{exercise.name} {exercise.cue} {exercise.avoid}"
    for line in content.safety_check.lines:
        yield line.id, line.text
    for rule in content.response_rules:
        yield rule.id, rule.text
    for row in content.triage_rows.values():
        yield row.id, f"{row.label} {row.note}"


def test_no_text_names_a_number_or_place_of_one_country(content: Catalogue) -> None:
    assert [key for key, text in texts(content) if FORBIDDEN.search(text)] == []


def test_the_guard_finds_what_it_guards_against() -> None:
    for text in ("Call 999.", "Call 111, now", "NHS", "Go to A&E", "A & E", "(112)"):
        assert FORBIDDEN.search(text), text
    for text in ("1,112 runs", "11.2", "9112", "steps 3 of 9"):
        assert not FORBIDDEN.search(text), text


def test_no_text_diagnoses(content: Catalogue) -> None:
    assert [(key, text) for key, text in texts(content) if DIAGNOSES.search(text)] == []


def test_no_message_or_question_uses_jargon(content: Catalogue) -> None:
    shown = [(r.id, r.message) for r in content.rules.values()]
    shown += [(q.id, q.text) for q in content.questions.values()]

    assert [key for key, text in shown if JARGON.search(re.sub(r"\{\w+\}", "", text))] == []


def test_messages_that_warn_begin_with_what_to_do(content: Catalogue) -> None:
    late = [
        rule.id
        for rule in content.rules.values()
        if rule.tier is not Tier.NOTE and not rule.message.startswith(ACTIONS)
    ]

    assert late == []


def test_reassurance_never_comes_first(content: Catalogue) -> None:
    for rule in content.rules.values():
        first = rule.message.split(".")[0]
        assert "harmless" not in first and "usually" not in first, rule.id


def test_emergency_messages_name_where_to_go(content: Catalogue) -> None:
    for rule in content.rules.values():
        if rule.tier is Tier.EMERGENCY:
            places = ("{emergency_number}", "{emergency_department}")
            assert any(place in rule.message for place in places), rule.id


def test_wordings_the_review_asked_for_stand(content: Catalogue) -> None:
    assert "early examination keeps the choices open" in content.rules["r_severe_onset"].message
    assert "rarely" not in content.rules["r_rest_pain"].message
    assert content.rules["r_pe"].message.startswith("Call {emergency_number} now.")


def test_content_files_are_plain() -> None:
    for path in sorted(ROOT.rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        assert not set("\t\r") & set(text), path
        assert "TODO" not in text, path


def test_a_routine_message_leaves_how_soon_to_the_tier_it_is_told_in(content: Catalogue) -> None:
    """Told again as soon, it stands under "within 2 weeks"; its words may not say otherwise."""
    hurried = [
        rule.id
        for rule in content.enabled_rules
        if rule.tier is Tier.ROUTINE
        and re.search(r"(?:next|coming) (?:few )?weeks|within 2 weeks", rule.message)
    ]

    assert hurried == []
