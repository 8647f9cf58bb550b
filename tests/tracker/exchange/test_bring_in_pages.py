"""/account/data/: a file is looked at, then brought in; a bad one is told and changes nothing."""

import copy
import json
import os
import re
import struct
import zipfile
from datetime import timedelta
from functools import partial
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.tracker.exchange.sent import READ, send_file
from tests.tracker.exchange.test_bring_in import AT, TODAY, export, picture
from tests.tracker.exchange.test_export import _person_with_one_row_everywhere
from tests.tracker.make import (
    key,
    make_answer,
    make_day,
    make_injury,
    make_photo,
    make_run,
    make_user,
)
from tracker import waiting_import
from tracker.actions.bring_in import CannotStand, compare
from tracker.actions.preferences import delete_account
from tracker.exchange.incoming import read_incoming
from tracker.exchange.reading import FileRefused
from tracker.exchange.whole_zip import zip_diary
from tracker.models import Day, Injury, Photo, Run, User
from tracker.photos import Picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BRING = "/account/data/bring/"
send = partial(send_file, name="diary.zip")


@pytest.fixture
def user(client):
    person = make_user()
    client.force_login(person)
    return person


def whole(person: User) -> bytes:
    return b"".join(zip_diary(person, now=AT.now, today=TODAY))


def a_diary(**fields) -> User:
    injury = make_injury()
    shot = picture()
    make_day(injury, sitting=6, **fields)
    make_photo(injury, picture=(shot.large, shot.small), width=shot.width, height=shot.height)
    return injury.owner


def confirm(client, page, **more):
    fields = {"key": key(), "seen": page.context["found"].mark, "do": "bring"}
    fields |= {each["field"].html_name: "take" for each in page.context["asked"]}
    return client.post(BRING, fields | more)


def test_what_was_downloaded_is_looked_at_and_brought_in(client, user):
    page = send(client, whole(a_diary(note="Straße")))

    assert page.status_code == 200
    assert page.context["found"].new["days"] == 1
    assert not Injury.objects.filter(owner=user).exists()

    answer = confirm(client, page)

    assert answer.status_code == 303
    assert Day.objects.get(injury__owner=user).note == "Straße"
    assert Photo.objects.get(injury__owner=user).width == 64
    assert waiting_import.find(user.uuid) is None
    again = send(client, whole(user))
    assert not again.context["found"].changes
    assert "All of it is in your diary already" in again.content.decode()


def test_the_diary_file_alone_comes_in_without_its_photos(client, user):
    raw = export(a_diary())

    page = send(client, json.dumps(raw).encode("utf-8-sig"), name="diary.json")

    assert "photos whose pictures are not in the file" in page.content.decode()
    assert confirm(client, page).status_code == 303
    assert not Photo.objects.filter(injury__owner=user).exists()


def test_a_phone_fetches_its_page_anew_once_after_something_came_in(client, user):
    def fresh():
        return re.search(r'data-fresh="([^"]+)"', client.get(reverse("data")).content.decode())[1]

    before = fresh()
    page = send(client, whole(a_diary()))
    assert fresh() == before

    confirm(client, page)

    after = fresh()
    assert after != before
    assert fresh() == after


def test_an_emergency_leads_to_today(client, user):
    person = a_diary()
    make_answer(Injury.objects.get(owner=person), "q_saddle_numb", "yes")

    answer = confirm(client, send(client, whole(person)))

    assert answer["Location"] == reverse("today")
    assert "Get help now" in client.get("/today/").content.decode()


def test_a_confirmation_that_is_sent_twice_writes_once(client, user):
    page = send(client, whole(a_diary()))
    same = key()

    confirm(client, page, key=same)
    send(client, whole(a_diary()))
    confirm(client, page, key=same)

    assert Day.objects.filter(injury__owner=user).count() == 1


def test_a_diary_that_changed_meanwhile_is_shown_again(client, user):
    injury = make_injury(user)
    make_day(injury, sitting=3)
    page = send(client, json.dumps(export(user) | {"falls": [{"on": "2026-11-01"}]}).encode())
    Day.objects.update(sitting=9)

    answer = confirm(client, page)

    assert answer.status_code == 422
    assert "Your diary changed meanwhile" in answer.content.decode()
    assert Day.objects.get().sitting == 9


