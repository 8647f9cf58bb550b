"""Builders shared by the hostile tests: people with a row of every kind."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.apps import apps
from django.core import serializers
from django.test import Client
from django.utils import timezone

from tests.tracker.make import (
    PASSWORD,
    TODAY,
    make_change,
    make_day,
    make_fall,
    make_injury,
    make_notice,
    make_photo,
    make_run,
    make_user,
    make_visit,
)
from tracker.actions.history import note_change, snapshot
from tracker.models import Care, Injury, ShareReply, User

# Words that stand in no page of ours: whoever sees them sees somebody's diary.
MARK = "zanzibar-secret"


@dataclass(frozen=True)
class Person:
    """A signed-in person; `ids` are the URL arguments that name their rows."""

    user: User
    injury: Injury
    client: Client
    ids: dict[str, object]

    @property
    def password(self) -> str:
        return PASSWORD


def new_person(*, mark: str = MARK, **fields: object) -> Person:
    user = make_user(**fields)
    injury = make_injury(user)
    day = make_day(injury, rest=3, note=f"{mark} day", number=1)
    fall = make_fall(user, injury=injury, note=f"{mark} fall")
    moment = day.moments.create(at="10:30", context="sitting", nrs=4, note=f"{mark} moment")
    run = make_run(injury, note=f"{mark} run")
    care = Care.objects.create(injury=injury, kind="scan", name=f"{mark} scan")
    undo = note_change(owner=user, row=day, before=None, after=snapshot(day))
    put_back = note_change(owner=user, row=care, before=snapshot(care), after=snapshot(care))
    visit = make_visit(injury, state="seen", words=f"{mark} visit")
    own = injury.plans.create(kind="own", made_by=f"{mark} physio", started_on=TODAY)
    item = own.items.create(position=1, name=f"{mark} bridge")
    word = injury.clinician_words.create(kind="strain_1", who=f"{mark} Kim", on=TODAY)
    activity = injury.own_activities.create(number=1, name=f"{mark} drive", added_on=TODAY)
    report = injury.sign_reports.create(kind="missed", words=f"{mark} clot", on=TODAY)
    token = injury.api_tokens.create(owner=user, name=f"{mark} watch", digest=user.uuid.hex)
    link = injury.share_links.create(
        token_hash=uuid4().hex * 2, for_whom="Kim", ends_at=timezone.now() + timedelta(days=9)
    )
    reply = ShareReply.objects.create(
        link=link, key=uuid4(), name="Kim", role="physio", message=f"{mark} reply", label="tendon",
        sent_at=timezone.now(), sent_on=TODAY,
    )  # fmt: skip
    device = user.push_devices.create(
        name=f"{mark} phone", endpoint=f"https://push.invalid/{user.uuid}", p256dh="p", auth="a"
    )
    for metric in ("t_press_pain", activity.metric):
        injury.readings.create(on=TODAY, metric=metric, value=3)
    ids: dict[str, object] = {
        "number": 1,
        "exercise": "pull_hold",
        "ladder": "speed",
        "test": "press_spot",
        "measure": "own_activities",
        "activity_uuid": activity.uuid,
        "step": "S1",
        "injury_uuid": injury.uuid,
        "notice_uuid": make_notice(injury).uuid,
        "fall_uuid": fall.uuid,
        "run_uuid": run.uuid,
        "moment_uuid": moment.uuid,
        "care_uuid": care.uuid,
        "visit_uuid": visit.uuid,
        "item_uuid": item.uuid,
        "photo_uuid": make_photo(injury, note=f"{mark} photo").uuid,
        "size": "small",
        "change_uuid": make_change(injury, what=f"{mark} cushion").uuid,
        "word_uuid": word.uuid,
        "report_uuid": report.uuid,
        "token_uuid": token.uuid,
        "link_uuid": link.uuid,
        "device_uuid": device.uuid,
        "reply_uuid": reply.uuid,
        "revision_uuid": undo.uuid,
        "row_uuid": day.uuid,
        "revision": put_back.pk,
        "on": TODAY,
        "kind": "later",
    }
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return Person(user, injury, client, ids)


def nowhere() -> dict[str, object]:
    """URL arguments of the same form that name no row."""
    uuids = ("injury", "notice", "fall", "run", "care", "visit", "revision", "item", "word",
             "activity", "photo", "report", "moment", "row", "token", "change", "link",
             "reply", "device")  # fmt: skip
    return {f"{name}_uuid": uuid4() for name in uuids} | {
        "revision": 987_654,
        "on": TODAY,
        "kind": "later",
        "size": "small",
    }


def everything() -> str:
    """All rows of the tracker's tables as text: equal before and after means nothing written."""
    models = [m for m in apps.get_app_config("tracker").get_models() if not m._meta.proxy]
    rows = (row for model in models for row in model._default_manager.order_by("pk"))
    return serializers.serialize("json", rows, indent=0)
