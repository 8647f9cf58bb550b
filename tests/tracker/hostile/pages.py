"""Every page with a form, opened by someone who may, with answers that it would take."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from rehab.content.catalogue import catalogue
from tests.tracker.hostile.house import Person, new_person
from tests.tracker.intake.steps import SAFETY, SIT_BONE, SPRINT, walk
from tests.tracker.make import (
    PASSWORD,
    TODAY,
    make_day,
    make_notice,
    make_part,
    make_visit,
)
from tests.tracker.plan.people import ready_sit_bone, ready_sprinter
from tracker.actions.share_report import hash_of
from tracker.models import (
    Answer,
    ApiToken,
    Clearance,
    Day,
    ExerciseSession,
    Finding,
    GapAnswer,
    Injury,
    LoadPause,
    Notice,
    NoticeAction,
    OwnActivity,
    Plan,
    Reading,
    ShareLink,
    ShareReply,
    StageMove,
    User,
    Visit,
)

Good = dict[str, object]


@dataclass(frozen=True)
class Page:
    """`open` gives the client, the address of the page and the one its form posts to.

    `fields` are sent beside what the page shows: buttons, and what nothing is chosen in.
    `between` puts things back after an answer was taken, so that each try begins alike.
    Names that begin with `ignored` belong to what was not ticked, so nonsense there is left aside.
    """

    open: Callable[[], tuple[Client, str, str]]
    fields: Good = field(default_factory=dict)
    between: Callable[[], object] = lambda: None
    is_ours: bool = True
    has_parts: bool = False
    ignored: tuple[str, ...] = ()


def _own(path: str, action: str = "") -> Callable[[], tuple[Client, str, str]]:
    def opened() -> tuple[Client, str, str]:
        person = new_person()
        shown = path.format(**person.ids)
        return person.client, shown, (action or path).format(**person.ids)

    return opened


def _on_plan(
    shown: str, action: str, stage: str = "neutral"
) -> Callable[[], tuple[Client, str, str]]:
    """A page of the tendon plan, for a person whose doors are answered."""

    def opened() -> tuple[Client, str, str]:
        injury = ready_sit_bone()
        client = Client(raise_request_exception=False)
        client.force_login(injury.owner)
        if stage:
            plan = injury.plans.create(
                programme="pht", stage=stage, started_on=TODAY - timedelta(days=20)
            )
            plan.moves.create(on=plan.started_on, to_stage=stage, reason="start")
        return client, shown, reverse(action, args=[injury.uuid])

    return opened


def _to_reply() -> tuple[Client, str, str]:
    """The one reply to a shared page of somebody on a plan, for who has the link."""
    _on_plan("/plan/", "plan-readings")()
    ends = timezone.now() + timedelta(days=9)
    ShareLink.objects.create(
        injury=Injury.objects.latest("pk"),
        token_hash="b" * 64,
        reply_hash=hash_of("secret"),
        for_whom="Anna",
        ends_at=ends,
    )
    address = reverse("reply", args=["secret"])
    return Client(raise_request_exception=False), address, address


def _today_on_plan(action: str, stage: str = "calm") -> Callable[[], tuple[Client, str, str]]:
    """Today of somebody on a plan, with nothing logged today."""

    def opened() -> tuple[Client, str, str]:
        client, shown, _ = _on_plan("/today/", "plan-readings", stage)()
        injury = Injury.objects.latest("pk")
        make_day(injury, TODAY - timedelta(days=1), night=0, running=1)
        return client, shown, reverse(action, args=[injury.uuid, TODAY])

    return opened


def _exercise(shown: str, action: str, *more: str) -> Callable[[], tuple[Client, str, str]]:
    """What was done of today's exercises, for somebody on a plan."""

    def opened() -> tuple[Client, str, str]:
        client, _, _ = _on_plan(shown, "plan-readings", "calm")()
        injury = Injury.objects.latest("pk")
        return client, shown, reverse(action, args=[injury.uuid, TODAY, *more])

    return opened