def test_of_each_kind_that_differs_the_person_chooses_with_its_days(client, user):
    injury = make_injury(user)
    make_day(injury, sitting=3)
    make_run(injury, on=TODAY - timedelta(days=2), km=5)
    raw = export(user)
    Day.objects.update(sitting=9)
    Run.objects.update(km=8)

    page = send(client, json.dumps(raw).encode())

    text = page.content.decode()
    assert "Days: 1 different" in text and "21 Nov 2026" in text
    assert "Runs: 1 different" in text and "19 Nov 2026" in text
    assert "Falls and slips: " not in text and "Your settings: " not in text
    assert re.findall(r'name="differs_(\w+)" value="keep"[^>]*checked', text) == ["days", "runs"]

    assert confirm(client, page, differs_days="keep").status_code == 303

    assert Day.objects.get().sitting == 9
    assert Run.objects.get().km == 5


def test_a_choice_that_is_none_changes_nothing(client, user):
    make_day(make_injury(user), sitting=3)
    raw = export(user)
    Day.objects.update(sitting=9)
    page = send(client, json.dumps(raw).encode())

    answer = confirm(client, page, differs_days="both")

    assert answer.status_code == 422
    assert "Choose which of the two stays" in answer.content.decode()
    assert Day.objects.get().sitting == 9


def test_leaving_it_deletes_the_file_and_changes_nothing(client, user):
    page = send(client, whole(a_diary()))
    assert oct(waiting_import.path_of(user.uuid).stat().st_mode & 0o777) == "0o600"

    confirm(client, page, do="leave")

    assert waiting_import.find(user.uuid) is None
    assert not Injury.objects.filter(owner=user).exists()


def test_only_the_owner_confirms_what_waits(client, user):
    page = send(client, whole(a_diary()))
    client.force_login(make_user())

    answer = confirm(client, page)

    assert answer.status_code == 422
    assert waiting_import.find(user.uuid) is not None


def test_what_waits_goes_after_a_day_and_with_the_account(user, django_capture_on_commit_callbacks):
    path = waiting_import.keep(user.uuid, [b"x"])
    old = (timezone.now() - timedelta(hours=25)).timestamp()
    os.utime(path, (old, old))
    assert waiting_import.purge(now=timezone.now()) == 1

    waiting_import.keep(user.uuid, [b"x"])
    other = make_user()
    waiting_import.keep(other.uuid, [b"y"])
    with django_capture_on_commit_callbacks(execute=True):
        delete_account(user=user)
    assert not path.exists()
    assert waiting_import.find(other.uuid) is not None


def test_a_made_up_diary_takes_nothing_in(client):
    client.force_login(make_user(is_demo=True, demo_ends_at=timezone.now() + timedelta(days=2)))

    assert send(client, b"{}").status_code == 404


