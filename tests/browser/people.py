"""Made-up people for the browser: `python -m tests.browser.people` fills an empty site.

Prints one JSON object: who there is, with the cookies of a signed-in browser, the diary day
and the ids that addresses need; and our error pages as they are drawn. Needs the site's
environment (VAR_DIR) and writes into its database.
"""

import json
import logging
import sys
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from uuid import uuid4

import django
from PIL import Image, ImageDraw

django.setup()

from django.core.management import call_command  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.test import Client, override_settings  # noqa: E402

from rehab.content.catalogue import catalogue  # noqa: E402
from rehab.vocabulary import AnswerValue, FallKind, Sign, ToldKind  # noqa: E402
from tests.browser.house import PLANNED, SPARE  # noqa: E402
from tests.tracker.intake.steps import SIT_BONE, SPRINT, walk  # noqa: E402
from tests.tracker.make import (  # noqa: E402
    make_answer,
    make_change,
    make_day,
    make_fall,
    make_injury,
    make_notice,
    make_part,
    make_photo,
    make_run,
    make_user,
    make_visit,
)
from tests.tracker.plan.people import ready_sit_bone  # noqa: E402
from tests.tracker.progress.people import sit_bone as six_weeks_of_sit_bone  # noqa: E402
from tracker.actions.answer_reply import Reply, send_reply  # noqa: E402
from tracker.actions.record_answers import record_answers  # noqa: E402
from tracker.actions.record_day import record_day  # noqa: E402
from tracker.actions.record_fall import FallEntry, record_fall  # noqa: E402
from tracker.actions.record_session import tick_exercise  # noqa: E402
from tracker.actions.record_told import record_told  # noqa: E402
from tracker.actions.share_report import hash_of, reply_token  # noqa: E402
from tracker.clock import PersonNow, person_now  # noqa: E402
from tracker.demo.people import make_demo  # noqa: E402
from tracker.diary_reader import read  # noqa: E402
from tracker.models import Care, Finding, Injury, NoticeAction, Outbox, User  # noqa: E402
from tracker.models.account import CHIPS  # noqa: E402
from tracker.overview import asking  # noqa: E402
from tracker.photos import prepare_photo  # noqa: E402
from tracker.reminders import one_tap  # noqa: E402
from tracker.told_word import Word  # noqa: E402

NOTHING_SEEN = {sign.value: False for sign in Sign}
HERE = {"SERVER_NAME": "localhost"}
SITTING_LINES = ["sitting", "sit_minutes", "morning", "running", "rest"]
EVERY_LINE = [*SITTING_LINES, "walking", "night"]
STRAIN_LINES = ["morning", "rest", "sitting", "walking", "running"]
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass(slots=True)
class Person:
    """One browser: its cookies, and what addresses need."""

    cookies: dict[str, str]
    today: date
    ids: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        days = {"today": str(self.today), "yesterday": str(self.today - timedelta(days=1))}
        days["week_ago"] = str(self.today - timedelta(days=7))
        days["tomorrow"] = str(self.today + timedelta(days=1))
        return {"cookies": self.cookies, "words": days | self.ids}


def signed_in(user: User, **ids: object) -> Person:
    client = Client(**HERE)
    client.force_login(user)
    injury = user.current_injury
    words = {name: str(value) for name, value in ids.items()}
    words |= {"injury": str(injury.uuid)} if injury else {}
    return Person(cookies_of(client), person_now(user).today, words)


