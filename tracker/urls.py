"""Every address of the site."""

from django.urls import include, path, register_converter

from tracker.converters import DateConverter
from tracker.views import (
    account,
    care,
    check,
    demo,
    diary,
    download,
    exercises,
    falls,
    intake,
    intake_had,
    intake_result,
    landing,
    log,
    pages,
    progress,
    region,
    runs,
    see,
    signs,
    stop,
    today,
    visits,
)
from tracker.views.health import health
from tracker.views.invitation import invitation

register_converter(DateConverter, "iso")

handler400 = "tracker.views.away.bad_request"
handler500 = "tracker.views.away.server_error"

urlpatterns = [
    path("healthz", health, name="health"),
    path("account/download/", download.download, name="diary-download"),
    path("invitation/<str:token>/", invitation, name="invitation"),
    path("accounts/", include("allauth.account.urls")),
    path("", landing.landing, name="landing"),
    path("sample-report/", landing.sample_report, name="sample-report"),
    path("demo/end/", demo.demo_end, name="demo-end"),
    path("demo/<slug:who>/", demo.demo, name="demo"),
    path("help-now/", pages.help_now, name="help-now"),
    path("region/", region.region_choose, name="region-choose"),
    path("about/", pages.about, name="about"),
    path("for-physios/", pages.for_physios, name="for-physios"),
    path("how-rules-work/", pages.how_rules_work, name="how-rules-work"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("more/", pages.more, name="more"),
    # Signs and the safety check
    path("signs/", signs.signs_list, name="signs"),
    path("signs/<uuid:notice_uuid>/", signs.notice_detail, name="notice"),
    path(
        "i/<uuid:injury_uuid>/signs/<uuid:notice_uuid>/<slug:kind>/",
        signs.notice_answer,
        name="notice-answer",
    ),
    path("check/", check.check, name="check"),
    path("check/questions/", check.check_questions, name="check-questions"),
    path("check/result/", check.check_result, name="check-result"),
    path("i/<uuid:injury_uuid>/check/", check.check_lines, name="check-lines"),
    path("i/<uuid:injury_uuid>/check/questions/", check.check_answers, name="check-answers"),
    # Today, the diary, falls and runs
    path("today/", today.today, name="today"),
    path("log/<iso:on>/", log.day_edit, name="day-edit"),
    path("log/<iso:on>/same/", log.day_same, name="day-same"),
    path("log/<iso:on>/delete/", log.day_delete, name="day-delete"),
    path("log/<iso:on>/fall/", falls.fall_on, name="fall-on"),
    path("log/<iso:on>/run/", runs.run_new, name="run-new"),
    path("i/<uuid:injury_uuid>/log/<iso:on>/", log.day_record, name="day-record"),
    path("i/<uuid:injury_uuid>/log/<iso:on>/delete/", log.day_remove, name="day-remove"),
    path("i/<uuid:injury_uuid>/log/<iso:on>/fall/", falls.fall_record, name="fall-record"),
    path("i/<uuid:injury_uuid>/log/<iso:on>/run/", runs.run_record, name="run-record"),
    path(
        "i/<uuid:injury_uuid>/log/<iso:on>/exercise/<slug:exercise>/",
        exercises.exercise_tick,
        name="exercise-tick",
    ),
    path(
        "i/<uuid:injury_uuid>/log/<iso:on>/exercises/",
        exercises.exercises_rate,
        name="exercises-rate",
    ),
    path(
        "i/<uuid:injury_uuid>/log/<iso:on>/exercises/all/",
        exercises.exercises_all,
        name="exercises-all",
    ),
    path("fall/", falls.fall_new, name="fall-new"),
    path("fall/<uuid:fall_uuid>/", falls.fall_edit, name="fall-edit"),
    path("fall/<uuid:fall_uuid>/delete/", falls.fall_delete, name="fall-delete"),
    path("run/<uuid:run_uuid>/", runs.run_edit, name="run-edit"),
    path("run/<uuid:run_uuid>/delete/", runs.run_delete, name="run-delete"),
    path("diary/", diary.diary, name="diary"),
    path("undo/<uuid:revision_uuid>/", diary.undo, name="undo"),
    # The person's own settings
    path("ask/", account.ask, name="ask"),
    path("account/", account.settings, name="account-settings"),
    path("account/sessions/", account.sign_out_elsewhere, name="sessions-end"),
    path("account/delete/", account.account_delete, name="account-delete"),
    # Intake, before an account
    path("start/safety/", intake.safety, name="start-safety"),
    path("start/safety/more/", intake.safety_more, name="start-safety-more"),
    path("start/when/", intake.when, name="start-when"),
    path("start/when/reading/", intake.when_reading, name="start-when-reading"),
    path("start/how/", intake.how, name="start-how"),
    path("start/where/", intake.where, name="start-where"),
    path("start/signs/", intake.signs, name="start-signs"),
    path("start/you/", intake.you, name="start-you"),
    path("start/had/", intake_had.had, name="start-had"),
    path("start/had/<uuid:item>/", intake_had.had_change, name="start-had-change"),
    path("start/result/", intake_result.result, name="start-result"),
    path("start/answers/", intake_result.answers, name="start-answers"),
    path("start/told/", intake_result.told, name="start-told"),
    path("start/add/", intake_result.add, name="start-add"),
    path("start/stop/", stop.stop_page, name="start-stop"),
    path("stop/big/", stop.stop_big, name="stop-big"),
    path("injuries/new/", intake_result.injury_new, name="injury-new"),
    # Progress
    path("progress/", progress.progress, name="progress"),
    path("progress/table/", progress.progress_table, name="progress-table"),
    # Visits, and whom to see
    path("see/<slug:pattern>/", see.see, name="see"),
    path("visits/", visits.visits, name="visits"),
    path("visits/new/", visits.visit_new, name="visit-new"),
    path("visits/for/<uuid:notice_uuid>/", visits.visit_for, name="visit-for"),
    path("visits/<uuid:visit_uuid>/", visits.visit_edit, name="visit-edit"),
    path("visits/<uuid:visit_uuid>/seen/", visits.visit_seen, name="visit-seen"),
    path("visits/<uuid:visit_uuid>/missed/", visits.visit_missed, name="visit-missed"),
    path("visits/<uuid:visit_uuid>/result/", visits.visit_result, name="visit-result"),
    path("visits/<uuid:visit_uuid>/delete/", visits.visit_delete, name="visit-delete"),
    path("i/<uuid:injury_uuid>/visits/", visits.visit_record, name="visit-record"),
    # What I have already had
    path("had/", care.had, name="had"),
    path("had/undo/<int:revision>/", care.had_undo, name="had-undo"),
    path("had/<uuid:care_uuid>/", care.had_change, name="had-change"),
    path("i/<uuid:injury_uuid>/had/", care.had_add, name="had-add"),
]
