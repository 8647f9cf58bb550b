"""The page for the professional: what stands on it, how it is chosen, printed and saved."""

import io
import socket
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from rehab.vocabulary import ToldKind
from tests.tracker.make import (
    TODAY,
    key,
    make_answer,
    make_day,
    make_days,
    make_fall,
    make_injury,
    make_notice,
    make_run,
    make_user,
    make_visit,
)
from tests.tracker.plan.people import now_at, ready_sit_bone
from tests.tracker.queries import counting
from tests.tracker.report.made import made, needs_pdf
from tracker.actions.record_told import record_told, take_back_told
from tracker.charts.axes import Span
from tracker.models import Care, Injury, ReportChoice
from tracker.report import pdf
from tracker.report.build import file_name
from tracker.report.period import Known, span_of
from tracker.report.values import Line
from tracker.told_word import Word


@pytest.fixture
def kim(db: None) -> Injury:
    """Eight months of sit-bone pain, six weeks of diary, three days in it not logged."""
    injury = ready_sit_bone(worse_with="car, hard chair", eases_with="standing", settles_minutes=20)
    injury.days.all().delete()
    scores: list[int | None] = [6] * 14 + [None] * 3 + [4] * 25
    make_days(injury, sitting=scores, morning=[2 if s else None for s in scores])
    for row in injury.days.all():
        row.sit_minutes = 20 if row.sitting == 6 else 35
        row.seat = "desk"
        row.places = [["sit_bone", "right"]]
        row.save()
    return injury


def read(client: Client, path: str = "/report/") -> str:
    return " ".join(unescape(client.get(path).content.decode()).split())