def _with_programme(
    shown: str, action: str, programme: str, stages: dict[str, int], **injury: object
) -> Callable[[], tuple[Client, str, str]]:
    """A page of another plan; `stages` are those gone through, each with the days since."""

    def opened() -> tuple[Client, str, str]:
        began = TODAY - timedelta(days=max(stages.values()))
        own = ready_sprinter(onset_on=began, **injury)
        client = Client(raise_request_exception=False)
        client.force_login(own.owner)
        plan = own.plans.create(programme=programme, stage=list(stages)[-1], started_on=began)
        for stage, days in stages.items():
            plan.moves.create(on=TODAY - timedelta(days=days), to_stage=stage, reason="goals_met")
        return client, shown, reverse(action, args=[own.uuid])

    return opened


def _self_test(test: str) -> Callable[[], tuple[Client, str, str]]:
    """The page of one test that the open stage asks for."""

    def opened() -> tuple[Client, str, str]:
        client, shown, _ = _on_plan(f"/plan/tests/{test}/", "plan-readings")()
        injury = Injury.objects.latest("pk")
        return client, shown, reverse("plan-test-record", args=[injury.uuid, test])

    return opened


def _unanswered() -> tuple[Client, str, str]:
    """A plan that still asks two questions and the birth year."""
    client, shown, action = _on_plan("/plan/start/", "plan-answers", stage="")()
    Answer.objects.filter(question__in=["q_fever", "q_surgery"]).delete()
    User.objects.update(birth_year=None)
    return client, shown, action


def _ask_again() -> None:
    Answer.objects.filter(question__in=["q_fever", "q_surgery"]).delete()
    User.objects.update(birth_year=None)


def _offered() -> tuple[Client, str, str]:
    """An open sign asks whether to pause."""
    client, shown, action = _on_plan("/plan/", "plan-pause")()
    injury = Injury.objects.latest("pk")
    Finding.objects.create(
        injury=injury, rule="r_numb_weak", topic="weakness_numbness", tier="soon",
        opened_on=TODAY, last_true_on=TODAY,
    )  # fmt: skip
    make_notice(injury, parts=[make_part("r_numb_weak")])
    return client, shown, action


def _gap() -> tuple[Client, str, str]:
    """Nothing logged for ten days."""
    client, shown, action = _on_plan("/plan/", "plan-gap")()
    Day.objects.update(on=TODAY - timedelta(days=11))
    return client, shown, action


def _not_begun() -> None:
    Plan.objects.all().delete()
    Clearance.objects.all().delete()


def _back_in_two() -> None:
    Plan.objects.filter(kind="programme").update(stage="neutral")
    StageMove.objects.exclude(reason="start").delete()


def _empty_day() -> tuple[Client, str, str]:
    person = new_person()
    Day.objects.all().delete()
    return person.client, f"/log/{TODAY}/", reverse("day-record", args=[person.injury.uuid, TODAY])


def _notice(kind: str, tier: str = "soon") -> Callable[[], tuple[Client, str, str]]:
    def opened() -> tuple[Client, str, str]:
        person = new_person()
        notice = make_notice(person.injury, tier=tier)
        ids = [person.injury.uuid, notice.uuid, kind]
        return person.client, f"/signs/{notice.uuid}/", reverse("notice-answer", args=ids)

    return opened


def _visit_in(path: str, state: str) -> Callable[[], tuple[Client, str, str]]:
    """A page of a visit of one's own in this state."""

    def opened() -> tuple[Client, str, str]:
        person = new_person()
        shown = path.format(visit_uuid=make_visit(person.injury, state=state).uuid)
        return person.client, shown, shown

    return opened


def _ahead() -> None:
    Visit.objects.update(state="booked", on=TODAY)


def _questions() -> tuple[Client, str, str]:
    person: Person = new_person()
    person.client.post(
        reverse("fall-new"),
        {"key": "6d1d6f9e-5a0b-4f3a-9a59-0d9a3f0f4f11", "when": "today", "kind": "fall",
         "effect": "much_worse"},
    )  # fmt: skip
    action = reverse("check-answers", args=[person.injury.uuid])
    return person.client, "/check/questions/", action


def _step(step: str, *, until: str = "") -> Callable[[], tuple[Client, str, str]]:
    def opened() -> tuple[Client, str, str]:
        client = Client(raise_request_exception=False)
        walk(client, SIT_BONE, until=until)
        return client, f"/start/{step}/", f"/start/{step}/"

    return opened


def _safety_more() -> tuple[Client, str, str]:
    client = Client(raise_request_exception=False)
    client.post("/start/safety/", {"signs": ["fever"]})
    return client, "/start/safety/more/", "/start/safety/more/"


def _sure(path: str, action: str = "") -> Callable[[], tuple[Client, str, str]]:
    """For pages that ask for the password first."""

    def opened() -> tuple[Client, str, str]:
        person = new_person()
        person.client.post("/accounts/reauthenticate/", {"password": PASSWORD})
        return person.client, path, (action or path).format(**person.ids)

    return opened


def _visit(path: str) -> Callable[[], tuple[Client, str, str]]:
    return lambda: (Client(raise_request_exception=False), path, path)


def _no_days() -> None:
    Day.objects.all().delete()


def _nobody() -> None:
    User.objects.filter(email="robin@example.org").delete()


def _reopen() -> None:
    NoticeAction.objects.all().delete()
    Notice.objects.update(closed_on=None, closed_because="")


FALL: Good = {"when": "other", "day": "3", "month": "11", "year": "2026", "kind": "fall",
              "effect": "none", "note": "on the ice"}  # fmt: skip
RUN: Good = {"minutes": "30", "km": "4.5", "effort": "3", "pain": "2", "sharp_stop": "no",
             "note": "slow"}  # fmt: skip
MOMENT: Good = {"at": "10:30", "context": "sitting", "nrs": "6", "note": "in the car"}
DAY: Good = {"rest": "3", "sitting": "5", "night": "slept", "walking": "2", "running": "no_run",
             "morning": "1", "sit_minutes": "20", "sit_exact": "", "seat": "desk", "more": "1",
             "signs": ["none"], "treatments": ["none"], "note": "a long drive"}  # fmt: skip
CARE: Good = {"kind": "scan", "name": "MRI", "outcome": "clean", "who": "a clinic",
              "when_words": "in spring", "said": "looks fine"}  # fmt: skip
VISIT: Good = {"day": "2026-11-30", "hour": "17:30", "role": "physio", "who": "Robin"}
TOLD: Good = {"kind": "strain_2", "told": "a small tear", "role": "physio", "who": "Robin",
              "on": "2026-11-20", "bamic": "2b"}  # fmt: skip
SHARE: Good = {"for_whom": "Anna, physio", "lasts": "7"}
REPORT: Good = {"period": "own", "first_on": "2026-11-01", "last_on": "2026-11-20",
                "asks": "May I run?", "name": "R", "parts": ["care"]}  # fmt: skip
LOGIN: Good = {"login": "nobody@example.org", "password": "three wooden boats"}

