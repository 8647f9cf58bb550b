"""Run all rules over injuries, keep what they find, tell what is new.

Called inside the transaction of every write that a rule can read. Two tables keep
apart what is true (`Finding`) and what the person was shown (`Notice`). A finding that
comes back within its episode goes on in its old row, and so does its card.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db import connection

from rehab import diary as values
from rehab.causes import lean_on
from rehab.conditions import pointed_by
from rehab.content.catalogue import catalogue
from rehab.signs import evaluate, policy
from rehab.signs.history import History
from rehab.vocabulary import Tier
from tracker.actions.keep_findings import keep_findings
from tracker.actions.pause_loading import end_pause_of
from tracker.actions.sign_history import read_histories, with_todays_answers, without_told_once
from tracker.actions.tell_notices import close_notices, refresh_todays, reopen_notices, tell
from tracker.clock import PersonNow
from tracker.diary_reader import for_reading, read, read_all
from tracker.models import Finding, Injury, Notice


def rule_set() -> evaluate.RuleSet:
    """The enabled rules, compiled once per process."""
    return catalogue().rule_set


def evaluate_signs(*, injury: Injury, at: PersonNow, edited: bool = False) -> list[Notice]:
    """Bring findings and notices up to date; return the notices that are new.

    `edited` says that an earlier entry was changed or deleted: what is no longer true
    then closes as "edited", otherwise as "passed", and as "off" when its rule is no longer
    in use. Findings of tier note are not kept.
    """
    _one_at_a_time(injury)
    diaries = {injury.pk: read(injury, today=at.today)}
    return _keep_and_tell([injury], diaries, at=at, because="edited" if edited else "passed")


def evaluate_many(keys: Iterable[int], *, at: PersonNow) -> set[int]:
    """The same for those of these injuries that are open; the keys of those looked at.

    Waits for nobody: whoever is just being written is left out, so that no two can wait for
    each other. Call it inside a transaction, with people who share `at`.
    """
    free = Injury.objects.open().filter(pk__in=keys)
    if connection.features.has_select_for_update_skip_locked:
        free = free.select_for_update(no_key=True, skip_locked=True)
    found = set(free.order_by("pk").values_list("pk", flat=True))
    injuries = list(for_reading(Injury.objects.filter(pk__in=found)))
    _keep_and_tell(injuries, read_all(injuries, today=at.today), at=at, because="passed")
    return found


def _keep_and_tell(
    injuries: Sequence[Injury], diaries: Mapping[int, values.Diary], *, at: PersonNow, because: str
) -> list[Notice]:
    true_now = {key: _true_now(diary, at.today) for key, diary in diaries.items()}
    kept = keep_findings(true_now, today=at.today, because=because)
    over = {
        key: {finding.rule_id for finding in true_now[key]}
        for key, each in kept.items()
        if each.closed
    }
    close_notices(over, at=at, because=because)
    for injury in injuries:
        if kept[injury.pk].closed:
            end_pause_of(kept[injury.pk].closed, injury=injury, at=at)
    reopen_notices({key: each.back for key, each in kept.items() if each.back}, at=at)
    histories = read_histories({key: each.open_since for key, each in kept.items()}, today=at.today)
    tellings = []
    for injury in injuries:
        history = with_todays_answers(histories[injury.pk], injury, today=at.today)
        worth = without_told_once(injury, true_now[injury.pk], history)
        chosen = policy.choose(worth, history, at.today, policy=catalogue().policy)
        refresh_todays(injury, worth, chosen, history, at=at)
        tellings.append((injury, chosen))
    return tell(tellings, at=at)


def _true_now(diary: values.Diary, today: date) -> list[evaluate.Finding]:
    """What is true above a note, each with what it can come from, in the order of the engine."""
    every = evaluate.evaluate(rule_set(), diary, today)
    leaning = lean_on(catalogue().causes, diary, today) if every else {}
    return [
        replace(finding, conditions=tuple(pointed_by(finding, every, leaning)))
        for finding in every
        if finding.tier is not Tier.NOTE
    ]


def is_settled(
    every: Sequence[evaluate.Finding], rows: Iterable[Finding], history: History, today: date
) -> bool:
    """Whether an evaluation would only put today's evidence into the rows that are open.

    `every` is what is true, `rows` the open findings, `history` what was told and done about
    them. With something done today it is not settled: today's answers may tell more.
    """
    true_now = [finding for finding in every if finding.tier is not Tier.NOTE]
    told = {each.rule_id for each in history.told}
    if {(f.rule_id, f.tier.value) for f in true_now} != {(row.rule, row.tier) for row in rows}:
        return False
    if any(each.on == today for each in history.done):
        return False
    if any(finding.once and finding.rule_id not in told for finding in true_now):
        return False
    return not policy.choose(true_now, history, today, policy=catalogue().policy)


def _one_at_a_time(injury: Injury) -> None:
    """Let a second writer wait, where the database has several, so that each sign is told once.

    SQLite has one writer. "No key": rows below the injury may still be added meanwhile.
    """
    if connection.features.has_select_for_update_of:
        list(Injury.objects.select_for_update(no_key=True).filter(pk=injury.pk).values("pk"))
