"""`python -m benchmarks.export`: the large diary as a ZIP, time and what memory it takes.

Three years, 1,100 days, 3 injuries, 400 runs, 60 photos (benchmarks/large.py). The first
call also loads the content and the templates, as it does in a worker that just began.
"""

import tempfile
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.models import User


def main() -> None:
    from benchmarks.__main__ import use_own_database

    with tempfile.TemporaryDirectory() as folder:
        use_own_database(Path(folder))
        from django.conf import settings

        settings.STORAGES["photos"] = {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": f"{folder}/photos"},
        }
        from benchmarks.large import large_diary
        from tracker.clock import person_now
        from tracker.exchange.whole_zip import zip_diary

        # A photo of 1,600 pixels is about 400 kilobytes with its small one.
        user = large_diary(photo_kb=400)
        at = person_now(user)
        before = _memory_mb()
        for turn in ("first", "second", "third"):
            Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak
            began, worked, most, size = perf_counter(), process_time(), 0, 0
            for piece in zip_diary(user, now=at.now, today=at.today):
                size, most = size + len(piece), max(most, len(piece))
            print(
                f"{turn}: {perf_counter() - began:.2f} s, {process_time() - worked:.2f} s of CPU, "
                f"{size / 1e6:.1f} MB, longest piece {most / 1e6:.2f} MB, "
                f"memory {_memory_mb('VmHWM') - before:+.0f} MB at most"
            )
        _bring_in(user, Path(folder) / "whole.zip")


def _bring_in(user: "User", path: Path) -> None:
    """The same ZIP looked at and brought into an empty account; its pictures are not decoded."""
    from uuid import uuid4

    from tracker.actions.bring_in import CHOICES, bring_in, compare
    from tracker.clock import person_now
    from tracker.exchange.incoming import read_incoming
    from tracker.exchange.unpack import open_upload
    from tracker.exchange.whole_zip import zip_diary
    from tracker.models import User
    from tracker.photos import Picture

    at, other = person_now(user), User.objects.create_user("b@example.org", "x")
    with path.open("wb") as file:
        file.writelines(zip_diary(user, now=at.now, today=at.today))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before, began, worked = _memory_mb(), perf_counter(), process_time()
    with open_upload(path) as upload:
        carried = read_incoming(upload.text, today=at.today, pictures=upload.pictures)

        def pictures(name: str) -> Picture:
            return Picture(upload.picture(name), b"small", 1600, 1200)

        seen = compare(owner=other, carried=carried, at=at, pictures=pictures).mark
        looked = process_time() - worked
        bring_in(
            owner=other, carried=carried, takes=CHOICES, seen=seen, at=at, key=uuid4(),
            pictures=pictures,
        )  # fmt: skip
    print(
        f"brought in: {perf_counter() - began:.2f} s, {process_time() - worked:.2f} s of CPU "
        f"({looked:.2f} to look), memory {_memory_mb('VmHWM') - before:+.0f} MB at most"
    )


def _memory_mb(what: str = "VmRSS") -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{what}:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
