"""Keep what a person says was wrong with a warning, or what no warning spoke of."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from rehab.content.catalogue import catalogue
from rehab.vocabulary import ReportKind
from tracker.actions.errors import EntryRefused
from tracker.actions.once import claim
from tracker.clock import PersonNow
from tracker.models import Injury, Notice, SignReport, SubmissionKey

WORDS_MAX = 1000
COUNTED_AS_MISSED = "-"


def report_sign(
    *,
    injury: Injury,
    kind: ReportKind,
    words: str,
    at: PersonNow,
    key: UUID,
    notice: Notice | None = None,
) -> SignReport | None:
    """Keep one report with the finding, or free when `notice` is None.

    Nothing else changes: a report silences no rule. A replay gives what was stored, None
    when it is gone. EntryRefused for words that are missing or too long, for a notice of
    another injury, and for a wrong warning without a notice.
    """
    words = words.strip()
    _check(injury, kind, words, notice)
    with transaction.atomic():
        if not claim(owner=injury.owner, key=key, kind="sign_report"):
            made = SubmissionKey.objects.get(owner=injury.owner, key=key).made
            return SignReport.objects.filter(injury=injury, uuid=made).first() if made else None
        report = SignReport.objects.create(
            injury=injury,
            notice=notice,
            kind=kind.value,
            rules=_rules_of(notice) if notice else [],
            words=words,
            on=at.today,
            content_version=notice.content_version if notice else catalogue().content_version,
            created_at=at.now,
        )
        SubmissionKey.objects.filter(owner=injury.owner, key=key).update(made=str(report.uuid))
    return report


def remove_report(report: SignReport) -> None:
    """Take a report back: it is gone, from the person's own list and from the counts."""
    report.delete()


def counted_reports() -> Mapping[tuple[str, str], int]:
    """How often each rule was reported, by rule id and kind; no words, days or people.

    A missed warning about which no rule spoke counts under "-". Made-up diaries are left out.
    """
    counts: dict[tuple[str, str], int] = {}
    rows = (
        SignReport.objects.filter(injury__owner__is_demo=False)
        .order_by()
        .values_list("rules", "kind")
        .annotate(n=Count("pk"))
    )
    for rules, kind, n in rows:
        for rule in rules or [COUNTED_AS_MISSED]:
            counts[rule, kind] = counts.get((rule, kind), 0) + n
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _rules_of(notice: Notice) -> list[str]:
    return list(dict.fromkeys(str(part["rule"]) for part in notice.parts))


def _check(injury: Injury, kind: ReportKind, words: str, notice: Notice | None) -> None:
    if "\x00" in words:
        raise EntryRefused("Write this in plain text", field="words")
    if len(words) > WORDS_MAX:
        raise EntryRefused(f"Keep this under {WORDS_MAX:,} characters", field="words")
    if kind is ReportKind.MISSED and not words:
        raise EntryRefused("Say in a few words what was missed", field="words")
    if notice is None and kind is not ReportKind.MISSED:
        raise EntryRefused("Open the sign that was wrong and report it there", field="kind")
    if notice is not None and notice.injury_id != injury.pk:
        raise EntryRefused("This sign belongs to another injury")