def zipped(entries: dict[str, bytes], kind=zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", kind) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return out.getvalue()


EMPTY = {"format": "hamstring-diary", "version": 1, "injuries": []}
DIARY = json.dumps(EMPTY).encode()


def _lying() -> bytes:
    """An entry that says it is small and unpacks to 40 MB."""
    data = zipped({"diary.json": b" " * 40_000_000})
    at = data.rfind(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", 100) + data[at + 28 :]


BAD = {
    "empty": (b"", "is empty"),
    "no zip": (b"PK\x03\x04nonsense", "damaged"),
    "cut off": (zipped({"diary.json": DIARY})[:-30], "damaged"),
    "broken inside": (
        zipped({"diary.json": DIARY * 50}, zipfile.ZIP_STORED).replace(b"version", b"vers1on", 3),
        "diary.json",
    ),
    "bomb": (zipped({"diary.json": DIARY, "x.csv": b"0" * 50_000_000}), "far more than it should"),
    "lying bomb": (_lying(), "diary.json"),
    "too many": (zipped({f"{n}": b"" for n in range(2100)}), "more than 2,000 files"),
    "leads out": (zipped({"diary.json": DIARY, "../../etc/x": b""}), "leads out of the folder"),
    "absolute": (zipped({"diary.json": DIARY, "/etc/x": b""}), "leads out of the folder"),
    "no diary": (zipped({"index.html": b""}), "holds no diary.json"),
    "utf-16": (json.dumps(EMPTY).encode("utf-16"), "UTF-16"),
    "latin": ('{"note": "Straße"}'.encode("latin-1"), "not UTF-8"),
    "no json": (b"hello", "not JSON"),
    "a list": (b"[]", "must be an object"),
    "deep": (b"[" * 100_000, "nested too deeply"),
    "another format": (json.dumps(EMPTY | {"format": "x"}).encode(), "must be"),
    "another version": (json.dumps(EMPTY | {"version": 2}).encode(), "newer than this program"),
    "twice": (b'{"format": 1, "format": 2}', "stands twice"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_told_and_changes_nothing(client, user, name):
    data, words = BAD[name]

    answer = send(client, data)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Injury.objects.filter(owner=user).exists()
    assert waiting_import.find(user.uuid) is None


@pytest.mark.parametrize("name", ["empty", "cut off", "no diary", "latin", "a list"])
def test_what_is_wrong_with_the_whole_file_is_a_sentence(client, user, name):
    page = unescape(send(client, BAD[name][0]).content.decode())

    assert re.search(r"The file (is|holds|must) [^<]+\. Nothing was changed<", page)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"on": "2026-11-22"}, "injuries[0].days[0].on"),
        ({"pain": {"sitting": 11}}, "injuries[0].days[0].pain.sitting"),
        ({"sleep": "bad"}, "injuries[0].days[0]"),
        ({"skipped": [7]}, "injuries[0].days[0].skipped"),
        ({"note": "x" * 2001}, "injuries[0].days[0].note"),
        ({"logged_at": "yesterday"}, "injuries[0].days[0].logged_at"),
        ({"moments": [{"at": "25:00", "context": "sitting", "nrs": 1}]}, "moments[0].at"),
    ],
)
def test_a_wrong_value_is_told_with_its_path(client, user, change, words):
    injury = {"id": "a", "onset_on": "2026-10-15", "days": [{"on": "2026-11-20"} | change]}

    answer = send(client, json.dumps(EMPTY | {"injuries": [injury]}).encode())

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Injury.objects.exists()


def test_a_photo_that_is_no_picture_is_told_and_changes_nothing(client, user):
    data = whole(a_diary())
    with zipfile.ZipFile(BytesIO(data)) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    name = next(name for name in entries if name.startswith("photos/2"))

    answer = send(client, zipped(entries | {name: b"<script>"}))

    assert answer.status_code == 422
    assert name in answer.content.decode()
    assert not Injury.objects.filter(owner=user).exists()


def test_no_file_is_a_sentence(client, user):
    assert "Choose a file first" in client.post(READ).content.decode()
    assert client.post(BRING, {"do": "bring"}).status_code == 422


junk = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        7,
        10**12,
        1e300,
        "",
        "x",
        "2026-11-20",
        "\x00",
        [],
        [7],
        [[]],
        {},
        {"a": 1},
    ]
)


def _paths(value, at=()):
    items = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for name, each in items:
        yield (*at, name)
        yield from _paths(each, (*at, name))


class BrokenDiaries(TestCase):
    """Whatever stands in a file, it is taken or refused with its path; nothing else happens."""

    @classmethod
    def setUpTestData(cls):
        cls.raw = export(_person_with_one_row_everywhere())
        cls.paths = sorted(_paths(cls.raw), key=str)
        cls.names = frozenset({cls.raw["injuries"][0]["photos"][0]["file"]})

    @settings(max_examples=150, deadline=None)
    @given(data=st.data())
    def test_any_value_anywhere(self, data):
        raw = copy.deepcopy(self.raw)
        for path in data.draw(st.lists(st.sampled_from(self.paths), min_size=1, max_size=2)):
            at = raw
            try:
                for name in path[:-1]:
                    at = at[name]
                at[path[-1]] = data.draw(junk)
            except (TypeError, KeyError, IndexError):
                continue
        try:
            carried = read_incoming(json.dumps(raw), today=TODAY, pictures=self.names)
            compare(
                owner=User.objects.create_user("a@example.org", "x"), carried=carried, at=AT,
                pictures=lambda _name: Picture(b"l", b"s", 10, 10),
            )  # fmt: skip
        except (FileRefused, CannotStand) as refused:
            assert str(refused)
