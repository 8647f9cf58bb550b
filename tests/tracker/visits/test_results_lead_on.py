"""After a visit: which tests were done, a new grade or type, closing, and the report of it."""

from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, key, make_injury, make_notice, make_visit
from tracker.actions.errors import ActionError
from tracker.actions.record_visit import VisitResult, record_result
from tracker.clock import person_now
from tracker.models import Injury, LoadPause, Plan, Visit


def say(client: Client, visit: Visit, **fields: object) -> HttpResponse:
    url = reverse("visit-result", args=[visit.uuid])
    return client.post(url, {"key": key(), "result": "hamstring"} | fields)


@pytest.mark.parametrize(
    ("ticked", "stored", "words"),
    [
        ([], None, ""),
        (["none"], [], "Nothing was examined."),
        (["hands", "mri"], ["hands", "mri"], "Examined: Looked and felt with their hands, MRI."),
        (["none", "mri"], ["mri"], "Examined: MRI."),
    ],
)
def test_the_tests_are_kept_and_not_told_is_not_none(
    client: Client, visit: Visit, ticked: list[str], stored: list[str] | None, words: str
) -> None:
    assert say(client, visit, tests=ticked).status_code == 303

    visit.refresh_from_db()
    assert visit.tests == stored
    text = client.get(reverse("visits")).content.decode()
    assert words in text
    if stored is None:
        assert "xamined" not in text


def test_what_was_ticked_stands_there_again(client: Client, visit: Visit) -> None:
    say(client, visit, tests=["ultrasound"])

    text = client.get(reverse("visit-result", args=[visit.uuid])).content.decode()

    assert text.count('name="tests"') == 9
    (line,) = [each for each in text.split("<input") if 'value="ultrasound"' in each]
    assert "checked" in line


def test_a_test_that_is_none_of_ours_is_refused(client: Client, visit: Visit) -> None:
    assert say(client, visit, tests=["tarot"]).status_code == 422
    with pytest.raises(ActionError):
        record_result(
            visit=visit,
            result=VisitResult("hamstring", tests=("tarot",)),
            at=person_now(visit.owner),
            key=uuid4(),
        )


def test_a_new_grade_or_type_leads_to_their_words_with_who_and_when_filled_in(
    client: Client, visit: Visit, plan: Plan, pause: LoadPause
) -> None:
    answer = say(client, visit, advice="relabel", words="Grade 2 of the long head")

    assert answer["Location"] == f"/injury/told/?visit={visit.uuid}"
    shown = client.get(answer["Location"]).content.decode()
    assert "Grade 2 of the long head" in shown and 'value="Anna"' in shown
    assert f'value="{TODAY.isoformat()}"' in shown
    plan.refresh_from_db()
    pause.refresh_from_db()
    assert (plan.ended_on, pause.ended_on) == (None, None)


@pytest.mark.parametrize("named", ["", "nonsense", "b2e2d12b-3181-4e46-96a6-08251edd12e9"])
def test_without_a_visit_of_ones_own_nothing_is_filled_in(
    client: Client, injury: Injury, named: str
) -> None:
    make_visit(make_injury(), state="seen", who="Zanzibar")

    answer = client.get(f"/injury/told/?visit={named}")

    assert answer.status_code == 200 and "Zanzibar" not in answer.content.decode()


def test_a_stranger_s_visit_fills_in_nothing(client: Client, injury: Injury) -> None:
    other = make_visit(make_injury(), state="seen", who="Zanzibar")

    assert "Zanzibar" not in client.get(f"/injury/told/?visit={other.uuid}").content.decode()


def test_closing_asks_once_more_and_shows_what_is_open(
    client: Client, visit: Visit, injury: Injury, plan: Plan
) -> None:
    make_notice(injury, tier="urgent", heading="Be seen today or tomorrow")

    answer = say(client, visit, advice="close")

    assert answer["Location"] == reverse("injury-close", args=[injury.uuid])
    injury.refresh_from_db()
    plan.refresh_from_db()
    assert (injury.closed_on, plan.ended_on) == (None, None)
    assert "Be seen today or tomorrow" in client.get(answer["Location"]).content.decode()
    client.post(answer["Location"], {"key": key(), "reason": "settled"})
    injury.refresh_from_db()
    assert injury.closed_on == TODAY


def test_of_another_injury_a_new_name_leads_back_to_the_visits(
    client: Client, injury: Injury
) -> None:
    other = make_injury(injury.owner, is_current=False)
    visit = make_visit(other, state="seen")

    assert say(client, visit, advice="relabel")["Location"] == "/visits/"


def test_the_report_and_the_copy_tell_what_the_visit_brought(client: Client, visit: Visit) -> None:
    say(client, visit, result="something_else", words="Look at the hip", tests=["mri"])

    report = client.get(reverse("report")).content.decode()

    for part in ("Visit, physio", "Anna", "21 Nov 2026", "Examined: MRI. Look at the hip",
                 "They said: it is something else."):  # fmt: skip
        assert part in report