class TestPageOne:
    def test_it_says_where_how_long_and_how_many_days_were_logged(self, kim: Injury) -> None:
        report = made(kim)

        assert report.title == "Pain: right sit bone, about 8 months"
        assert (report.facts.logged, report.facts.days) == (39, 42)
        assert report.first.reasons[0] == (
            "Right sit bone since about March 2026, slow onset, worst: sitting."
        )
        assert "Sitting pain 3 or more on 14 of 14 days with a number in the last 14, usual 4." in (
            report.first.reasons
        )
        assert "Sitting before it hurts (desk): 20 → 35 min." in report.first.reasons

    def test_a_professionals_word_stands_with_who_and_when(self, kim: Injury) -> None:
        word = Word(
            ToldKind("strain_2"), TODAY - timedelta(days=3), role="physio", who="Kim Rao",
            words="A small tear", bamic="2b",
        )  # fmt: skip
        record_told(injury=kim, word=word, at=now_at(kim), key=uuid4())

        report = made(kim)

        told = next(reason for reason in report.first.reasons if reason.startswith("I was told"))
        assert told == (
            "I was told: a muscle strain, grade 2 (moderate), British Athletics 2b "
            "(Physio, Kim Rao, 18 Nov 2026). “A small tear”"
        )
        care = report.second.care
        assert care is not None
        assert "Physio, Kim Rao" in care.rows[-1]

    def test_one_taken_back_is_left_out(self, kim: Injury) -> None:
        word = Word(ToldKind("tendon"), TODAY, role="gp")
        stored = record_told(injury=kim, word=word, at=now_at(kim), key=uuid4())
        assert stored is not None
        take_back_told(word=stored, at=now_at(kim))

        report = made(kim)
        assert not any("I was told" in reason for reason in report.first.reasons)
        assert report.second.care is None

    def test_what_was_not_asked_is_called_so_and_a_yes_stands_out(self, kim: Injury) -> None:
        kim.owner.answers.all().delete()
        make_answer(kim, "q_bladder", "no", TODAY - timedelta(days=1))
        make_answer(kim, "q_saddle_numb", "not_sure", TODAY - timedelta(days=2))

        lines = {line.name: line for line in made(kim).first.safety}

        assert (lines["Bladder, bowel"].words, lines["Bladder, bowel"].end) == ("no", "20 Nov")
        assert lines["Saddle numbness"].is_strong
        assert lines["Fever, feeling ill"].words == "not asked"
        assert lines["Fever, feeling ill"].end == ""

    def test_a_grave_yes_leads_the_page(self, kim: Injury) -> None:
        make_answer(kim, "q_saddle_numb", "yes", TODAY - timedelta(days=2))
        make_answer(kim, "q_bladder", "yes", TODAY - timedelta(days=20))
        make_answer(kim, "q_lump", "yes")

        assert made(kim).first.reasons[0] == (
            "Answered yes: new numbness between the legs (19 Nov)."
        )

    def test_another_question_answered_yes_is_added(self, kim: Injury) -> None:
        make_answer(kim, "q_lump", "yes")

        names = [line.name for line in made(kim).first.safety]

        assert len(names) == 8

    def test_copied_days_and_untouched_places_are_no_evidence(self, kim: Injury) -> None:
        kim.days.update(places=[["calf", "right"]], carried=["places"])
        kim.days.filter(on=TODAY).update(places=[["foot", "right"]], carried=[], copied=True)

        report = made(kim)

        names = [line.name for line in (*report.first.from_log, *report.first.pattern)]
        assert "Places" not in names
        assert "Spread" not in names

    def test_a_moment_at_night_counts_beside_a_night_slept_through(self, kim: Injury) -> None:
        kim.days.update(slept_through=True)
        kim.days.get(on=TODAY).moments.create(at="04:00", context="night", nrs=5)

        night = next(line for line in made(kim).first.pattern if line.name == "Night")

        assert night.words == "slept through, 38 of 39; pain, 1 of 39, usually 5"

    def test_an_empty_diary_gives_a_page_that_says_so(self, client: Client, kim: Injury) -> None:
        kim.days.all().delete()

        words = read(client)

        assert "0 of 7 days logged" in words
        assert "No numbers were logged in these days." in words
        assert "Nothing noted." in words

    def test_an_unknown_onset_is_not_made_up(self, kim: Injury) -> None:
        Injury.objects.update(onset_on=None, onset_precision="unknown", onset=None)

        report = made(kim)

        assert report.title == "Pain: right sit bone"
        assert report.first.reasons[0] == "Right sit bone, since when is not known, worst: sitting."

    def test_no_app_opinion_stands_on_page_one(self, client: Client, kim: Injury) -> None:
        make_notice(kim)

        page_one = read(client).split('class="paper second"')[0]

        assert "fits" not in page_one.lower().replace("benefits", "")
        assert "night pain" not in page_one.lower().split("start and pattern")[0]

    def test_the_week_table_never_grows_beyond_eight_rows(self, kim: Injury) -> None:
        make_day(kim, TODAY - timedelta(days=900), sitting=3)

        weeks = made(kim, period="all").first.weeks

        assert weeks is not None
        assert 2 <= len(weeks.rows) <= 8
        counted = sum(int(row[-1].split("/")[0]) for row in weeks.rows)
        assert counted == 40

    def test_the_week_table_explains_minutes_only_where_it_has_them(self, kim: Injury) -> None:
        with_minutes = made(kim).first.weeks
        kim.days.update(sit_minutes=None, seat=None)

        without = made(kim).first.weeks

        assert with_minutes is not None and without is not None
        assert "Desk, min" in with_minutes.head
        assert with_minutes.note == "Medians. Pain 0 to 10. Minutes: sat before it hurt."
        assert without.note == "Medians. Pain 0 to 10."

    def test_minutes_without_a_desk_or_a_car_have_a_column_of_their_own(self, kim: Injury) -> None:
        kim.days.update(seat=None)

        weeks = made(kim).first.weeks

        assert weeks is not None
        assert weeks.head[1] == "Sat, min"
        assert (weeks.rows[0][1], weeks.rows[-1][1]) == ("20", "35")


