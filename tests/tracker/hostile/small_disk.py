"""A disk of a few megabytes that fills up while the site writes to it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.own_server import OwnServer


@contextmanager
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a small file system; skips where this process may not."""
    disk = tmp_path / "disk"
    disk.mkdir()
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(disk)], capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("there is no mount command here")
    if done.returncode:
        pytest.skip("this process may not mount a small disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)


def fill_and_write(disk: Path) -> tuple[list[str], str]:
    """Write until the disk is full and a little longer, read, make room, write again."""
    server = OwnServer(disk)
    server.prepare()
    server.start()
    try:
        with (disk / "ballast").open("wb") as ballast:
            try:
                while True:
                    ballast.write(b"x" * 65536)
                    ballast.flush()
            except OSError:
                pass
        answers = [str(server.write_run("n" * 1900)) for _ in range(12)]
        answers += [str(server.get("/diary/")), str(server.get("/start/safety/"))]
        (disk / "ballast").unlink()
        assert server.write_run("after") == 303
        return answers, server.integrity()
    finally:
        server.kill()