def cookies_of(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


def today_of(user: User) -> date:
    return person_now(user).today


def sit_bone(*, days_ago: int = 240, **fields: object) -> Injury:
    """Slow sit-bone pain on the right for about eight months; no day logged yet."""
    user = make_user(**({"contexts": SITTING_LINES} | fields))
    return make_injury(
        user,
        onset="gradual",
        onset_on=today_of(user) - timedelta(days=days_ago),
        onset_precision="about",
        mechanism="overload",
        places=[["sit_bone", "right"], ["upper_thigh", "right"]],
    )


def strain(**fields: object) -> Injury:
    """A sprint strain of the left thigh, a week ago; no day logged yet."""
    user = make_user(contexts=STRAIN_LINES, **fields)
    return make_injury(
        user,
        side="left",
        onset_on=today_of(user) - timedelta(days=7),
        mechanism="sprint",
        places=[["mid_thigh", "left"]],
    )


def robin(*, logged_today: bool, is_settled: bool = False) -> Person:
    """Forty days through the actions, so that whatever is told comes from the rules.

    `is_settled`: a visit is booked for what was told, and no question waits.
    """
    injury = sit_bone()
    user, today = injury.owner, today_of(injury.owner)
    for back in range(40, 0 if not logged_today else -1, -1):
        on = today - timedelta(days=back)
        if back in (33, 32, 19, 11):
            continue
        if back == 14:
            slipped(injury, on)
        record_day(injury=injury, on=on, entry=robins_day(back), at=evening(user, on), key=uuid4())
        if back % 7 == 2:
            weekly_no(injury, on)
    run = make_run(injury, today - timedelta(days=3), minutes=40, pain=2, effort=5)
    if is_settled:
        settle(injury, today)
    Care.objects.create(injury=injury, kind="scan", outcome="clean", name="MRI", said="No tear")
    fall = user.falls.first()
    notices = {
        f"notice_{n}": notice.uuid for n, notice in enumerate(injury.notices.order_by("told_at"))
    }
    care = Care.objects.get(injury=injury)
    return signed_in(user, run=run.uuid, fall=fall.uuid, care=care.uuid, **notices)


def settle(injury: Injury, today: date) -> None:
    for notice in injury.notices.all():
        NoticeAction.objects.create(notice=notice, kind="booked", on=today)
    for _ in range(5):  # an answer may ask the next question
        waiting = asking.triggered(asking.due(read(injury, today=today), injury, today=today))
        for each in waiting:
            make_answer(injury, each.question, "no", today)


def robins_day(back: int) -> dict[str, object]:
    later = 1 if back < 12 else 0
    return {
        "sitting": 4 + back % 3 + later,
        "morning": 2 + back % 2,
        "rest": 1 + later,
        "no_run": back % 3 != 0,
        "sit_minutes": 20 + 5 * (back % 4),
        "seat": "desk",
        "places": [["sit_bone", "right"]],
        "qualities": ["ache"],
        "signs": NOTHING_SEEN,
        "note": "Long drive, stood up twice." if back == 5 else "",
    }


def evening(user: User, on: date) -> PersonNow:
    """Eight in the evening of a past day; this moment on the diary day that runs now."""
    now = person_now(user)
    if on == now.today:
        return now
    return person_now(user, datetime.combine(on, time(20, 0), tzinfo=UTC))


def slipped(injury: Injury, on: date) -> None:
    record_fall(
        owner=injury.owner,
        injury=injury,
        entry=FallEntry(on=on, kind=FallKind.SLIP),
        at=evening(injury.owner, on),
        key=uuid4(),
    )


def weekly_no(injury: Injury, on: date) -> None:
    for question in catalogue().weekly_questions:
        make_answer(injury, question.id, "no", on)


def logged() -> Person:
    """Today is logged, with a lot of pain, a note, a run and a fall."""
    injury = sit_bone(days_ago=60)
    user, today = injury.owner, today_of(injury.owner)
    make_day(injury, today - timedelta(days=1), sitting=5, rest=2, slept_through=True)
    make_day(
        injury,
        today,
        sitting=8,
        rest=2,
        sit_minutes=15,
        seat="car",
        no_run=False,
        running=3,
        signs=NOTHING_SEEN | {"bruising": True},
        places=[["sit_bone", "right"]],
        note="A long note that stands under the figures, with a wordthatdoesnotendandgoeson.",
    )
    run = make_run(injury, today, minutes=40, pain=3)
    fall = make_fall(user, today, injury=injury)
    return signed_in(user, run=run.uuid, fall=fall.uuid)


def warned() -> Person:
    """One notice of every tier."""
    injury = sit_bone(days_ago=60)
    user, today = injury.owner, today_of(injury.owner)
    make_day(injury, today - timedelta(days=1), sitting=5, night=4)
    evidence = [str(today - timedelta(days=n)) for n in (9, 5, 4, 1)]
    part = {
        "rule": "r_night_pain",
        "breadth": [],
        "bundle": None,
        "name": "Night pain that goes on",
        "message": "Your log shows night pain on several days.",
        "evidence": evidence,
    }
    ids = {}
    for tier in ("emergency", "urgent", "soon", "routine"):
        ids[tier] = make_notice(
            injury,
            tier=tier,
            told_on=today,
            told_at=person_now(user).now,
            parts=[part | {"tier": tier}],
        ).uuid
    return signed_in(user, **ids)


def changing() -> Person:
    """Two changes that run at once over four weeks of a diary, and one that ended.

    Everything that can be switched on beside the pain is on.
    """
    injury = sit_bone()
    injury.owner.chips = list(CHIPS)
    injury.owner.save(update_fields=["chips"])
    today = today_of(injury.owner)
    for back in range(1, 29):
        make_day(injury, today - timedelta(days=back), sitting=3 + back % 4, number=1)
    change = make_change(injury, today - timedelta(days=12), contexts=["sitting", "sit_minutes"])
    make_change(injury, today - timedelta(days=5), what="No stretching, withawordthatdoesnotend")
    over = today - timedelta(days=40)
    make_change(injury, over, what="Heel lifts", ended_on=over, is_dropped=True, outcome="worse")
    return signed_in(injury.owner, change=change.uuid)


def photographed() -> Person:
    """Three photos of a bruise on two days, one with a note."""
    injury = strain()
    today = today_of(injury.owner)
    for back, colour in ((6, "purple"), (1, "olive"), (1, "khaki")):
        drawn = Image.new("RGB", (1200, 1600), "peachpuff")
        ImageDraw.Draw(drawn).ellipse((300, 500, 900, 1200), fill=colour)
        file = BytesIO()
        drawn.save(file, "JPEG")
        picture = prepare_photo(file)
        photo = make_photo(
            injury,
            today - timedelta(days=back),
            picture=(picture.large, picture.small),
            width=picture.width,
            height=picture.height,
            note="Back of the left thigh, a hand wide, withawordthatdoesnotend."
            if back == 6
            else "",
        )
    return signed_in(injury.owner, photo=photo.uuid)


def replied() -> Person:
    """One link with a reply that waits, and one whose reply may still be sent."""
    injury = sit_bone()
    today, now = today_of(injury.owner), person_now(injury.owner).now
    plan = injury.plans.create(programme="pht", stage="calm", started_on=today)
    plan.moves.create(on=today, to_stage="calm", reason="start")
    tokens = [uuid4().hex, uuid4().hex]
    links = [
        injury.share_links.create(
            token_hash=hash_of(token),
            reply_hash=hash_of(reply_token(token)),
            for_whom="Anna, physio",
            ends_at=now + timedelta(days=14),
        )
        for token in tokens
    ]
    typed = Reply(
        name="Anna Berg",
        role="physio",
        message="Keep the bridges. Awordthatdoesnotendandgoesonandonandonandonandonandon.",
        label="tendon",
        visit_on=today + timedelta(days=9),
        stage="neutral",
    )
    send_reply(link=links[0], reply=typed, at=person_now(injury.owner), key=uuid4())
    return signed_in(injury.owner, shared=tokens[1], reply=reply_token(tokens[1]))


def visiting() -> Person:
    """A visit that asks "Did you go?", one seen, one over, and a sign that waits for one."""
    injury = sit_bone(days_ago=60)
    user, today = injury.owner, today_of(injury.owner)
    yesterday, soon = today - timedelta(days=1), today + timedelta(days=3)
    asks = make_visit(injury, on=yesterday, at=time(9, 30), who="Anna")
    seen = make_visit(injury, on=yesterday, state="seen", role="gp")
    make_visit(injury, on=soon, at=time(17, 30))
    make_visit(
        injury,
        on=today - timedelta(days=90),
        state="result",
        result="not_sure",
        advice="carry_on",
        words="Keep loading, less car. A wordthatdoesnotendandgoesonandonandonandonandonandon.",
    )
    now = person_now(user).now
    notice = make_notice(injury, tier="routine", told_on=today, told_at=now)
    for kind, days, how in (("check", 0, {}), ("daily", 1, {"mailed_at": now}), ("visit", 2, {})):
        Outbox.objects.create(
            user=user, injury=injury, kind=kind, local_day=today - timedelta(days=days),
            state="sent", sent_at=now - timedelta(days=days), **how,
        )  # fmt: skip
    tap = one_tap.link(user, one_tap.Tap.WEEK).rstrip("/").rpartition("/")[2]
    return signed_in(user, asks=asks.uuid, seen=seen.uuid, notice=notice.uuid, tap=tap)


def asked() -> Person:
    """A swollen calf was logged today, so questions wait."""
    injury = strain()
    user = injury.owner
    entry = {"walking": 5, "places": [["calf", "left"]], "signs": NOTHING_SEEN | {"swelling": True}}
    record_day(injury=injury, on=today_of(user), entry=entry, at=person_now(user), key=uuid4())
    return signed_in(user)


def told_late() -> Person:
    """A grave yes was told today for the day before yesterday: is it still so?"""
    injury = strain()
    user = injury.owner
    at = person_now(user)
    record_answers(
        owner=user,
        injury=injury,
        answers={"q_saddle_numb": AnswerValue.YES},
        at=at,
        key=uuid4(),
        on=at.today - timedelta(days=2),
    )
    return signed_in(user)


def away(days: int) -> Person:
    """Logged a week of days, then nothing for some days."""
    injury = sit_bone()
    today = today_of(injury.owner)
    for back in range(days, days + 7):
        make_day(injury, today - timedelta(days=back), sitting=4, rest=1)
    return signed_in(injury.owner)


def since_yesterday(injury: Injury) -> Person:
    """One day logged yesterday: what that tells is told, and it can be copied."""
    yesterday = today_of(injury.owner) - timedelta(days=1)
    weekly_no(injury, yesterday)
    scores = {"sitting": 5, "morning": 3, "rest": 1, "night": 0}
    entry = scores | {"sit_minutes": 20, "seat": "desk", "no_run": True}
    at = evening(injury.owner, yesterday)
    record_day(injury=injury, on=yesterday, entry=entry, at=at, key=uuid4())
    return signed_in(injury.owner)


def planned(kind: str, *, is_logged: bool = False) -> Person:
    """In the first stage of a plan, one day logged: yesterday. Nothing waits above the log."""
    injury = sit_bone() if kind == "sit_bone" else strain()
    programme, stage = ("pht", "calm") if kind == "sit_bone" else ("strain_sprint_g2", "protect")
    today = today_of(injury.owner)
    began = today - timedelta(days=10 if kind == "sit_bone" else 6)
    plan = injury.plans.create(programme=programme, stage=stage, started_on=began)
    plan.moves.create(on=began, to_stage=stage, reason="start")
    person = since_yesterday(injury)
    weekly_no(injury, today)
    settle(injury, today)
    if is_logged:
        numbers = {"sitting": 4, "morning": 2, "rest": 1, "sit_minutes": 35, "seat": "desk"}
        record_day(
            injury=injury,
            on=today,
            entry=numbers | {"no_run": True, "signs": NOTHING_SEEN, "places": injury.places},
            at=person_now(injury.owner),
            key=uuid4(),
            readings={"t_load_a_pain": 3},
        )
        tick_exercise(
            injury=injury,
            on=today,
            exercise="bridge_hold_1leg",
            done=True,
            at=person_now(injury.owner),
        )
    return person


def beginning(*, is_answered: bool = True) -> Person:
    """A sit-bone tendon and no plan yet; doors answered, or two of them still to answer."""
    row = {"row": "pht", "programme": "pht", "kind": "tendon"}
    injury = ready_sit_bone(triage=row, goal="distance")
    if not is_answered:
        injury.answers.filter(question__in=["q_fever", "q_surgery"]).delete()
        User.objects.filter(pk=injury.owner_id).update(birth_year=None)
    return signed_in(injury.owner)


def second_stage(*, is_offered: bool = False) -> Person:
    """Six weeks into the tendon plan, with running; `is_offered`: a sign asks for a pause."""
    user = make_user(birth_year=1988)
    today = today_of(user)
    injury = six_weeks_of_sit_bone(user, last=today)
    Injury.objects.filter(pk=injury.pk).update(goal="distance")
    make_run(injury, today - timedelta(days=1), ladder="endurance", step="E1", pain=8)
    if is_offered:
        make_finding(injury, "r_numb_weak", on=today)
        part = make_part("r_numb_weak", message="You logged tingling below the knee.")
        make_notice(injury, told_on=today, told_at=person_now(user).now, parts=[part])
    return signed_in(user)


def make_finding(injury: Injury, rule: str, *, on: date) -> None:
    known = catalogue().rules[rule]
    Finding.objects.create(
        injury=injury,
        rule=rule,
        topic=known.topic,
        tier=known.tier.value,
        opened_on=on,
        last_true_on=on,
    )


def told() -> Person:
    """A week into a strain and its plan: the estimate is made, a clinician said something else."""
    injury = strain(birth_year=1990)
    today = today_of(injury.owner)
    Injury.objects.filter(pk=injury.pk).update(type="muscle_strain", grade=1)
    plan = injury.plans.create(
        programme="strain_sprint_g1", stage="protect", started_on=today - timedelta(days=7)
    )
    plan.moves.create(on=plan.started_on, to_stage="protect", reason="start")
    for metric, value in (("t_ake_inj", 24), ("t_ake_oth", 10)):
        injury.readings.create(on=today, metric=metric, value=value)
    make_day(injury, today - timedelta(days=1), walking=2)
    for kind, days, words in (("strain_1", 5, ""), ("strain_2", 1, "A small tear, 2 cm")):
        word = Word(
            ToldKind(kind), today - timedelta(days=days), words=words, role="physio", who="Kim Rao"
        )
        record_told(injury=injury, word=word, at=person_now(injury.owner), key=uuid4())
    return signed_in(injury.owner)


def planned_runner() -> Person:
    """A strain in the second stage of its plan; every test before the first running step passed."""
    injury = strain()
    yesterday = today_of(injury.owner) - timedelta(days=1)
    plan = injury.plans.create(
        programme="strain_sprint_g2", stage="rebuild", started_on=yesterday - timedelta(days=5)
    )
    plan.moves.create(on=plan.started_on, to_stage="rebuild", reason="start")
    person = since_yesterday(injury)
    injury.days.update(limp=False)
    for metric in ("t_walk20_pain", "t_dig_mid_pain"):
        injury.readings.create(on=yesterday, metric=metric, value=0)
    weekly_no(injury, yesterday)
    settle(injury, today_of(injury.owner))
    return person


def given_exercises() -> Person:
    """A plan a physio gave: one exercise in their words, one of ours, one taken out."""
    injury = sit_bone()
    today = today_of(injury.owner)
    plan = injury.plans.create(
        kind="own", made_by="Anna, physio", ladder="endurance", started_on=today - timedelta(days=3)
    )
    squat = plan.items.create(
        position=1, name="Spanish squat", dose="4 x 45 s", note="Heels down", go_to=2, stop_at=5
    )
    plan.items.create(position=2, name="Two-leg bridge", exercise="bridge_2leg", weekdays=[0, 2])
    plan.items.create(position=3, name="Wall sit", ended_on=today)
    since_yesterday(injury)
    weekly_no(injury, today)
    settle(injury, today)
    return signed_in(injury.owner, item=squat.uuid)


def returning(stage: str, *, days: int, ended: bool = False) -> Person:
    """A strain late in its plan: `days` in the stage, with some of the return list's tests."""
    injury = strain()
    today = today_of(injury.owner)
    began = today - timedelta(days=days + 60)
    Injury.objects.filter(pk=injury.pk).update(goal="sprint_team", onset_on=began)
    plan = injury.plans.create(programme="strain_sprint_g2", stage=stage, started_on=began)
    plan.moves.create(on=began, to_stage="protect", reason="start")
    entered = today - timedelta(days=days)
    plan.moves.create(on=entered, from_stage="protect", to_stage=stage, reason="goals_met")
    values = {"t_press_pain": 1, "t_ake_pain": 0, "t_dig_long_pain": 2, "confidence": 8,
              "t_ake_inj": 28, "t_ake_oth": 22, "t_slhb_inj": 17, "t_slhb_oth": 21}  # fmt: skip
    for metric, value in values.items():
        injury.readings.create(on=today, metric=metric, value=value)
    if stage == "watch":
        Injury.objects.filter(pk=injury.pk).update(returned_on=entered)
    if ended:
        plan.ended_on = today
        plan.save()
    person = since_yesterday(injury)
    weekly_no(injury, today)
    settle(injury, today)
    return person


def lasting_cramp() -> Person:
    """A cramp on its sixth day: the plan asks whether it is one."""
    injury = strain()
    today = today_of(injury.owner)
    began = today - timedelta(days=6)
    plan = injury.plans.create(programme="cramp", stage="settle", started_on=began)
    plan.moves.create(on=began, to_stage="settle", reason="start")
    person = since_yesterday(injury)
    weekly_no(injury, today)
    settle(injury, today)
    return person


def draft(story: dict[str, dict[str, object]], *, until: str = "", user: User | None = None):
    """Somebody without an account, in the middle of the intake."""
    client = Client(**HERE)
    if user is not None:
        client.force_login(user)
    walk(client, recent(story), until=until)
    return client


def recent(story: dict[str, dict[str, object]]) -> dict[str, dict[str, object]]:
    """The same answers with the start a week before today."""
    when = story["when"]
    if when["precision"] != "day":
        return story
    on = datetime.now(tz=UTC).date() - timedelta(days=7)
    day = {"day": str(on.day), "month": str(on.month), "year": str(on.year)}
    return story | {"when": when | day}


def browsing(client: Client) -> Person:
    return Person(cookies_of(client), datetime.now(tz=UTC).date())


def after_tick(line: str, *chosen: str) -> Person:
    client = draft(SPRINT, until="safety")
    client.post("/start/safety/", {"signs": [line], f"about_{line}": list(chosen)})
    if chosen:
        return browsing(client)
    client.get("/start/safety/more/")
    return browsing(client)


def made_up(who: str) -> Person:
    """One of the two people that visitors may look at."""
    return signed_in(make_demo(who=who, now=datetime.now(tz=UTC), zone="Europe/London"))


def everyone() -> dict[str, Person]:
    people = {
        "robin": robin(logged_today=False),
        "settled": robin(logged_today=False, is_settled=True),
        "logged": logged(),
        "warned": warned(),
        "asked": asked(),
        "told_late": told_late(),
        "visiting": visiting(),
        "replied": replied(),
        "photographed": photographed(),
        "changing": changing(),
        "away": away(10),
        "maya": signed_in(strain().owner),
        "listed": since_yesterday(sit_bone(list_view=True, contexts=EVERY_LINE)),
        "nobody_yet": signed_in(make_user()),
        "operator": signed_in(make_user(is_staff=True)),
        "demo_robin": made_up("robin"),
        "demo_maya": made_up("maya"),
        "adding": browsing(draft(SPRINT, user=strain().owner)),
        "sit_bone_draft": browsing(draft(SIT_BONE)),
        "sprint_draft": browsing(draft(SPRINT)),
        "stopped": after_tick("saddle"),
        "urgent_draft": after_tick("cant_walk", "yes"),
        "one_missing": after_tick("both_legs"),
    }
    people["planned"] = planned("sit_bone")
    people["beginning"] = beginning()
    people["unanswered"] = beginning(is_answered=False)
    people["second_stage"] = second_stage()
    people["offered"] = second_stage(is_offered=True)
    people["planned_runner"] = planned_runner()
    people["planned_runner_who_logs"] = planned_runner()
    people["told"] = told()
    people["returning"] = returning("speed", days=12)
    people["back"] = returning("watch", days=9)
    people["after_plan"] = returning("watch", days=57, ended=True)
    people["lasting_cramp"] = lasting_cramp()
    people["given_exercises"] = given_exercises()
    people["planned_done"] = planned("sit_bone", is_logged=True)
    for number in range(PLANNED):
        people[f"planned_sit_bone_{number}"] = planned("sit_bone")
        people[f"planned_strain_{number}"] = planned("strain")
    for number in range(SPARE):
        people[f"sit_bone_{number}"] = since_yesterday(sit_bone())
        people[f"strain_{number}"] = since_yesterday(strain())
    return people


def main() -> None:
    call_command("prepare", stdout=sys.stderr)
    logging.disable(logging.INFO)
    pages = {str(n): render_to_string(f"{n}.html") for n in (400, 403, 500, 503)}
    with override_settings(PASSWORD_HASHERS=QUICK):  # they come by cookie, not by password
        people = {name: person.as_json() for name, person in everyone().items()}
    json.dump({"people": people, "pages": pages}, sys.stdout)


if __name__ == "__main__":
    main()
