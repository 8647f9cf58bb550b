"""A person at the site: Django's test client, a clock that moves, and a story to print."""

import html
import re
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import time_machine
from django.http import HttpResponse
from django.test import Client

from tests.tracker.intake.steps import walk
from tests.tracker.make import PASSWORD
from tracker.models import Answer, Injury, Notice, User

EVENING = time(19, 0)
SIGN_UP = {
    "email": "robin@example.org",
    "password1": PASSWORD,
    "of_age": "on",
    "consent": "on",
    "zone": "UTC",
}


class Site:
    """Goes from day to day; every request must succeed. `lines` is the story so far."""

    def __init__(self, client: Client, first: date) -> None:
        self.client = client
        self.today = first
        self.lines: list[str] = []
        self._clock: AbstractContextManager[object] | None = None
        self._known: set[int] = set()

    def __enter__(self) -> "Site":
        self._travel(self.today)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        print("\n".join(["", *self.lines]))  # noqa: T201

    def go_to(self, day: date) -> None:
        """Come back on a later evening; a session that ended meanwhile is signed in again."""
        self.today = day
        self._travel(day)
        if self.client.get("/today/").status_code == 302:
            self.client.force_login(User.objects.get())

    def wait(self, days: int) -> None:
        self.go_to(self.today + timedelta(days=days))

    def begin(self, steps: dict[str, dict[str, object]]) -> str:
        """Walk the intake, read the result, sign up; the words of the result page."""
        walk(self.client, steps)
        result = words_of(self.client.get("/start/result/"))
        response = self.client.post("/accounts/signup/", SIGN_UP)
        assert (response.status_code, response["Location"]) == (302, "/today/")
        self._tell("signs up")
        self._note_notices()
        return result

    def log(self, **fields: object) -> str:
        """Save today's log; the words of the page that follows."""
        self._tell("logs " + ", ".join(f"{name} {value}" for name, value in fields.items()))
        self.client.get("/today/")
        url = f"/i/{self.injury.uuid}/log/{self.today}/"
        return self._write(url, {"more": "1", **fields})

    def fall(self, **fields: object) -> str:
        self._tell("writes down a fall")
        return self._write("/fall/", {"when": "today", "kind": "fall", **fields})

    def check(self, *, yes: tuple[str, ...] = ()) -> str:
        """The screen of lines: tick what is true, or none of these."""
        self._tell(f"ticks {', '.join(yes)}" if yes else "ticks None of these")
        fields: dict[str, object] = {"yes": list(yes)} if yes else {"none": "on"}
        fields["because"] = "weekly" if self.is_weekly_due else "help"
        return self._write(f"/i/{self.injury.uuid}/check/", fields)

    def waiting(self) -> list[str]:
        """The questions on the next screen; none when nothing waits."""
        response = self.client.get("/check/questions/")
        if response.status_code != 200:
            return []
        found = re.search(r'name="asked" value="([^"]*)"', response.content.decode())
        assert found
        return found[1].split(",")

    def answer_all(self, **told: str) -> list[str]:
        """Answer every waiting screen, "no" unless told; which questions were asked."""
        asked: list[str] = []
        while questions := self.waiting():
            asked += questions
            assert len(asked) < 40, asked
            fields = {q: told.get(q, "no") for q in questions}
            self._tell("is asked " + ", ".join(f"{q}: {v}" for q, v in fields.items()))
            url = f"/i/{self.injury.uuid}/check/questions/"
            self._write(url, {"asked": ",".join(questions), **fields})
        return asked

    def read(self, path: str) -> str:
        response = self.client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return words_of(response)

    def told(self) -> dict[str, list[date]]:
        """Each rule with the days on which it was told."""
        found: dict[str, list[date]] = {}
        for notice in Notice.objects.order_by("told_at", "pk"):
            for part in notice.parts:
                if part["on"] == notice.told_on.isoformat():
                    found.setdefault(part["rule"], []).append(notice.told_on)
        return found

    @property
    def injury(self) -> Injury:
        return Injury.objects.get()

    @property
    def is_weekly_due(self) -> bool:
        last = Answer.objects.filter(question="q_saddle_numb").order_by("-on").first()
        return last is None or (self.today - last.on).days >= 7

    def _write(self, url: str, fields: dict[str, object]) -> str:
        response = self.client.post(url, {"key": str(uuid4()), **fields}, follow=True)
        assert response.redirect_chain, (url, response.status_code, words_of(response)[:400])
        assert response.status_code == 200
        self._note_notices()
        return words_of(response)

    def _note_notices(self) -> None:
        for notice in Notice.objects.order_by("told_at", "pk"):
            if notice.pk not in self._known:
                self._known.add(notice.pk)
                self._tell(f"IS TOLD: {notice.heading}")
                for part in notice.parts:
                    message = " ".join(part["message"].split())
                    self.lines.append(f"      {message}")
                    days = ", ".join(part["evidence"][:6])
                    self.lines.append(f"      because of {days or 'the onset'} ({part['rule']})")

    def _tell(self, what: str) -> None:
        self.lines.append(f"  {self.today}: {what}")

    def _travel(self, day: date) -> None:
        self._stop()
        moment = datetime.combine(day, EVENING, tzinfo=UTC)
        self._clock = time_machine.travel(moment, tick=False)
        self._clock.__enter__()

    def _stop(self) -> None:
        if self._clock is not None:
            self._clock.__exit__(None, None, None)
            self._clock = None


def words_of(response: HttpResponse) -> str:
    """What stands on the page, without tags, in one line."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