class TestPageTwo:
    def test_care_runs_and_next_mornings_stand_in_tables(self, kim: Injury) -> None:
        Care.objects.create(
            injury=kim, kind="scan", name="MRI", who="Sports doctor", when_words="June 2026",
            said="Nothing to see", outcome="clean",
        )  # fmt: skip
        make_run(kim, TODAY - timedelta(days=3), minutes=40, pain=2)
        kim.days.filter(on=TODAY - timedelta(days=2)).update(morning=4)

        second = made(kim).second

        assert second.care is not None
        assert second.runs is not None
        assert second.care.rows[0] == (
            "MRI", "Sports doctor", "June 2026", "Nothing to see", "clean, nothing found",
        )  # fmt: skip
        assert second.runs.rows[-1][-1] == "+2 after 18 Nov"

    def test_what_is_done_now_says_so_beside_its_rough_date(self, kim: Injury) -> None:
        Care.objects.create(injury=kim, kind="medicine", when_words="since spring", is_now=True)

        report = made(kim)

        assert report.second.care is not None
        assert "since spring, now" in report.second.care.rows[0]
        assert report.first.tried == (Line("Medicine", "since spring, now", ""),)

    def test_notes_are_left_out_until_they_are_chosen(self, kim: Injury) -> None:
        kim.days.filter(on=TODAY).update(note="A long drive")

        assert made(kim).second.notes == ()
        chosen = made(kim, parts=["notes"]).second
        assert [line.words for line in chosen.notes] == ["A long drive"]
        assert chosen.care is None

    def test_self_measured_numbers_are_called_so(self, kim: Injury) -> None:
        kim.readings.create(on=TODAY - timedelta(days=9), metric="t_slhb_inj", value=14)
        kim.readings.create(on=TODAY, metric="t_slhb_inj", value=19)

        tests = made(kim).second.tests

        assert tests is not None
        assert tests.head[0] == "Self-measured"
        assert tests.rows[0][1].endswith("14 (12 Nov)")
        assert tests.rows[0][2].endswith("19 (21 Nov)")

    def test_what_the_diary_told_stands_with_its_day(self, kim: Injury) -> None:
        make_notice(kim, told_on=TODAY - timedelta(days=2))

        (line,) = made(kim).second.told

        assert line.name == "19 Nov"
        assert "(soon)" in line.words

    def test_hips_and_groin_are_drawn_from_the_front_when_told(
        self, kim: Injury, client: Client
    ) -> None:
        def shown() -> str:
            return client.get("/report/").content.decode()

        assert "From the front" not in shown()
        kim.days.filter(on=TODAY).update(places=[["groin_inner_thigh", "right"]])

        page = shown()

        assert page.count("From the front") == len(made(kim).second.maps.weeks)
        assert page.count('id="clip-front-') == len(made(kim).second.maps.weeks)
        assert 'class="shade s1"' in page.split("From the front")[-1]

    def test_falls_of_the_period_are_told(self, kim: Injury) -> None:
        make_fall(kim.owner, TODAY - timedelta(days=5), landed_on="buttock", effect="none")
        make_fall(kim.owner, TODAY - timedelta(days=500))

        (line,) = made(kim).second.falls

        assert line.words == "Slip, did not fall, landed on: bottom, pain after it: no"


class TestThePeriod:
    def test_since_the_last_visit(self, kim: Injury) -> None:
        make_visit(kim, state="result", on=TODAY - timedelta(days=10), result="not_sure")

        assert made(kim, period="visit").facts.span == Span(TODAY - timedelta(days=10), TODAY)

    def test_own_days_end_where_they_end(self, kim: Injury) -> None:
        first, last = TODAY - timedelta(days=40), TODAY - timedelta(days=20)

        report = made(kim, period="own", first_on=first, last_on=last)

        assert report.facts.span == Span(first, last)
        assert report.facts.logged == 18

    @given(
        period=st.sampled_from(["6w", "12w", "all", "visit", "own"]),
        begun=st.none() | st.integers(0, 4000),
        seen=st.none() | st.integers(0, 4000),
        first=st.integers(-10, 4000),
        long=st.integers(0, 4000),
    )
    def test_it_is_at_least_a_week_and_never_in_the_future(
        self, period: str, begun: int | None, seen: int | None, first: int, long: int
    ) -> None:
        def back(days: int | None) -> date | None:
            return None if days is None else TODAY - timedelta(days=days)

        start = TODAY - timedelta(days=first)
        choice = ReportChoice(period=period, first_on=start, last_on=start + timedelta(days=long))

        span = span_of(choice, Known(back(begun), back(seen)), today=TODAY)

        assert span.last <= TODAY
        assert span.days >= 7


class TestChoosing:
    def sent(self, **changes: object) -> dict[str, object]:
        return {
            "key": key(), "period": "6w", "asks": "Is it the tendon?", "name": "R. B.",
            "parts": ["care", "notes"], "has_plain_name": "on",
        } | changes  # fmt: skip

    def test_what_is_chosen_stands_on_the_page(self, client: Client, kim: Injury) -> None:
        path = reverse("report-choose", args=[kim.uuid])

        assert client.post(path, self.sent())["Location"] == "/report/"

        words = read(client)
        assert "Is it the tendon?" in words
        assert "<strong>R. B.</strong>" in words

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"period": "1y"}, "Choose which days to show"),
            ({"period": "own"}, "Enter the day, like 2026-10-12"),
            ({"period": "own", "first_on": "soon", "last_on": "2026-11-02"}, "Enter the day"),
            (
                {"period": "own", "first_on": "2026-11-02", "last_on": "2026-11-01"},
                "This day lies before the first one",
            ),
            (
                {"period": "own", "first_on": "2026-11-02", "last_on": "2026-11-22"},
                "The day must be today or earlier",
            ),
            ({"asks": "x" * 301}, "Keep what you want to ask under 300 characters"),
            ({"name": "x" * 61}, "Keep the name under 60 characters"),
            ({"parts": ["all"]}, "Choose parts from the list"),
        ],
    )
    def test_bad_input_is_refused_and_kept(
        self, client: Client, kim: Injury, changes: dict[str, object], sentence: str
    ) -> None:
        answer = client.post(
            reverse("report-choose", args=[kim.uuid]), self.sent(**({"name": "Jo"} | changes))
        )

        assert answer.status_code == 422
        html = unescape(answer.content.decode())
        assert sentence in html
        assert "Is it the tendon?" in html or "asks" in changes
        assert not ReportChoice.objects.exists()

    def test_a_stranger_changes_nothing(self, kim: Injury) -> None:
        other = Client()
        other.force_login(make_user())

        path = reverse("report-choose", args=[kim.uuid])
        assert other.post(path, self.sent()).status_code == 404
        assert not ReportChoice.objects.exists()


