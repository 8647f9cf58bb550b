"""Photos through the pages: kept, seen by their owner only, compared, deleted for good."""

import os
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from tests.tracker.make import TODAY, key, make_injury, make_photo, make_user
from tests.tracker.photos import pictures
from tracker import photo_files
from tracker.actions import record_photo
from tracker.actions.preferences import delete_account
from tracker.demo.ending import end_demos
from tracker.models import Injury, Photo, User
from tracker.photos import CANNOT_READ, MOST_BYTES, NO_HEIC, TOO_LONG

YESTERDAY = TODAY - timedelta(days=1)


def add_url(injury: Injury) -> str:
    return reverse("photo-add", args=[injury.uuid])


def sent(data: bytes | None = None, *, field: str = "photo", **more: object) -> dict[str, object]:
    """What the form sends. `more` may hold another key, day or note."""
    file = SimpleUploadedFile("bruise.jpg", pictures.jpeg() if data is None else data)
    return {"key": key(), "on": TODAY.isoformat(), "note": "", field: file} | more


def files() -> list[str]:
    return list(photo_files.names())


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("field", ["photo", "camera"])
def test_a_photo_is_kept_from_the_camera_or_from_a_file(
    client: Client, injury: Injury, field: str
) -> None:
    answer = client.post(add_url(injury), sent(field=field, note="blue, a hand wide"))

    photo = Photo.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, "/photos/")
    assert (photo.injury, photo.on, photo.note) == (injury, TODAY, "blue, a hand wide")
    assert (photo.width, photo.height) == (400, 300)
    assert sorted(files()) == sorted(photo_files.name_of(photo.stem, s) for s in ("large", "small"))
    page = text(client.get("/photos/"))
    assert "blue, a hand wide" in page
    assert f"/photos/{photo.uuid}/small.jpg" in page


def test_files_are_readable_by_their_owner_only(client: Client, injury: Injury) -> None:
    client.post(add_url(injury), sent())

    folder = Path(storages["photos"].location)
    modes = {p.stat().st_mode & 0o777 for p in folder.rglob("*.jpg")}
    assert modes == {0o600}
    assert {p.stat().st_mode & 0o777 for p in folder.iterdir()} == {0o700}


@pytest.mark.parametrize("size", ["large", "small"])
def test_the_owner_gets_the_picture_and_nothing_may_keep_it(
    client: Client, injury: Injury, size: str
) -> None:
    client.post(add_url(injury), sent())
    url = reverse("photo-file", args=[Photo.objects.get().uuid, size])

    answer = client.get(url, headers={"accept-encoding": "gzip, br"})

    body = answer.content
    assert Image.open(BytesIO(body)).format == "JPEG"
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Disposition"] == f'inline; filename="photo-2026-11-21-{size}.jpg"'
    assert answer["Content-Length"] == str(len(body))


def test_a_stranger_and_the_signed_out_get_nothing(injury: Injury, stranger: Client) -> None:
    photo = make_photo(injury)
    url = reverse("photo-file", args=[photo.uuid, "large"])

    assert stranger.get(url).status_code == 404
    assert stranger.get(f"/photos/{photo.uuid}/").status_code == 404
    assert stranger.post(f"/photos/{photo.uuid}/delete/", {"key": key()}).status_code == 404
    assert stranger.post(add_url(injury), sent()).status_code == 404
    assert Client().get(url).status_code == 302
    assert str(photo.uuid) not in text(stranger.get("/photos/"))
    assert str(photo.uuid) not in text(stranger.get(f"/photos/compare/?one={photo.uuid}"))
    assert len(files()) == 2


def test_other_sizes_and_a_file_that_is_gone_answer_404(client: Client, injury: Injury) -> None:
    photo = make_photo(injury)
    assert client.get(f"/photos/{photo.uuid}/huge.jpg").status_code == 404

    photo_files.remove(photo.stem)

    assert client.get(f"/photos/{photo.uuid}/large.jpg").status_code == 404
    assert client.get("/photos/").status_code == 200


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (pictures.heic(), NO_HEIC),
        (pictures.jpeg()[:500], CANNOT_READ),
        (b"GIF89a", "Choose a JPEG, PNG or WebP photo"),
        (b"", "Choose a JPEG, PNG or WebP photo"),
        (pictures.claiming_png(50_000, 50_000), "over 50 million pixels"),
        (pictures.jpeg() + b"\0" * (15 * 1024 * 1024), TOO_LONG),
    ],
    ids=["heic", "cut off", "gif", "empty", "pixels", "too long"],
)
def test_a_photo_that_cannot_be_taken_is_refused_and_what_was_typed_stays(
    client: Client, injury: Injury, data: bytes, sentence: str
) -> None:
    answer = client.post(add_url(injury), sent(data, note="blue", on=YESTERDAY.isoformat()))

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert answer.context["form"]["note"].value() == "blue"
    assert answer.context["form"]["on"].value() == YESTERDAY.isoformat()
    assert (Photo.objects.count(), files()) == (0, [])


def test_a_file_beyond_the_limit_is_not_even_held(client: Client, injury: Injury) -> None:
    answer = client.post(add_url(injury), sent(b"\xff" * (15 * 1024 * 1024 + 1), note="blue"))

    assert "photo" not in answer.wsgi_request.FILES
    assert answer.context["form"]["note"].value() == "blue"


def test_a_body_longer_than_any_photo_gets_the_page_that_says_so(
    client: Client, injury: Injury, settings
) -> None:
    settings.LONGER_BODIES = {"photo-add": (3_000_000, 2_900_000)}

    answer = client.post(add_url(injury), sent(b"\xff" * 3_000_001))

    assert answer.status_code == 413
    assert 'href="/photos/"' in answer.content.decode()


def test_without_a_session_nobody_may_send_more_than_a_form(injury: Injury) -> None:
    assert Client().post(add_url(injury), sent(b"\xff" * 2_600_000)).status_code == 413


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"on": "2026-11-22"}, "on"),
        ({"on": "yesterday"}, "on"),
        ({"on": "0001-01-01"}, "on"),
        ({"on": ""}, "on"),
        ({"note": "x" * 201}, "note"),
        ({"note": "\0"}, "note"),
        ({"key": "nonsense"}, "key"),
    ],
)
def test_nonsense_beside_a_photo_is_refused(
    client: Client, injury: Injury, change: dict[str, str], field: str
) -> None:
    answer = client.post(add_url(injury), sent(**change))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert files() == []


def test_no_photo_and_two_photos_are_refused(client: Client, injury: Injury) -> None:
    nothing = {"key": key(), "on": TODAY.isoformat()}
    two = sent() | {"camera": SimpleUploadedFile("b.jpg", pictures.jpeg())}

    assert "Choose a JPEG, PNG or WebP photo" in text(client.post(add_url(injury), nothing))
    assert "Send one photo at a time" in text(client.post(add_url(injury), two))
    assert not Photo.objects.exists()


def test_the_same_form_sent_twice_keeps_one_photo(client: Client, injury: Injury) -> None:
    once = key()
    for _ in range(2):
        assert client.post(add_url(injury), sent(key=once)).status_code == 303

    assert Photo.objects.count() == 1
    assert len(files()) == 2


def test_a_form_sent_again_after_the_photo_was_deleted_brings_nothing_back(
    client: Client, injury: Injury, django_capture_on_commit_callbacks
) -> None:
    once = key()
    client.post(add_url(injury), sent(key=once))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/photos/{Photo.objects.get().uuid}/delete/", {"key": key()})

    assert client.post(add_url(injury), sent(key=once)).status_code == 303
    assert (Photo.objects.count(), files()) == (0, [])


def test_when_storing_fails_no_file_is_left_behind(
    injury: Injury, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(injury.owner)

    def fail(**fields: object) -> Photo:
        assert len(files()) == 2  # they were written, and have to go
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(record_photo.Photo.objects, "create", fail)

    assert client.post(add_url(injury), sent()).status_code == 500
    assert (Photo.objects.count(), files()) == (0, [])


def test_when_the_second_file_cannot_be_written_the_first_goes_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put = photo_files.put

    def only_large(name: str, data: bytes) -> None:
        if "small" in name:
            raise OSError("no space left")
        put(name, data)

    monkeypatch.setattr(photo_files, "put", only_large)

    with pytest.raises(OSError, match="no space"):
        photo_files.write(photo_files.new_stem(), large=b"a", small=b"b")
    assert files() == []


def test_a_day_and_an_account_have_an_end(
    client: Client, injury: Injury, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_photo, "MOST_A_DAY", 2)
    monkeypatch.setattr(record_photo, "MOST_OF_ACCOUNT", 3)
    make_photo(injury)
    make_photo(make_injury(injury.owner, is_current=False))
    make_photo(make_injury())  # somebody else's

    full_day = client.post(add_url(injury), sent())
    third = client.post(add_url(injury), sent(on=YESTERDAY.isoformat()))
    full = client.post(add_url(injury), sent(on=YESTERDAY.isoformat()))

    assert (full_day.status_code, third.status_code, full.status_code) == (422, 303, 422)
    assert "12 photos of this day" in text(full_day)
    assert "400 photos" in text(full)


def test_deleting_asks_first_and_then_takes_the_files_too(
    client: Client, injury: Injury, django_capture_on_commit_callbacks
) -> None:
    photo = make_photo(injury)
    url = f"/photos/{photo.uuid}/delete/"
    assert "cannot be brought back" in text(client.get(url))
    assert len(files()) == 2

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url, {"key": key()})

    assert answer.status_code == 303
    assert (Photo.objects.count(), files()) == (0, [])
    assert client.get(f"/photos/{photo.uuid}/large.jpg").status_code == 404


def test_the_second_tap_on_delete_and_on_undo_leads_back(client: Client, injury: Injury) -> None:
    client.post(add_url(injury), sent())
    uuid = Photo.objects.get().uuid
    undo, delete = reverse("photo-undo", args=[uuid]), reverse("photo-delete", args=[uuid])

    answers = [client.post(url, {"key": key()}) for url in (undo, undo, delete)]

    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert not Photo.objects.exists()
    assert client.get(delete).status_code == 404


@pytest.mark.parametrize("way", ["account", "injury", "people"])
def test_files_go_with_the_account_and_with_the_injury(
    injury: Injury, way: str, django_capture_on_commit_callbacks
) -> None:
    make_photo(injury)
    other = make_photo(make_injury())
    with django_capture_on_commit_callbacks(execute=True):
        if way == "account":
            delete_account(user=injury.owner)
        elif way == "injury":
            injury.delete()
        else:
            User.objects.filter(pk=injury.owner_id).delete()

    assert {photo_files.stem_of(name) for name in files()} == {other.stem}


@pytest.mark.django_db(transaction=True)
def test_files_stay_while_a_delete_is_not_certain(injury: Injury) -> None:
    photo = make_photo(injury)
    with pytest.raises(RuntimeError), transaction.atomic():
        record_photo.delete_photo(photo=photo)
        raise RuntimeError("something else failed")

    assert Photo.objects.count() == 1
    assert len(files()) == 2


def test_day_and_note_can_be_changed(client: Client, injury: Injury) -> None:
    photo = make_photo(injury)
    url = f"/photos/{photo.uuid}/"

    assert client.post(url, {"key": key(), "on": "2026-11-30", "note": "x"}).status_code == 422
    answer = client.post(url, {"key": key(), "on": YESTERDAY.isoformat(), "note": "fades"})

    photo.refresh_from_db()
    assert (answer.status_code, photo.on, photo.note) == (303, YESTERDAY, "fades")


def test_two_photos_stand_side_by_side_the_earlier_first(client: Client, injury: Injury) -> None:
    photos = [make_photo(injury, TODAY - timedelta(days=n)) for n in (9, 4, 0)]

    first = client.get("/photos/compare/").context["pair"]
    chosen = client.get(f"/photos/compare/?one={photos[2].uuid}&other={photos[1].uuid}")

    assert (first.first, first.second) == (photos[0], photos[2])
    assert first.between == "9 days between them."
    assert chosen.context["pair"].photos == (photos[1], photos[2])
    assert text(chosen).index(f"{photos[1].uuid}/large") < text(chosen).index(
        f"{photos[2].uuid}/large"
    )


def test_a_photo_is_never_proposed_beside_itself(client: Client, injury: Injury) -> None:
    photos = [make_photo(injury, TODAY - timedelta(days=n)) for n in (9, 4, 0)]

    for asked in ("one", "other"):
        for photo in photos:
            pair = client.get(f"/photos/compare/?{asked}={photo.uuid}").context["pair"]
            assert photo in pair.photos
            assert pair.first != pair.second


def test_the_same_photo_chosen_twice_is_told(client: Client, injury: Injury) -> None:
    photo = make_photo(injury)
    make_photo(injury, TODAY - timedelta(days=3))

    page = text(client.get(f"/photos/compare/?one={photo.uuid}&other={photo.uuid}"))

    assert "This is the same photo twice. Choose two different ones." in page
    assert "of the same day" not in page
    assert "days between" not in page


def test_two_photos_of_one_day_are_told_apart(client: Client, injury: Injury) -> None:
    for _n in range(2):
        make_photo(injury)

    answer = client.get("/photos/compare/")

    assert [words for _photo, words in answer.context["pair"].photos_in_words] == [
        "Sat 21 Nov 2026, photo 1",
        "Sat 21 Nov 2026, photo 2",
    ]
    assert "Both of the same day." in text(answer)


@pytest.mark.parametrize("asked", ["", "?one=x&other=%00", "?one=&other=" + "9" * 500])
def test_comparing_takes_any_nonsense(client: Client, injury: Injury, asked: str) -> None:
    assert "Two photos are needed" in text(client.get(f"/photos/compare/{asked}"))
    for n in (3, 0):
        make_photo(injury, TODAY - timedelta(days=n))
    assert client.get(f"/photos/compare/{asked}").status_code == 200


@pytest.mark.parametrize("asked", ["2026-11-20", "", "9999-12-31", "x", "0001-01-01"])
def test_the_form_begins_with_the_day_that_was_asked_for(client: Client, asked: str) -> None:
    shown = client.get(f"/photos/?on={asked}").context["form"]["on"].value()

    assert str(shown) == (asked if asked in ("2026-11-20", "0001-01-01") else "2026-11-21")


def test_the_number_of_queries_does_not_grow_with_the_photos(
    client: Client, injury: Injury
) -> None:
    make_photo(injury)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/photos/")
        return len(seen)

    few = queries()
    for n in range(8):
        make_photo(injury, TODAY - timedelta(days=n))
    assert queries() == few


def test_the_download_holds_the_pictures_that_the_diary_names(
    client: Client, injury: Injury
) -> None:
    kept, gone = make_photo(injury, note="blue"), make_photo(injury)
    theirs = make_photo(make_injury())
    photo_files.remove(gone.stem)

    answer = client.get(reverse("photos-download"))

    packed = zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content)))
    name = f"photos/2026-11-21-{kept.uuid}.jpg"
    small = name.replace("photos/", "photos/small/")
    assert [each for each in packed.namelist() if "photos/" in each] == [name, small]
    assert packed.read(name) == b"large" and packed.read(small) == b"small"
    diary = packed.read("diary.json").decode()
    assert name in diary and "blue" in diary
    assert kept.stem not in diary and str(theirs.uuid) not in diary
    assert "no-store" in answer["Cache-Control"]


def test_orphans_are_found_and_deleted_and_nothing_else(injury: Injury, capsys) -> None:
    kept = make_photo(injury)
    lost = make_photo(injury)
    photo_files.remove(lost.stem)
    stray = photo_files.new_stem()
    photo_files.write(stray, large=b"a", small=b"b")
    folder = Path(storages["photos"].location)
    (folder / "readme.txt").write_text("not ours")
    for path in folder.rglob("*.jpg"):
        os.utime(path, (0, 0))

    call_command("photo_orphans")
    told = capsys.readouterr().out
    assert "2 files that no diary names" in told and "2 files that are named" in told
    assert len(files()) == 4

    call_command("photo_orphans", "--delete")
    assert {photo_files.stem_of(name) for name in files()} == {kept.stem}
    assert (folder / "readme.txt").exists()


def test_a_file_that_was_just_written_is_no_orphan_yet(injury: Injury, capsys) -> None:
    photo_files.write(photo_files.new_stem(), large=b"a", small=b"b")

    call_command("photo_orphans", "--delete")

    assert len(files()) == 2


def test_any_storage_of_django_will_do(client: Client, injury: Injury, settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "photos": {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    }
    storages._storages.clear()
    client.post(add_url(injury), sent())
    photo = Photo.objects.get()

    answer = client.get(f"/photos/{photo.uuid}/small.jpg")

    assert answer.content.startswith(b"\xff\xd8")
    assert len(files()) == 2
    photo_files.remove(photo.stem)
    assert files() == []


def test_a_demo_photo_goes_with_the_demo(db: None, django_capture_on_commit_callbacks) -> None:
    user = make_user(is_demo=True, demo_ends_at=timezone.now() - timedelta(hours=1))
    make_photo(make_injury(user))
    with django_capture_on_commit_callbacks(execute=True):
        end_demos(now=timezone.now())

    assert files() == []


def test_the_limits_of_the_house_fit_each_other() -> None:
    whole, file = settings.LONGER_BODIES["photo-add"]
    assert file == MOST_BYTES
    assert whole > file * 2
