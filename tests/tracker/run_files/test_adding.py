"""From the files of a watch into the diary: seen first, added once, felt afterwards."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from fit_tool.profile.profile_type import Sport

from tests.tracker.hostile.rendered import form_at
from tests.tracker.make import (
    NOON,
    TODAY,
    key,
    make_answer,
    make_day,
    make_injury,
    make_run,
    make_user,
)
from tests.tracker.queries import counting
from tests.tracker.run_files.files import START, At, at_speeds, fit, gpx, steady, tcx, zipped
from tests.tracker.taps import tap_at_once
from tracker.file_run import Remark, Why
from tracker.models import Injury, Revision, Run, User
from tracker.overview.run_files import REMARKS, WHY

ON = date(2026, 11, 12)
LAST_NIGHT = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def person(db: None) -> User:
    return make_user()


@pytest.fixture
def injury(person: User) -> Injury:
    return make_injury(person)


@pytest.fixture
def client(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def upload(client: Client, injury: Injury, **files: bytes) -> HttpResponse:
    sent = [SimpleUploadedFile(name.replace("__", "."), data) for name, data in files.items()]
    return client.post(reverse("runs-read", args=[injury.uuid]), {"file": sent})


def add(client: Client, injury: Injury, shown: HttpResponse, **changes: object) -> HttpResponse:
    """Send the page of what was found as it stands, with `changes`; r0_pain stands for r0-pain."""
    action = reverse("runs-add", args=[injury.uuid])
    data = form_at(shown.content.decode(), action, "/runs/import/").data() | {"do": "add"}
    for name, value in changes.items():
        data[re.sub(r"^(r\d+)_", r"\1-", name)] = value
    return client.post(action, {name: value for name, value in data.items() if value is not None})


def test_a_file_is_shown_first_and_nothing_is_stored(client: Client, injury: Injury) -> None:
    shown = upload(client, injury, run__gpx=gpx())
    words = shown.content.decode()

    assert shown.status_code == 200
    assert "Thu 12 Nov 2026" in words and "07:30" in words and "run.gpx" in words
    for name, value in (("Minutes a km", "5:33"), ("Fastest 30 s, km/h", "10.8")):
        assert f"<dt>{name}</dt><dd>{value}</dd>" in words
    assert "Minutes with stops" not in words
    assert not Run.objects.exists()


def test_the_run_is_stored_with_what_the_file_tells(client: Client, injury: Injury) -> None:
    make_day(injury, ON + timedelta(days=1), morning=4)
    answer = add(client, injury, upload(client, injury, run__gpx=gpx()), r0_pain="2")

    assert (answer.status_code, answer["Location"]) == (303, "/diary/")
    run = Run.objects.get()
    assert (run.on, run.source, run.pain) == (ON, "gpx", 2)
    assert (run.started_at, run.offset_minutes) == (START, 0)
    assert (run.minutes, run.elapsed_minutes, run.km) == (10, 10, Decimal("1.80"))
    assert (run.fastest_30s_m_s, run.top_speed_m_s, run.climb_m) == (3, 3, 0)
    words = client.get("/diary/").content.decode()
    assert "1 run is added." in words
    assert "Run, 10 minutes, 1.8 km, pain 2. Morning after 4." in words
    page = client.get(f"/run/{run.uuid}/").content.decode()
    assert "From a GPX file, begun at 07:30." in page and "<dd>10.8</dd>" in page


def test_pain_that_was_not_told_stays_unknown(client: Client, injury: Injury) -> None:
    add(client, injury, upload(client, injury, run__tcx=tcx()))

    assert Run.objects.get().pain is None


def test_one_run_can_be_undone_from_the_message(client: Client, injury: Injury) -> None:
    add(client, injury, upload(client, injury, run__gpx=gpx()))
    client.post(f"/undo/{Revision.objects.get().uuid}/")

    assert not Run.objects.exists()


def undo_of(client: Client) -> str:
    """Where the Undo of the newest message leads."""
    page = client.get("/diary/").content.decode()
    (found,) = re.findall(r'action="(/undo/[^"]+)"', page)
    return unescape(found)


def test_one_undo_takes_back_all_runs_of_a_step(client: Client, injury: Injury) -> None:
    typed = make_run(injury, ON, minutes=12, pain=5, note="hills")
    files = {f"d{n}__gpx": gpx(start=START + timedelta(days=n)) for n in range(3)}
    add(client, injury, upload(client, injury, **files), r0_fills=str(typed.uuid), r0_pain="2")
    assert Run.objects.count() == 3

    client.post(undo_of(client))

    run = Run.objects.get()
    assert (run.uuid, run.minutes, run.pain, run.source) == (typed.uuid, 12, 5, "typed")
    assert (run.started_at, run.file_hash, run.top_speed_m_s) == (None, None, None)


def test_fifty_runs_are_taken_back_with_one_look_of_the_rules(
    client: Client, injury: Injury
) -> None:
    dots = [At(0, 0), At(9, 30)]
    many = {f"r{n}.gpx": gpx(dots, start=START + timedelta(hours=n)) for n in range(50)}
    add(client, injury, upload(client, injury, all__zip=zipped(**many)))
    assert Run.objects.count() == 50
    undo = undo_of(client)

    with counting() as count:
        client.post(undo)

    looks = [each for each in count.statements if 'FROM "tracker_finding"' in each]
    assert len(looks) == 1
    assert count.number <= 20 + 6 * 50, "\n".join(count.statements)
    assert not Run.objects.exists()


def test_a_run_changed_since_keeps_the_whole_step(client: Client, injury: Injury) -> None:
    later = gpx(start=START + timedelta(days=1))
    add(client, injury, upload(client, injury, a__gpx=gpx(), b__gpx=later))
    undo = undo_of(client)
    Run.objects.filter(on=ON).update(pain=4)

    client.post(undo)

    assert Run.objects.count() == 2
    assert "changed since" in client.get("/diary/").content.decode()


def test_the_same_file_again_is_recognised_in_any_shape(client: Client, injury: Injury) -> None:
    add(client, injury, upload(client, injury, run__gpx=gpx()))

    for again in (
        {"other__gpx": gpx()},
        {"all__zip": zipped(run__gpx=gpx())},
        {"run__tcx": tcx()},
        {"run__fit": fit((Sport.RUNNING, steady(600)))},
    ):
        shown = upload(client, injury, **again)
        assert "It is in your diary already." in shown.content.decode()
        assert "Add to my diary" not in shown.content.decode()
    assert Run.objects.count() == 1


def test_standing_still_is_told_beside_the_minutes_run(client: Client, injury: Injury) -> None:
    points = at_speeds([3.0] * 300 + [0.0] * 120 + [3.0] * 300)
    shown = upload(client, injury, run__gpx=gpx(points))
    add(client, injury, shown)

    page = client.get(f"/run/{Run.objects.get().uuid}/").content.decode()
    for words in (shown.content.decode(), page):
        assert "<dt>Minutes</dt><dd>10</dd>" in words
        assert "<dt>Minutes with stops</dt><dd>12</dd>" in words


def test_the_same_run_twice_in_one_sending_is_told(client: Client, injury: Injury) -> None:
    shown = upload(client, injury, watch__gpx=gpx(), phone__tcx=tcx())
    words = shown.content.decode()

    assert "phone.tcx" in words and str(WHY[Why.SAME]) in words
    assert words.count("Add this run") == 1


def test_what_was_not_taken_stays_on_the_page_with_another_zone_and_with_a_fault(
    client: Client, injury: Injury
) -> None:
    shown = upload(client, injury, run__gpx=gpx(), ride__gpx=gpx(sport="cycling"))

    for again in (
        add(client, injury, shown, do="zone", time_zone="Asia/Tokyo"),
        add(client, injury, shown, r0_pain="11"),
    ):
        assert str(WHY[Why.RIDE]) in again.content.decode()


def test_with_no_run_ticked_one_sentence_asks_for_one(client: Client, injury: Injury) -> None:
    refused = add(client, injury, upload(client, injury, run__gpx=gpx()), r0_take=None)

    assert refused.status_code == 422
    assert "Choose at least one run" in refused.content.decode()
    assert add(client, injury, refused, r0_take="on").status_code == 303
    assert Run.objects.count() == 1


def test_a_sudden_sharp_pain_is_asked_and_kept(client: Client, injury: Injury) -> None:
    later = gpx(start=START + timedelta(days=1))
    shown = upload(client, injury, a__gpx=gpx(), b__gpx=later)
    add(client, injury, shown, r0_sharp_stop="yes")

    assert [run.sharp_stop for run in Run.objects.order_by("on")] == [True, None]


def test_what_a_run_raises_is_shown_on_today_with_its_undo(client: Client, injury: Injury) -> None:
    make_answer(injury, "q_saddle_numb", "yes")
    answer = add(client, injury, upload(client, injury, run__gpx=gpx()))
    assert answer["Location"] == "/today/"
    page = client.get("/today/").content.decode()

    assert "1 run is added." in page and "/undo/" in page


def test_a_run_left_unticked_is_not_added(client: Client, injury: Injury) -> None:
    later = gpx(start=START + timedelta(days=1))
    shown = upload(client, injury, a__gpx=gpx(), b__gpx=later)
    add(client, injury, shown, r0_take=None)

    assert [run.on for run in Run.objects.all()] == [ON + timedelta(days=1)]


def test_what_is_not_taken_is_named_beside_what_is(client: Client, injury: Injury) -> None:
    shown = upload(client, injury, ride__gpx=gpx(sport="cycling"), run__tcx=tcx(), x__txt=b"x")
    words = shown.content.decode()

    assert "ride.gpx" in words and str(WHY[Why.RIDE]) in words
    assert "x.txt" in words and str(WHY[Why.UNKNOWN_KIND]) in words
    add(client, injury, shown)
    assert Run.objects.get().source == "tcx"


def test_no_file_or_no_run_is_answered_with_a_sentence(client: Client, injury: Injury) -> None:
    nothing = upload(client, injury)
    ride = upload(client, injury, ride__gpx=gpx(sport="cycling"))

    assert (nothing.status_code, ride.status_code) == (422, 422)
    assert "Choose one or more files" in nothing.content.decode()
    assert "This is a ride, not a run." in ride.content.decode()


def test_every_reason_and_remark_has_its_sentence() -> None:
    assert set(WHY) == set(Why) and set(REMARKS) == set(Remark)


# The day


@pytest.mark.parametrize(
    ("zone", "on"),
    [("UTC", 20), ("Europe/Berlin", 20), ("Asia/Tokyo", 21), ("America/New_York", 20)],
)
def test_without_a_local_time_the_persons_zone_gives_the_day(
    client: Client, person: User, injury: Injury, zone: str, on: int
) -> None:
    # 23:30 UTC is half past midnight in Berlin, which still belongs to the evening before.
    User.objects.update(time_zone=zone)
    add(client, injury, upload(client, injury, run__gpx=gpx(start=LAST_NIGHT)))

    assert Run.objects.get().on == date(2026, 11, on)


def test_another_zone_can_be_chosen_before_adding(client: Client, injury: Injury) -> None:
    shown = upload(client, injury, run__gpx=gpx(start=LAST_NIGHT))
    assert "Fri 20 Nov" in shown.content.decode()
    seen = add(client, injury, shown, do="zone", time_zone="Asia/Tokyo", r0_pain="3")

    assert seen.status_code == 200 and not Run.objects.exists()
    assert "Sat 21 Nov" in seen.content.decode() and "08:30" in seen.content.decode()
    add(client, injury, seen)
    run = Run.objects.get()
    assert (run.on, run.offset_minutes, run.pain) == (date(2026, 11, 21), 540, 3)


def test_the_files_own_local_time_goes_before_any_zone(client: Client, injury: Injury) -> None:
    data = fit(start=LAST_NIGHT, offset=timedelta(hours=9))
    add(client, injury, upload(client, injury, run__fit=data), time_zone="America/New_York")

    run = Run.objects.get()
    assert (run.on, run.offset_minutes) == (date(2026, 11, 21), 540)


def test_the_clock_of_the_run_is_shown_whatever_the_servers_zone_is(
    client: Client, injury: Injury, settings
) -> None:
    settings.TIME_ZONE = "Asia/Tokyo"
    shown = upload(client, injury, run__fit=fit(offset=timedelta(hours=1)))
    assert "08:30" in shown.content.decode()
    add(client, injury, shown)

    page = client.get(f"/run/{Run.objects.get().uuid}/").content.decode()
    assert "begun at 08:30." in page


def test_a_run_from_where_it_is_tomorrow_stands_on_the_day_here(
    client: Client, injury: Injury
) -> None:
    start = datetime(2026, 11, 21, 11, 30, tzinfo=UTC)
    add(client, injury, upload(client, injury, r__fit=fit(start=start, offset=timedelta(hours=13))))

    assert Run.objects.get().on == TODAY


def test_a_run_that_has_not_begun_cannot_be_added(client: Client, injury: Injury) -> None:
    ahead = gpx(start=NOON + timedelta(hours=20))
    shown = upload(client, injury, run__gpx=ahead)

    assert "Its day has not come yet" in shown.content.decode()


def test_a_run_of_the_night_names_the_date_of_its_clock(client: Client, injury: Injury) -> None:
    half_past_one = datetime(2026, 11, 13, 1, 30, tzinfo=UTC)
    shown = upload(client, injury, run__gpx=gpx(start=half_past_one))
    words = shown.content.decode()
    add(client, injury, shown)

    assert "Thu 12 Nov 2026" in words and "Fri 13 Nov, 01:30" in words
    page = client.get(f"/run/{Run.objects.get().uuid}/").content.decode()
    assert "begun at Fri 13 Nov, 01:30." in page


@pytest.mark.parametrize(("hours", "words"), [(9, "UTC+09:00"), (-3.5, "UTC-03:30")])
def test_the_files_own_zone_is_shown(
    client: Client, injury: Injury, hours: float, words: str
) -> None:
    page = upload(client, injury, r__fit=fit(offset=timedelta(hours=hours))).content.decode()

    assert f"By the clock of the file, {words}." in page


def test_a_run_too_long_ago_is_shown_and_keeps_no_other_out(client: Client, injury: Injury) -> None:
    old = gpx(start=datetime(1999, 5, 1, 9, tzinfo=UTC))
    shown = upload(client, injury, old__gpx=old, run__gpx=gpx())

    assert "This day is too long ago to log" in shown.content.decode()
    assert add(client, injury, shown).status_code == 303
    assert Run.objects.get().on == ON


# A run that was typed in


def test_a_typed_run_of_that_day_is_asked_about_and_filled_in(
    client: Client, injury: Injury
) -> None:
    typed = make_run(injury, ON, minutes=12, pain=5, effort=7, note="hills")
    shown = upload(client, injury, run__gpx=gpx())

    refused = add(client, injury, shown)
    assert refused.status_code == 422
    assert "Say whether it is the run you typed in" in refused.content.decode()
    assert add(client, injury, refused, r0_fills=str(typed.uuid)).status_code == 303

    run = Run.objects.get()
    assert (run.uuid, run.minutes, run.pain, run.effort, run.note) == (
        typed.uuid, 10, 5, 7, "hills",
    )  # fmt: skip
    client.post(f"/undo/{Revision.objects.get().uuid}/")
    assert Run.objects.get().minutes == 12


def test_or_it_is_another_run(client: Client, injury: Injury) -> None:
    make_run(injury, ON)
    add(client, injury, upload(client, injury, run__gpx=gpx()), r0_fills="another")

    assert Run.objects.count() == 2


def test_one_typed_run_is_not_two_runs_of_files(client: Client, injury: Injury) -> None:
    typed = make_run(injury, ON, minutes=12)
    evening = gpx(start=START + timedelta(hours=10))
    shown = upload(client, injury, a__gpx=gpx(), b__gpx=evening)
    both = {"r0_fills": str(typed.uuid), "r1_fills": str(typed.uuid)}
    refused = add(client, injury, shown, **both)

    words = refused.content.decode()
    assert refused.status_code == 422
    assert "Thu 12 Nov, 17:30: Only one run can be the one you typed in" in words
    assert add(client, injury, refused, r1_fills="another").status_code == 303
    assert Run.objects.count() == 2


# What may go wrong


def test_another_persons_findings_are_not_taken(client: Client, injury: Injury) -> None:
    other = make_injury(make_user())
    theirs = Client()
    theirs.force_login(other.owner)
    shown = upload(theirs, other, run__gpx=gpx())
    action = reverse("runs-add", args=[other.uuid])
    found = form_at(shown.content.decode(), action, "").data()["found"]

    answer = client.post(
        reverse("runs-add", args=[injury.uuid]), {"key": key(), "found": found, "r0-take": "on"}
    )

    assert answer.status_code == 422
    assert not Run.objects.exists()


@pytest.mark.parametrize("found", ["", "x", "a:b:c", "\x00", "é" * 50])
def test_findings_that_we_did_not_sign_are_refused(
    client: Client, injury: Injury, found: str
) -> None:
    answer = client.post(reverse("runs-add", args=[injury.uuid]), {"key": key(), "found": found})

    assert answer.status_code == 422
    assert "Choose the files again" in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [{"r0_pain": "11"}, {"r0_pain": "x\x00"}, {"r0_step": "speed:S1"}, {"time_zone": "Mars"},
     {"key": "no"}, {"r0_fills": "no"}],
)  # fmt: skip
def test_no_answer_takes_nonsense(
    client: Client, injury: Injury, changes: dict[str, object]
) -> None:
    if "r0_fills" in changes:
        make_run(injury, ON)
    answer = add(client, injury, upload(client, injury, run__gpx=gpx()), **changes)

    if "r0_step" in changes:  # no plan asks for a step: an unknown field is left aside
        assert Run.objects.get().step == ""
        return
    assert answer.status_code == 422
    assert Run.objects.filter(source="gpx").count() == 0


def test_a_second_page_of_the_same_run_says_that_it_stands_already(
    client: Client, injury: Injury
) -> None:
    first, second = (upload(client, injury, morning__gpx=gpx(steady())) for _ in range(2))

    add(client, injury, first)
    answer = add(client, injury, second)

    assert answer.status_code == 303 and Run.objects.count() == 1
    page = client.get("/diary/").content.decode()
    assert "Nothing is added: these runs are in your diary already." in page


def test_sending_it_again_stores_it_once(client: Client, injury: Injury) -> None:
    shown = upload(client, injury, run__gpx=gpx())

    assert [add(client, injury, shown).status_code for _ in range(2)] == [303, 303]
    assert Run.objects.count() == 1
    page = client.get("/diary/").content.decode()
    assert page.count("1 run is added.") == 1
    assert "Nothing is added" not in page


def test_sending_again_one_of_two_raises_no_question(client: Client, injury: Injury) -> None:
    later = gpx(start=START + timedelta(days=1))
    shown = upload(client, injury, a__gpx=gpx(), b__gpx=later)

    for _ in range(2):
        assert add(client, injury, shown, r1_take=None).status_code == 303
    assert Run.objects.get().on == ON


def test_a_page_sent_again_after_undo_says_that_it_was_taken_back(
    client: Client, injury: Injury
) -> None:
    shown = upload(client, injury, run__gpx=gpx())
    add(client, injury, shown)
    client.post(undo_of(client))
    answer = add(client, injury, shown)

    assert answer["Location"] == "/runs/import/" and not Run.objects.exists()
    assert "taken back since" in client.get("/runs/import/").content.decode()
    add(client, injury, upload(client, injury, run__gpx=gpx()))
    assert Run.objects.count() == 1


def test_a_session_that_ended_gives_the_runs_back(
    client: Client, person: User, injury: Injury
) -> None:
    shown = upload(client, injury, run__gpx=gpx())
    action = reverse("runs-add", args=[injury.uuid])
    data = form_at(shown.content.decode(), action, "/runs/import/").data()
    client.logout()
    assert client.post(action, data | {"r0-pain": "3"}).status_code == 302
    client.post("/accounts/login/", {"login": person.email, "password": "pelvis-anchor-42"})
    again = client.get("/runs/import/")

    assert "Your runs are not added yet." in again.content.decode()
    add(client, injury, again)
    assert Run.objects.get().pain == 3


def test_rules_run_on_what_was_added(client: Client, injury: Injury) -> None:
    """The same worst pain that a typed run would tell is read by the rules."""
    from tracker.diary_reader import read

    add(client, injury, upload(client, injury, run__gpx=gpx()), r0_pain="7")

    (run,) = read(injury, today=TODAY).runs
    assert (run.on, run.pain, run.minutes) == (ON, 7, 10.0)


def test_a_file_of_nine_megabytes_is_taken_and_one_over_ten_is_refused_by_name(
    client: Client, injury: Injury
) -> None:
    padded = gpx() + b" " * 9_000_000
    assert upload(client, injury, run__gpx=padded).status_code == 200

    huge = upload(client, injury, run__gpx=gpx() + b" " * 10_000_000)
    assert huge.status_code == 422
    assert "This file is over 10 MB." in huge.content.decode()


def test_a_file_too_long_to_be_held_is_named_and_the_others_are_read(
    client: Client, injury: Injury
) -> None:
    both = upload(client, injury, huge__gpx=b" " * 20_000_001, run__gpx=gpx())
    assert both.status_code == 200
    page = both.content.decode()
    assert "huge.gpx" in page and "This file is over 10 MB." in page

    alone = upload(client, injury, huge__gpx=b" " * 20_000_001)
    assert alone.status_code == 422
    assert "No run was found" in alone.content.decode()


def test_a_body_beyond_that_gets_the_page_that_says_so(
    client: Client, injury: Injury, settings
) -> None:
    settings.LONGER_BODIES = {"runs-read": (3_000_000, 3_000_000)}

    answer = upload(client, injury, run__gpx=b" " * 3_000_001)

    assert answer.status_code == 413
    page = answer.content.decode()
    assert "Choose smaller ones" in page and 'href="/runs/import/"' in page


def test_the_files_are_not_called_optional_and_say_their_limits(
    client: Client, injury: Injury
) -> None:
    page = client.get("/runs/import/").content.decode()

    assert "(optional)" not in page
    assert 'data-most="10000000"' in page and "js/files" in page


def test_without_a_file_one_sentence_asks_for_it(client: Client, injury: Injury) -> None:
    answer = client.post(f"/i/{injury.uuid}/runs/read/", {})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"file": ["Choose one or more files"]}


def test_nobody_signed_out_sends_more_than_a_form(injury: Injury) -> None:
    assert upload(Client(), injury, run__gpx=b" " * 2_600_000).status_code == 413


@pytest.mark.django_db(transaction=True)
def test_twelve_taps_at_once_store_each_run_once() -> None:
    injury = make_injury()
    client = Client()
    client.force_login(injury.owner)
    later = gpx(start=START + timedelta(days=1))
    shown = upload(client, injury, a__gpx=gpx(), b__gpx=later)
    action = reverse("runs-add", args=[injury.uuid])
    data = form_at(shown.content.decode(), action, "").data() | {"do": "add"}
    answers = tap_at_once(injury.owner, action, data, times=12)

    assert answers == [303] * 12
    assert Run.objects.count() == 2


def test_the_queries_do_not_grow_with_the_files(
    client: Client, injury: Injury, django_assert_max_num_queries
) -> None:
    many = {f"r{i}__gpx": gpx([At(0, 0), At(9, 30)], start=START + timedelta(hours=i))
            for i in range(20)}  # fmt: skip
    with django_assert_max_num_queries(12):
        upload(client, injury, **many)