class TestPaper:
    def test_the_pdf_is_two_pages_with_the_words_in_it(self, client: Client, kim: Injury) -> None:
        needs_pdf()

        answer = client.get("/report/pdf/")

        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'attachment; filename="diary-2026-11-21.pdf"'
        pages = PdfReader(io.BytesIO(answer.content)).pages
        texts = [" ".join(page.extract_text().split()) for page in pages]
        assert len(texts) == 2
        assert "Why I am here" in texts[0]
        assert "part 1 of 2" in texts[0]
        assert "part 2 of 2" in texts[1]

    @pytest.mark.parametrize("lines", [27, 30, 36])
    def test_wherever_the_paper_ends_a_full_page_goes_on_with_its_number(
        self, kim: Injury, lines: int
    ) -> None:
        needs_pdf()
        report = made(kim)
        tried = tuple(Line(f"Treatment {n}", "for a month", "no change") for n in range(lines))
        full = replace(report, first=replace(report.first, tried=tried))

        pages = PdfReader(io.BytesIO(pdf.make_pdf(pdf.page_of(full)))).pages

        texts = [" ".join(page.extract_text().split()) for page in pages]
        assert len(texts) == 3
        assert all(f"{n} / 3" in text for n, text in enumerate(texts, 1))

    def test_marks_of_other_seats_are_drawn_whole(self, kim: Injury) -> None:
        """A diamond stands in a picture of its own, and pictures cut what hangs over."""
        needs_pdf()

        def cuts(seat: str) -> int:
            kim.days.update(seat=seat)
            page = PdfReader(io.BytesIO(pdf.make_pdf(pdf.page_of(made(kim))))).pages[0]
            contents = page.get_contents()
            assert contents is not None
            return sum(1 for _values, what in contents.operations if what == b"W")

        assert cuts("other") == cuts("desk")

    def test_without_the_maker_the_page_offers_the_browsers_print(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(pdf, "is_available", lambda: False)

        words = read(client)

        assert "Save as PDF" not in words
        assert 'href="/report/print/"' in words
        assert client.get("/report/pdf/").status_code == 404

    def test_the_name_of_the_file_can_name_what_it_is(self) -> None:
        assert file_name(ReportChoice(has_plain_name=False), TODAY) == (
            "hamstring-diary-2026-11-21.pdf"
        )

    def test_nothing_is_fetched_for_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        needs_pdf()

        def call(*_address: object, **_options: object) -> None:
            raise AssertionError("the network was asked")

        monkeypatch.setattr(socket, "create_connection", call)
        monkeypatch.setattr(socket, "getaddrinfo", call)

        made = pdf.make_pdf('<p>one<img src="https://example.org/x.png"><img src="/etc/passwd">')

        assert "one" in PdfReader(io.BytesIO(made)).pages[0].extract_text()


class TestTheCost:
    def test_queries_do_not_grow_with_the_diary(self, client: Client, kim: Injury) -> None:
        client.get("/report/")
        with counting() as short:
            client.get("/report/")
        make_days(kim, last=TODAY - timedelta(days=60), sitting=[3] * 700)
        for n in range(40):
            make_run(kim, TODAY - timedelta(days=n), pain=1)
        ReportChoice.objects.create(injury=kim, period="all")
        with counting() as long:
            client.get("/report/")

        assert long.number == short.number
        assert long.number <= 24


def test_an_injury_without_places_is_named_by_its_side(db: None) -> None:
    injury = make_injury(places=[])

    assert made(injury).title == "Pain: right hamstring, about 5 weeks"
