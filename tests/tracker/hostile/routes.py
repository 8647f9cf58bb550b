"""Every route of the site by name, and who may do what there. A new route needs a line here."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

# PUBLIC: anyone, nothing of a person. INTAKE: the answers of this session, without an account.
# OWN: needs a sign-in; shows what is the person's own. OBJECT: the address names a row.
PUBLIC, INTAKE, OWN, OBJECT = "public", "intake", "own", "object"


@dataclass(frozen=True)
class Route:
    """`answers_anyone`: on purpose it also answers who is signed out (nothing is stored)."""

    kind: str
    methods: tuple[str, ...]
    ids: tuple[str, ...] = ()
    answers_anyone: bool = False


GET, POST, BOTH = ("get",), ("post",), ("get", "post")
ROUTES: dict[str, Route] = {
    "health": Route(PUBLIC, GET),
    "landing": Route(PUBLIC, GET),
    "sample-report": Route(PUBLIC, GET),
    "help-now": Route(PUBLIC, GET),
    "region-choose": Route(PUBLIC, POST),
    "about": Route(PUBLIC, GET),
    "for-physios": Route(PUBLIC, GET),
    "how-rules-work": Route(PUBLIC, GET),
    "rule": Route(PUBLIC, GET, ("rule",)),
    "privacy": Route(PUBLIC, GET),
    "accessibility": Route(PUBLIC, GET),
    "see": Route(PUBLIC, GET, ("pattern",)),
    "condition": Route(PUBLIC, GET, ("condition",)),
    "invitation": Route(PUBLIC, GET, ("token",)),
    "check": Route(PUBLIC, BOTH),
    "demo": Route(PUBLIC, BOTH, ("who",)),
    "demo-end": Route(PUBLIC, POST),
    # Accounts
    "account_login": Route(PUBLIC, BOTH),
    "account_signup": Route(PUBLIC, BOTH),
    "account_inactive": Route(PUBLIC, GET),
    "account_email_verification_sent": Route(PUBLIC, GET),
    "account_confirm_email": Route(PUBLIC, BOTH, ("key",)),
    "account_confirm_login_code": Route(PUBLIC, BOTH),
    "account_reset_password": Route(PUBLIC, BOTH),
    "account_reset_password_done": Route(PUBLIC, GET),
    "account_reset_password_from_key": Route(PUBLIC, BOTH, ("uidb36", "key")),
    "account_reset_password_from_key_done": Route(PUBLIC, GET),
    "account_logout": Route(PUBLIC, BOTH),
    "account_reauthenticate": Route(OWN, BOTH),
    "account_email": Route(OWN, BOTH),
    "account_change_password": Route(OWN, BOTH),
    "account_set_password": Route(OWN, BOTH),
    "account-settings": Route(OWN, BOTH),
    "account-delete": Route(OWN, BOTH),
    "sessions-end": Route(OWN, POST),
    "diary-download": Route(OWN, GET),
    # The person's own pages
    "more": Route(OWN, GET),
    "ask": Route(OWN, BOTH),
    "today": Route(OWN, GET),
    "diary": Route(OWN, GET),
    "plan": Route(OWN, GET),
    "plan-start": Route(OWN, GET),
    "plan-tests": Route(OWN, GET),
    "plan-test": Route(OWN, GET, ("test",)),
    "plan-test-day": Route(OWN, GET, ("test", "on")),
    "plan-cleared": Route(OWN, GET),
    "plan-back": Route(OWN, GET),
    "plan-end": Route(OWN, GET),
    "own-plan": Route(OWN, GET),
    "own-item-new": Route(OWN, GET),
    "own-item": Route(OBJECT, GET, ("item_uuid",)),
    "plan-return": Route(OWN, GET),
    "plan-week": Route(OWN, GET),
    "plan-strain": Route(OWN, GET),
    "injuries": Route(OWN, GET),
    "again": Route(OWN, GET),
    "plan-stage": Route(OWN, GET, ("number",)),
    "plan-exercise": Route(OWN, GET, ("exercise",)),
    "measures": Route(OWN, GET),
    "measure": Route(OWN, GET, ("measure",)),
    "measure-day": Route(OWN, GET, ("measure", "on")),
    "progress": Route(OWN, GET),
    "progress-table": Route(OWN, GET),
    "signs": Route(OWN, GET),
    "check-questions": Route(OWN, GET),
    "check-result": Route(OWN, GET),
    "day-edit": Route(OWN, GET, ("on",)),
    "day-same": Route(OWN, GET, ("on",)),
    "day-delete": Route(OWN, GET, ("on",)),
    "fall-on": Route(OWN, GET, ("on",)),
    "run-new": Route(OWN, GET, ("on",)),
    "runs-import": Route(OWN, GET),
    "exercises-on": Route(OWN, GET, ("on",)),
    "exercise-on": Route(OWN, GET, ("on", "exercise")),
    "plan-session": Route(OWN, GET),
    "plan-equipment": Route(OWN, GET),
    "plan-running": Route(OWN, GET),
    "plan-step": Route(OWN, GET, ("ladder", "step")),
    "fall-new": Route(OWN, BOTH),
    "had": Route(OWN, GET),
    "photos": Route(OWN, GET),
    "photos-compare": Route(OWN, GET),
    "photos-download": Route(OWN, GET),
    "visits": Route(OWN, GET),
    "visit-new": Route(OWN, GET),
    "injury-new": Route(OWN, GET),
    "start-add": Route(OWN, BOTH),
    # Rows by their uuid
    "notice": Route(OBJECT, GET, ("notice_uuid",)),
    "notice-answer": Route(OBJECT, POST, ("injury_uuid", "notice_uuid", "kind")),
    "check-lines": Route(OBJECT, POST, ("injury_uuid",), answers_anyone=True),
    "check-answers": Route(OBJECT, POST, ("injury_uuid",), answers_anyone=True),
    "day-record": Route(OBJECT, POST, ("injury_uuid", "on")),
    "day-remove": Route(OBJECT, POST, ("injury_uuid", "on")),
    "fall-record": Route(OBJECT, POST, ("injury_uuid", "on")),
    "run-record": Route(OBJECT, POST, ("injury_uuid", "on")),
    "runs-read": Route(OBJECT, POST, ("injury_uuid",)),
    "runs-add": Route(OBJECT, POST, ("injury_uuid",)),
    "exercise-tick": Route(OBJECT, POST, ("injury_uuid", "on", "exercise")),
    "exercises-rate": Route(OBJECT, POST, ("injury_uuid", "on")),
    "exercises-all": Route(OBJECT, POST, ("injury_uuid", "on")),
    "exercise-numbers": Route(OBJECT, POST, ("injury_uuid", "on", "exercise")),
    "session-log": Route(OBJECT, POST, ("injury_uuid", "on")),
    "plan-equipment-keep": Route(OBJECT, POST, ("injury_uuid",)),
    "fall-edit": Route(OBJECT, BOTH, ("fall_uuid",)),
    "fall-delete": Route(OBJECT, BOTH, ("fall_uuid",)),
    "run-edit": Route(OBJECT, BOTH, ("run_uuid",)),
    "run-delete": Route(OBJECT, BOTH, ("run_uuid",)),
    "photo-add": Route(OBJECT, POST, ("injury_uuid",)),
    "photo": Route(OBJECT, BOTH, ("photo_uuid",)),
    "photo-delete": Route(OBJECT, BOTH, ("photo_uuid",)),
    "photo-undo": Route(OBJECT, POST, ("photo_uuid",)),
    "photo-file": Route(OBJECT, GET, ("photo_uuid", "size")),
    "undo": Route(OBJECT, POST, ("revision_uuid",)),
    "visit-for": Route(OBJECT, BOTH, ("notice_uuid",)),
    "visit-record": Route(OBJECT, POST, ("injury_uuid",)),
    "visit-edit": Route(OBJECT, BOTH, ("visit_uuid",)),
    "visit-seen": Route(OBJECT, BOTH, ("visit_uuid",)),
    "visit-missed": Route(OBJECT, POST, ("visit_uuid",)),
    "visit-result": Route(OBJECT, BOTH, ("visit_uuid",)),
    "visit-delete": Route(OBJECT, BOTH, ("visit_uuid",)),
    "had-add": Route(OBJECT, POST, ("injury_uuid",)),
    "had-change": Route(OBJECT, BOTH, ("care_uuid",)),
    "had-undo": Route(OBJECT, POST, ("revision",)),
    "plan-answers": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-open": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-readings": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-ask": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-goal": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-week-record": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-retriage": Route(OBJECT, POST, ("injury_uuid",)),
    "again-begin": Route(OBJECT, POST, ("injury_uuid",)),
    "injury-choose": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-test-record": Route(OBJECT, POST, ("injury_uuid", "test")),
    "plan-test-change": Route(OBJECT, POST, ("injury_uuid", "test", "on")),
    "plan-test-remove": Route(OBJECT, POST, ("injury_uuid", "test", "on")),
    "plan-advance": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-clear": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-step-back": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-stop": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-pause": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-pause-end": Route(OBJECT, POST, ("injury_uuid",)),
    "plan-gap": Route(OBJECT, POST, ("injury_uuid",)),
    "told": Route(OWN, GET),
    "told-record": Route(OBJECT, POST, ("injury_uuid",)),
    "told-plan": Route(OBJECT, POST, ("injury_uuid",)),
    "told-take-back": Route(OBJECT, POST, ("injury_uuid", "word_uuid")),
    "own-plan-save": Route(OBJECT, POST, ("injury_uuid",)),
    "own-item-add": Route(OBJECT, POST, ("injury_uuid",)),
    "own-item-change": Route(OBJECT, POST, ("injury_uuid", "item_uuid")),
    "own-item-out": Route(OBJECT, POST, ("injury_uuid", "item_uuid")),
    "own-item-back": Route(OBJECT, POST, ("injury_uuid", "item_uuid")),
    "measure-record": Route(OBJECT, POST, ("injury_uuid", "measure")),
    "measure-change": Route(OBJECT, POST, ("injury_uuid", "measure", "on")),
    "measure-remove": Route(OBJECT, POST, ("injury_uuid", "measure", "on")),
    "activity-add": Route(OBJECT, POST, ("injury_uuid",)),
    "activity-stop": Route(OBJECT, POST, ("injury_uuid", "activity_uuid")),
    "activity-resume": Route(OBJECT, POST, ("injury_uuid", "activity_uuid")),
    # The intake
    "start-safety": Route(INTAKE, BOTH),
    "start-safety-more": Route(INTAKE, BOTH),
    "start-when": Route(INTAKE, BOTH),
    "start-when-reading": Route(INTAKE, POST),
    "start-how": Route(INTAKE, BOTH),
    "start-where": Route(INTAKE, BOTH),
    "start-signs": Route(INTAKE, BOTH),
    "start-you": Route(INTAKE, BOTH),
    "start-had": Route(INTAKE, BOTH),
    "start-had-change": Route(INTAKE, BOTH, ("item",)),
    "start-result": Route(INTAKE, BOTH),
    "start-answers": Route(INTAKE, GET),
    "start-told": Route(INTAKE, BOTH),
    "start-stop": Route(INTAKE, GET),
    "stop-big": Route(INTAKE, GET),
}


def of_kind(*kinds: str) -> list[str]:
    return [name for name, route in ROUTES.items() if route.kind in kinds]


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    """Every pattern of tracker.urls, included ones too."""
    for entry in (resolver or get_resolver("tracker.urls")).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry
