"""What did they say: what each answer changes, said before and after, and nothing else."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.tracker.make import TODAY, key, make_answer, make_days, make_notice, make_visit
from tracker.actions.evaluate_signs import evaluate_signs
from tracker.clock import person_now
from tracker.models import Clearance, Injury, LoadPause, Notice, Plan, Visit
from tracker.plan_reader import read_plan


def say(client: Client, visit: Visit, **fields: str) -> HttpResponse:
    url = reverse("visit-result", args=[visit.uuid])
    return client.post(url, {"key": key(), "result": "hamstring"} | fields)


def shown(client: Client, visit: Visit) -> str:
    return client.get(reverse("visit-result", args=[visit.uuid])).content.decode()


def test_it_says_before_saving_what_each_answer_changes(
    client: Client, visit: Visit, plan: Plan, pause: LoadPause
) -> None:
    text = shown(client, visit)

    assert "Physio, Anna, Sat 21 Nov" in text
    assert "Loading is paused since Sun 1 Nov." in text
    assert "Your plan:" in text
    for part in (
        "Ends a pause of loading.",
        "we do not change a plan a professional made",
        "Loading pauses from today until someone has you carry on, or you end it.",
        "Our plan ends today. The diary goes on.",
        "Write 3 to 8 of them down on Plan.",
    ):
        assert part in text


def test_nothing_is_chosen_beforehand(client: Client, visit: Visit) -> None:
    assert "checked" not in shown(client, visit)


def test_carry_on_ends_the_pause_and_keeps_who_agreed_to_which_stage(
    client: Client, visit: Visit, plan: Plan, pause: LoadPause
) -> None:
    answer = say(client, visit, advice="carry_on", words="Keep loading, less car.")

    pause.refresh_from_db()
    plan.refresh_from_db()
    assert (pause.ended_on, pause.ended_by) == (TODAY, "visit")
    assert plan.ended_on is None
    agreed = Clearance.objects.get()
    assert (agreed.by, agreed.on, agreed.programme, agreed.stage) == (
        "Anna", visit.on, "pht", "settle",
    )  # fmt: skip
    text = client.get(answer["Location"]).content.decode()
    assert "Your pause of loading has ended." in text
    assert "Their agreement to go on is kept." in text


def test_without_a_name_the_role_agreed(client: Client, injury: Injury, plan: Plan) -> None:
    say(client, make_visit(injury, state="seen", role="gp"), advice="carry_on")

    assert Clearance.objects.get().by == "GP"


def test_without_a_plan_nobody_agreed_to_a_stage(
    client: Client, visit: Visit, pause: LoadPause
) -> None:
    say(client, visit, advice="carry_on")

    pause.refresh_from_db()
    assert pause.ended_by == "visit"
    assert not Clearance.objects.exists()


def test_pause_begins_once(client: Client, visit: Visit) -> None:
    say(client, visit, advice="pause")
    say(client, visit, advice="pause")

    pause = LoadPause.objects.get()
    assert (pause.rule, pause.accepted, pause.ended_on) == ("", True, None)


def test_a_pause_for_a_sign_names_its_rule(client: Client, injury: Injury) -> None:
    visit = make_visit(injury, state="seen", notice=make_notice(injury))

    say(client, visit, advice="pause")

    assert LoadPause.objects.get().rule == "r_night_pain"


@pytest.mark.parametrize("advice", ["own_plan", "diary_only"])
def test_their_own_exercises_or_none_end_our_plan(
    client: Client, visit: Visit, plan: Plan, advice: str
) -> None:
    answer = say(client, visit, advice=advice)

    plan.refresh_from_db()
    assert plan.ended_on == TODAY
    assert "Our plan has ended" in client.get(answer["Location"]).content.decode()


def test_diary_only_leaves_a_pause_as_it_is(client: Client, visit: Visit, pause: LoadPause) -> None:
    say(client, visit, advice="diary_only")

    pause.refresh_from_db()
    assert pause.ended_on is None


@pytest.mark.parametrize("result", ["hamstring", "something_else", "not_sure"])
def test_a_result_alone_changes_neither_plan_nor_pause(
    client: Client, visit: Visit, plan: Plan, pause: LoadPause, result: str
) -> None:
    answer = say(client, visit, result=result)

    visit.refresh_from_db()
    plan.refresh_from_db()
    pause.refresh_from_db()
    assert (visit.state, visit.result) == ("result", result)
    assert plan.ended_on is None and pause.ended_on is None
    assert "Nothing else was changed." in client.get(answer["Location"]).content.decode()


def test_changing_the_result_takes_the_agreement_back(
    client: Client, visit: Visit, plan: Plan
) -> None:
    say(client, visit, advice="carry_on")
    say(client, visit, advice="pause")

    assert not Clearance.objects.exists()
    assert LoadPause.objects.get().ended_on is None


def test_the_same_form_sent_twice_is_kept_once(client: Client, visit: Visit, plan: Plan) -> None:
    url = reverse("visit-result", args=[visit.uuid])
    fields = {"key": key(), "result": "hamstring", "advice": "carry_on"}

    answers = [client.post(url, fields).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert Clearance.objects.count() == 1


def test_without_an_answer_it_asks_again_and_keeps_their_words(
    client: Client, visit: Visit
) -> None:
    answer = say(client, visit, result="", words="Come back in March.")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose what they said. Not sure yet is fine" in text
    assert "Come back in March." in text


@pytest.mark.parametrize("fields", [{"result": "all_clear"}, {"advice": "run"}])
def test_nonsense_is_refused(client: Client, visit: Visit, fields: dict[str, str]) -> None:
    assert say(client, visit, **fields).status_code == 422
    visit.refresh_from_db()
    assert visit.state == "seen"


def test_before_being_seen_there_is_no_result(client: Client, injury: Injury) -> None:
    visit = make_visit(injury, on=TODAY + timedelta(days=2))

    assert client.get(reverse("visit-result", args=[visit.uuid]))["Location"] == reverse(
        "visit-seen", args=[visit.uuid]
    )
    assert say(client, visit).status_code == 422


def test_the_card_of_a_sign_does_the_same(
    client: Client, injury: Injury, plan: Plan, pause: LoadPause
) -> None:
    notice = make_notice(injury)
    url = reverse("notice-answer", args=[injury.uuid, notice.uuid, "seen"])

    assert "Ends a pause of loading." in client.get(reverse("signs")).content.decode()
    client.post(url, {"key": key(), "day": str(TODAY), "role": "gp", "advice": "carry_on"})

    pause.refresh_from_db()
    assert pause.ended_by == "visit"
    assert Clearance.objects.get().by == "GP"


def told(injury: Injury) -> list[str]:
    return [
        part["rule"]
        for notice in evaluate_signs(injury=injury, at=person_now(injury.owner))
        for part in notice.parts
    ]


def see_about(client: Client, notice: Notice, *, result: str) -> None:
    visit = make_visit(notice.injury, notice=notice)
    client.post(reverse("visit-seen", args=[visit.uuid]), {"key": key(), "day": str(TODAY)})
    say(client, visit, result=result)


def test_something_else_keeps_the_sign_quiet_for_six_weeks(
    client: Client, injury: Injury, clock
) -> None:
    injury.onset_on = TODAY - timedelta(days=60)
    injury.save()
    nights = {"night": [5] * 120, "rest": [2] * 120}
    make_days(injury, last=TODAY + timedelta(days=60), **nights)
    assert "r_night_pain" in told(injury)
    notice = next(n for n in Notice.objects.all() if n.tier == "soon")
    noon = clock

    see_about(client, notice, result="something_else")

    for days, is_told in ((1, False), (41, False), (42, True)):
        noon.move_to(f"{TODAY + timedelta(days=days)}T12:00:00+00:00", tick=False)
        assert ("r_night_pain" in told(injury)) is is_told, days


def test_no_result_lets_an_emergency_sleep(client: Client, injury: Injury, clock) -> None:
    make_answer(injury, "q_saddle_numb", "yes")
    assert "r_ces" in told(injury)
    notice = Notice.objects.get(tier="emergency")
    url = reverse("notice-answer", args=[injury.uuid, notice.uuid, "seen"])
    client.post(
        url,
        {"key": key(), "day": str(TODAY), "result": "something_else", "advice": "diary_only"},
    )

    clock.move_to(f"{TODAY + timedelta(days=1)}T12:00:00+00:00", tick=False)
    make_answer(injury, "q_saddle_numb", "yes", TODAY + timedelta(days=1))

    assert "r_ces" in told(injury)


@pytest.mark.parametrize("days", [0, 1], ids=["the same evening", "the next day"])
def test_an_agreement_says_nothing_about_an_emergency_that_comes_after_it(
    client: Client, injury: Injury, plan: Plan, clock, days: int
) -> None:
    make_answer(injury, "q_saddle_numb", "yes")
    told(injury)
    notice = Notice.objects.get(tier="emergency")
    clock.shift(60)
    seen = {"key": key(), "day": str(TODAY), "advice": "carry_on", "role": "emergency"}
    client.post(reverse("notice-answer", args=[injury.uuid, notice.uuid, "seen"]), seen)
    today = TODAY + timedelta(days=days)
    clock.move_to(f"{today}T19:00:00+00:00", tick=False)

    make_answer(injury, "q_saddle_numb", "yes", today)
    assert "r_ces" in told(injury)

    stands = read_plan(injury, today=today)
    assert stands is not None and stands.log is not None
    (sign,) = stands.log.signs
    assert Clearance.objects.exists()
    assert stands.log.clearance_since(sign.since) is None


@pytest.mark.parametrize("tier", ["urgent", "emergency"])
def test_carry_on_agrees_to_nothing_while_a_sign_presses(
    client: Client, visit: Visit, plan: Plan, tier: str
) -> None:
    make_notice(visit.injury, tier=tier)

    answer = say(client, visit, advice="carry_on")

    assert not Clearance.objects.exists()
    assert Notice.objects.open().exists()
    assert (
        "still open. Answer it on Signs first." in client.get(answer["Location"]).content.decode()
    )


def test_seen_for_the_sign_that_presses_and_told_to_carry_on_is_an_agreement(
    client: Client, injury: Injury, plan: Plan
) -> None:
    notice = make_notice(injury, tier="urgent")
    visit = make_visit(injury, notice=notice, who="Anna")
    client.post(reverse("visit-seen", args=[visit.uuid]), {"key": key(), "day": str(TODAY)})

    say(client, visit, advice="carry_on")

    stands = read_plan(injury, today=TODAY)
    assert stands is not None and stands.log is not None
    assert stands.log.clearance_since(TODAY) is not None
