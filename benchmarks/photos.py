"""`python -m benchmarks.photos`: what it takes to draw a photo anew, a process for each.

Time of one photo, on the wall and of the CPU, and the most memory its process ever held.
The pictures are made here: noise, which is harder to encode than skin.
"""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

SIZES = {"12": (4000, 3000), "50": (8160, 6120)}
KINDS = [("JPEG", "12"), ("WEBP", "12"), ("JPEG", "50"), ("PNG", "50")]


def picture(kind: str, size: tuple[int, int]) -> bytes:
    """Colour noise; a plain slope for PNG, which noise would take over 15 MB."""
    from PIL import Image

    if kind == "PNG":
        image = Image.linear_gradient("L").resize(size).convert("RGBA")
    else:
        noise = Image.effect_noise((size[0] // 8, size[1] // 8), 60)
        image = Image.merge("RGB", [noise, noise.transpose(0), noise.transpose(1)]).resize(size)
    out = BytesIO()
    image.save(out, kind, quality=88)
    return out.getvalue()


def one(path: str) -> None:
    """Draw one photo and print seconds and megabytes; runs in a process of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    from tracker.photos import prepare_photo

    with open(path, "rb") as file:
        began, worked = perf_counter(), process_time()
        prepare_photo(file)
        wall, cpu = perf_counter() - began, process_time() - worked
    # Not getrusage: that also counts what the parent held before this process began.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    most = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(f"{wall:.2f} s, {cpu:.2f} s of CPU, at most {most:.0f} MB")


def main() -> None:
    with TemporaryDirectory() as folder:
        for kind, millions in KINDS:
            path = os.path.join(folder, f"{millions}.{kind.lower()}")
            data = picture(kind, SIZES[millions])
            with open(path, "wb") as file:
                file.write(data)
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.photos", path],
                capture_output=True,
                text=True,
                check=True,
            )
            print(f"{kind}, {millions} Mpixel, {len(data) / 1e6:.1f} MB: {done.stdout.strip()}")


if __name__ == "__main__":
    one(sys.argv[1]) if len(sys.argv) > 1 else main()