PAGES: dict[str, Page] = {
    "day": Page(_empty_day, DAY, between=_no_days, has_parts=True),
    "day on a plan": Page(
        _today_on_plan("day-record", "neutral"),
        DAY | {"t_load_b_pain": "3", "limp": "no", "limp_row": "1"},
        between=lambda: Day.objects.filter(on=TODAY).delete(),
        has_parts=True,
    ),
    "exercises rated": Page(
        _today_on_plan("exercises-rate"),
        {"session_pain": "2", "sharp_stop": "no"},
        between=lambda: ExerciseSession.objects.all().delete(),
        has_parts=True,
    ),
    "exercise numbers": Page(
        _exercise("/plan/exercise/pull_hold/", "exercise-numbers", "pull_hold"),
        {"sets": "4", "hold_s": "25", "pain": "2"},
        between=lambda: ExerciseSession.objects.all().delete(),
    ),
    "session": Page(
        _exercise("/plan/session/", "session-log"),
        {"sets-pull_hold": "4"},
        between=lambda: ExerciseSession.objects.all().delete(),
    ),
    "equipment": Page(
        _on_plan("/plan/equipment/", "plan-equipment-keep"), {"lacks": ["strong_band"]}
    ),
    "fall": Page(_own("/fall/"), FALL),
    "fall on a day": Page(
        _own("/log/{on}/fall/", "/i/{injury_uuid}/log/{on}/fall/"), FALL | {"when": "today"}
    ),
    "fall changed": Page(_own("/fall/{fall_uuid}/"), FALL),
    "run": Page(_own("/log/{on}/run/", "/i/{injury_uuid}/log/{on}/run/"), RUN),
    "moment": Page(_own("/log/{on}/moment/", "/i/{injury_uuid}/log/{on}/moment/"), MOMENT),
    "moment changed": Page(_own("/moment/{moment_uuid}/"), MOMENT),
    "run changed": Page(_own("/run/{run_uuid}/"), RUN),
    "check lines": Page(_own("/check/", "/i/{injury_uuid}/check/"), {"none": "on"}, has_parts=True),
    "check lines, no account": Page(_visit("/check/"), {"none": "on"}, has_parts=True),
    "check questions": Page(_questions, has_parts=True),
    "notice booked": Page(
        _notice("booked"), {"day": "2026-11-30", "role": "physio", "who": "Robin"}
    ),
    "notice arranged": Page(_notice("arranged", "urgent"), {"day": "2026-11-22", "who": "Robin"}),
    "notice not for me": Page(
        _notice("not_for_me", "routine"), {"reason": "an old scar"}, between=_reopen, has_parts=True
    ),
    "notice later": Page(_notice("later"), has_parts=True),
    "notice seen": Page(
        _notice("seen"),
        {
            "day": "2026-11-20",
            "role": "gp",
            "who": "Robin",
            "result": "hamstring",
            "words": "a strain",
            "advice": "carry_on",
        },
        between=_reopen,
        has_parts=True,
    ),
    "sign missed": Page(
        _own("/signs/missed/", "/i/{injury_uuid}/reports/"), {"words": "a clot in the leg"}
    ),
    "sign report": Page(
        _own("/signs/{notice_uuid}/report/", "/i/{injury_uuid}/reports/{notice_uuid}/"),
        {"kind": "late", "words": "it was a clot"},
    ),
    "settings": Page(_own("/account/"), {"birth_year": "1988"}),
    "token": Page(
        _sure("/account/tokens/", "/i/{injury_uuid}/tokens/"),
        {"name": "Watch", "scopes": ["log"]},
        between=lambda: ApiToken.objects.all().delete(),
    ),
    "ask": Page(_own("/ask/"), {"line": "rest", "place": "1"}),
    "care": Page(_own("/had/", "/i/{injury_uuid}/had/"), CARE),
    "care changed": Page(_own("/had/{care_uuid}/"), CARE),
    "change begun": Page(
        _own("/changes/", "/i/{injury_uuid}/changes/"),
        {"what": "No stretching", "began_on": "2026-11-20", "weeks": "3", "contexts": ["rest"]},
    ),
    "change ended": Page(
        _own("/changes/{change_uuid}/", "/changes/{change_uuid}/end/"),
        {"outcome": "helped", "note": "less in the car"},
    ),
    "photo changed": Page(
        _own("/photos/{photo_uuid}/"), {"on": "2026-11-20", "note": "blue, a hand wide"}
    ),
    "photo deleted": Page(_own("/photos/{photo_uuid}/delete/"), ignored=("key",)),
    "visit": Page(_own("/visits/new/", "/i/{injury_uuid}/visits/"), VISIT),
    "visit for a sign": Page(_own("/visits/for/{notice_uuid}/"), VISIT),
    "visit changed": Page(_visit_in("/visits/{visit_uuid}/", "booked"), VISIT),
    "visit seen": Page(
        _visit_in("/visits/{visit_uuid}/seen/", "booked"),
        {"day": "2026-11-20", "role": "gp", "who": "Robin"},
        between=_ahead,
    ),
    "visit result": Page(
        _visit_in("/visits/{visit_uuid}/result/", "seen"),
        {"result": "hamstring", "words": "a strain", "advice": "carry_on"},
    ),
    "visit deleted": Page(_visit_in("/visits/{visit_uuid}/delete/", "booked"), ignored=("key",)),
    "plan begun": Page(
        _on_plan("/plan/start/", "plan-open", stage=""),
        {
            "confirmed": ["spot", "nerve", "groin"],
            "stage": "calm",
            "by": "Robin",
            "on": "2026-11-20",
            "words": "slowly",
        },
        between=_not_begun,
        ignored=("card", "programme"),
    ),
    "reply": Page(
        _to_reply,
        {
            "message": "Keep the bridges",
            "name": "Anna",
            "role": "physio",
            "label": "tendon",
            "visit_on": "2026-12-15",
            "stage": "calm",
        },
        between=lambda: ShareReply.objects.all().delete(),
    ),
    "share": Page(_own("/report/share/", "/i/{injury_uuid}/report/share/"), SHARE),
    "report": Page(_own("/report/", "/i/{injury_uuid}/report/"), REPORT),
    "told later": Page(_own("/injury/told/", "/i/{injury_uuid}/told/"), TOLD),
    "plan questions": Page(
        _unanswered,
        {"asked": "q_fever,q_surgery", "q_fever": "no", "q_surgery": "no", "birth_year": "1988"},
        between=_ask_again,
        ignored=("card", "asked", "birth_year"),
    ),
    "plan tests": Page(
        _on_plan("/plan/tests/", "plan-readings"),
        {"on": "today", "t_load_b_pain": "2", "t_sit_min": "25"},
        between=lambda: Reading.objects.all().delete(),
    ),
    "self-test": Page(
        _self_test("raised_bridge"),
        {"on": "2026-11-20", "t_slhb_inj": "9", "t_slhb_oth": "12", "t_slhb_pain": "1"},
        between=lambda: Reading.objects.all().delete(),
    ),
    "self-test changed": Page(
        _own("/plan/tests/press_spot/{on}/", "/i/{injury_uuid}/plan/tests/press_spot/{on}/"),
        {"t_press_pain": "2"},
    ),
    "measure": Page(
        _own("/measures/lefs/", "/i/{injury_uuid}/measures/lefs/"),
        {"on": "2026-11-20", "lefs": "44"},
        between=lambda: Reading.objects.all().delete(),
    ),
    "own activity": Page(
        _own("/measures/own_activities/", "/i/{injury_uuid}/activities/"),
        {"name": "Run to the lake"},
        between=lambda: OwnActivity.objects.filter(number__gt=1).delete(),
        ignored=("on", "activity_"),
    ),
    "plan cleared": Page(
        _on_plan("/plan/cleared/", "plan-clear"),
        {"by": "Robin", "on": "2026-11-20", "words": "go on", "to_stage": ""},
        between=_back_in_two,
    ),
    "plan back": Page(
        _on_plan("/plan/back/", "plan-step-back"), {"stage": "calm"}, between=_back_in_two
    ),
    "plan pause": Page(
        _offered, {"pause": "yes"}, between=lambda: LoadPause.objects.all().delete()
    ),
    "plan gap": Page(
        _gap,
        {"kept_training": "no"},
        between=lambda: GapAnswer.objects.all().delete(),
        ignored=("back",),
    ),
    "plan asks": Page(
        _with_programme(
            "/plan/",
            "plan-ask",
            "contusion",
            {"settle": 4},
            type="contusion",
            grade=None,
            mechanism="blow",
        ),
        {"asked": "q_lump", "q_lump": "no"},
        between=lambda: Answer.objects.filter(because="plan").delete(),
        ignored=("asked", "back"),
    ),
    "still a cramp": Page(
        _with_programme(
            "/plan/strain/",
            "plan-retriage",
            "cramp",
            {"now": 7, "settle": 6},
            mechanism="other",
            working_label="cramp",
            grade=None,
        ),
        {"walking": "normal", "bruise": "no", "big_bruise": "no", "pop": "no", "gap": "no"},
        between=lambda: Plan.objects.update(ended_on=None),
    ),
    "watch week": Page(
        _with_programme(
            "/plan/week/",
            "plan-week-record",
            "strain_sprint_g2",
            {"protect": 90, "watch": 8},
        ),
        dict.fromkeys(catalogue().aftercare.questions, "no"),
        between=lambda: Answer.objects.filter(because="watch").delete(),
    ),
    "goal": Page(
        _with_programme(
            "/plan/return/", "plan-goal", "strain_sprint_g2", {"protect": 9}, goal=None
        ),
        {"goal": "everyday"},
        between=lambda: Injury.objects.update(goal=None),
    ),
    "again": Page(_own("/again/", "/i/{injury_uuid}/again/"), {"earlier": "keep"}),
    "injury closed": Page(
        _own("/i/{injury_uuid}/close/"),
        {"reason": "settled"},
        between=lambda: Injury.objects.update(closed_on=None, closed_reason=""),
    ),
    "own plan begun": Page(
        _on_plan("/plan/own/", "own-plan-save", stage=""),
        {"made_by": "Anna, physio", "ladder": "endurance"},
        between=lambda: Plan.objects.all().delete(),
    ),
    "own exercise": Page(
        _own("/plan/own/exercise/", "/i/{injury_uuid}/plan/own/add/"),
        {
            "name": "Squat",
            "exercise": "bridge_2leg",
            "dose": "3 x 12",
            "weekdays": ["0", "3"],
            "go_to": "2",
            "stop_at": "5",
            "note": "slowly",
        },
        ignored=("another",),
    ),
    "own exercise changed": Page(
        _own("/plan/own/exercise/{item_uuid}/", "/i/{injury_uuid}/plan/own/{item_uuid}/"),
        {"name": "Squat", "stop_at": "5", "note": "slowly"},
    ),
    "plan ended": Page(
        _on_plan("/plan/end/", "plan-stop"),
        ignored=("key",),
        between=lambda: Plan.objects.update(ended_on=None),
    ),
    "safety": Page(_visit("/start/safety/"), SAFETY, ignored=("about_",)),
    "safety, fever": Page(_visit("/start/safety/"), {"signs": ["fever"]}, ignored=("about_",)),
    "safety, what was left open": Page(_safety_more),
    "when, about": Page(_step("when"), SIT_BONE["when"], ignored=("day", "month", "year", "only_")),
    "when, a day": Page(_step("when"), SPRINT["when"], ignored=("only_", "amount", "unit")),
    "when, a month": Page(
        _step("when"),
        SPRINT["when"] | {"precision": "month", "only_month": "3", "only_year": "2026"},
        ignored=("day", "month", "year", "amount", "unit"),
    ),
    "how": Page(_step("how"), {"mechanism": "overload", "felt": "", "note": "up a hill"}),
    "where": Page(_step("where"), SIT_BONE["where"]),
    "signs": Page(_step("signs"), SIT_BONE["signs"]),
    "you": Page(_step("you"), SIT_BONE["you"] | {"worse_with": "stairs", "eases_with": "walks"}),
    "had": Page(_step("had"), CARE | {"do": "add"}),
    "told": Page(_step("told"), TOLD),
    "sign-up": Page(
        _visit("/accounts/signup/"),
        {
            "email": "robin@example.org",
            "password1": "short",
            "birth_year": "1988",
            "of_age": "on",
            "consent": "on",
        },
        between=_nobody,
        is_ours=False,
    ),
    "sign-in": Page(_visit("/accounts/login/"), LOGIN, is_ours=False),
    "forgotten": Page(_visit("/accounts/password/reset/"), {"email": "a@b.org"}, is_ours=False),
    "delete the account": Page(_sure("/account/delete/"), {"confirm": "no"}),
    "new password": Page(
        _own("/accounts/password/change/"),
        {"oldpassword": PASSWORD, "password1": "short", "password2": "short"},
        is_ours=False,
        ignored=("username",),
    ),
    "new address": Page(
        _own("/accounts/email/"), {"email": "no address", "action_add": ""}, is_ours=False
    ),
    "password again": Page(
        _own("/accounts/reauthenticate/"),
        {"password": "three wooden boats"},
        is_ours=False,
        ignored=("username",),
    ),
    "reminders": Page(
        _own("/reminders/"),
        {"daily_at": "8pm", "quiet_from": "22:00", "quiet_until": "7", "pause": "7", "signs": "on"},
    ),
    "fall deleted": Page(_own("/fall/{fall_uuid}/delete/"), ignored=("key",)),
    "moment deleted": Page(_own("/moment/{moment_uuid}/delete/"), ignored=("key",)),
    "run deleted": Page(_own("/run/{run_uuid}/delete/"), ignored=("key",)),
    "day deleted": Page(
        _own("/log/{on}/delete/", "/i/{injury_uuid}/log/{on}/delete/"), ignored=("key",)
    ),
}
