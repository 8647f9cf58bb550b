""" "This was wrong for me" and "You missed something": kept, exported, counted without words."""

from datetime import UTC, datetime
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from rehab.vocabulary import ReportKind
from tests.tracker.make import TODAY, key, make_injury, make_notice, make_user
from tracker.actions.errors import EntryRefused
from tracker.actions.report_sign import counted_reports, report_sign
from tracker.clock import person_now
from tracker.exchange.export import export_diary
from tracker.models import Injury, Notice, SignReport, User

WORDS = "it was a clot, they said"


def send(client: Client, notice: Notice, **fields: str) -> HttpResponse:
    url = reverse("sign-report-add", args=[notice.injury.uuid, notice.uuid])
    return client.post(url, {"key": key()} | fields)


def miss(client: Client, injury: Injury, **fields: str) -> HttpResponse:
    return client.post(reverse("sign-missed-add", args=[injury.uuid]), {"key": key()} | fields)


def test_a_wrong_sign_is_kept_with_the_sign_and_its_rules(
    signed_in: Client, injury: Injury
) -> None:
    notice = make_notice(injury, parts=[{}, {"rule": "r_radiating"}])

    response = send(signed_in, notice, kind="wrong", words=WORDS)

    assert response["Location"] == reverse("notice", args=[notice.uuid])
    report = SignReport.objects.get()
    assert (report.kind, report.words, report.on) == ("wrong", WORDS, TODAY)
    assert report.rules == ["r_night_pain", "r_radiating"]
    assert (report.notice, report.content_version) == (notice, notice.content_version)
    text = signed_in.get(response["Location"]).content.decode()
    assert "It was wrong for me" in text and WORDS in text


def test_a_report_changes_nothing_about_the_sign(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury)

    send(signed_in, notice, kind="wrong")

    notice.refresh_from_db()
    assert notice.closed_on is None
    assert not notice.actions.exists()


def test_a_missed_warning_needs_no_sign_but_words(signed_in: Client, injury: Injury) -> None:
    refused = miss(signed_in, injury, words="  ")
    assert refused.status_code == 422
    assert "Say in a few words what was missed" in refused.content.decode()
    assert "(optional)" not in refused.content.decode()

    response = miss(signed_in, injury, words=WORDS)

    assert response["Location"] == reverse("sign-missed")
    report = SignReport.objects.get()
    assert (report.kind, report.rules, report.notice) == ("missed", [], None)
    assert WORDS in signed_in.get(reverse("sign-missed")).content.decode()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Choose what was wrong"),
        ({"kind": "angry"}, "Choose what was wrong"),
        ({"kind": "missed", "words": WORDS}, "Choose what was wrong"),
        ({"kind": "wrong", "words": "x" * 1001}, "Keep this under 1,000 characters"),
        ({"kind": "wrong", "words": "a\x00b"}, "in plain text"),
    ],
)
def test_nonsense_gets_a_sentence_and_stores_nothing(
    signed_in: Client, injury: Injury, fields: dict[str, str], says: str
) -> None:
    response = send(signed_in, make_notice(injury), **fields)

    assert response.status_code == 422
    assert says in response.content.decode()
    assert not SignReport.objects.exists()


def test_a_key_stores_once_and_a_report_can_be_taken_back(
    signed_in: Client, injury: Injury
) -> None:
    same = key()
    for _ in range(2):
        miss(signed_in, injury, words=WORDS, key=same)
    report = SignReport.objects.get()

    url = reverse("sign-report-remove", args=[injury.uuid, report.uuid])
    assert signed_in.get(url).status_code == 405
    assert signed_in.post(url)["Location"] == reverse("sign-missed")

    assert not SignReport.objects.exists()
    assert counted_reports() == {}


def test_somebody_who_needs_help_now_is_led_there_first(signed_in: Client, injury: Injury) -> None:
    text = signed_in.get(reverse("sign-missed")).content.decode()

    assert text.index("Is it still going on?") < text.index("What was missed?")
    assert reverse("check") in text.split("What was missed?")[0]


def test_both_pages_are_found_from_the_signs(signed_in: Client, injury: Injury) -> None:
    notice = make_notice(injury)

    assert reverse("sign-missed") in signed_in.get(reverse("signs")).content.decode()
    page = signed_in.get(reverse("notice", args=[notice.uuid])).content.decode()
    assert reverse("sign-report", args=[notice.uuid]) in page


def test_a_sign_of_another_injury_or_person_is_not_reported(client: Client, injury: Injury) -> None:
    notice = make_notice(injury)
    other = make_injury()
    client.force_login(other.owner)

    assert send(client, notice, kind="wrong").status_code == 404
    assert client.get(reverse("sign-report", args=[notice.uuid])).status_code == 404
    with pytest.raises(EntryRefused):
        report_sign(
            injury=other,
            notice=notice,
            kind=ReportKind.WRONG,
            words="",
            at=person_now(other.owner),
            key=uuid4(),
        )
    assert not SignReport.objects.exists()


def test_it_is_in_the_download_and_goes_with_the_account(
    signed_in: Client, user: User, injury: Injury
) -> None:
    notice = make_notice(injury)
    send(signed_in, notice, kind="late", words=WORDS)

    file = export_diary(user, now=datetime(2026, 11, 21, tzinfo=UTC), today=TODAY)

    (report,) = file["injuries"][0]["sign_reports"]
    assert (report["kind"], report["words"]) == ("late", WORDS)
    assert report["notice"] == str(notice.uuid)
    user.delete()
    assert not SignReport.objects.exists()


def test_a_report_outlives_its_sign(injury: Injury) -> None:
    notice = make_notice(injury)
    at = person_now(injury.owner)
    report_sign(injury=injury, notice=notice, kind=ReportKind.WRONG, words="", at=at, key=uuid4())

    notice.delete()

    assert SignReport.objects.get().rules == ["r_night_pain"]


def test_the_operator_sees_counts_by_rule_and_nothing_of_anybody(injury: Injury) -> None:
    def store(owner: Injury, kind: str, rules: list[str]) -> None:
        SignReport.objects.create(
            injury=owner, kind=kind, rules=rules, words=WORDS, on=TODAY, content_version="1"
        )

    store(injury, "wrong", ["r_night_pain", "r_radiating"])
    store(make_injury(), "wrong", ["r_night_pain"])
    store(injury, "missed", [])
    made_up = make_user(is_demo=True, demo_ends_at=datetime(2026, 11, 22, tzinfo=UTC))
    store(make_injury(made_up), "wrong", ["r_night_pain"])

    out = StringIO()
    call_command("sign_reports", stdout=out)

    assert counted_reports() == {
        ("r_night_pain", "wrong"): 2,
        ("-", "missed"): 1,
        ("r_radiating", "wrong"): 1,
    }
    text = out.getvalue()
    assert text.splitlines()[0].split() == ["2", "wrong", "r_night_pain"]
    assert "(no rule spoke)" in text
    for private in (WORDS, "2026", str(injury.uuid), injury.owner.email):
        assert private not in text


def test_without_reports_the_command_says_so(db: None) -> None:
    out = StringIO()
    call_command("sign_reports", stdout=out)

    assert out.getvalue() == "No reports.\n"
