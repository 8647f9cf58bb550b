"""Pictures of every page to look at: `python -m tests.browser.shots OUTDIR [NAME ...]`.

Writes each page at 390 and 1280 px, light and dark, and at 390 px without script. Needs
Chromium (CHROMIUM=/path/to/it for another one). NAME: only pages of tests/browser/spots.py
that begin so. `--readme` writes the pictures of the README instead.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.house import House, running
from tests.browser.spots import BY_NAME, SPOTS, Spot
from tests.conftest import CHROMIUM, CHROMIUM_ARGS

WAYS = {
    "390": {"viewport": {"width": 390, "height": 844}},
    "390-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "390-plain": {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False},
    "1280": {"viewport": {"width": 1280, "height": 800}},
    "1280-dark": {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"},
}
README = {"today-settled": "today", "plan": "plan", "signs-told": "signs"}
README_WAY = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}


def take(browser: Browser, house: House, spot: Spot, way: dict, to: Path, *, whole: bool) -> None:
    """One picture; a fixed bar is drawn where it stands in the window."""
    context = browser.new_context(locale="en-GB", base_url=house.url, **way)
    context.set_default_timeout(20_000)
    context.add_cookies(house.cookies(spot.who))
    page = context.new_page()
    try:
        spot.open(page, house)
        if not whole:
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = false })")
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=to, full_page=whole)
    finally:
        context.close()


def main(folder: Path, names: list[str], *, is_readme: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as var,
        running(Path(var)) as house,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_ARGS)
        if is_readme:
            for name, file in README.items():
                to = folder / f"{file}.png"
                take(browser, house, BY_NAME[name], README_WAY, to, whole=False)
        for spot in SPOTS:
            if is_readme or (names and not spot.name.startswith(tuple(names))):
                continue
            for way, options in WAYS.items():
                to = folder / f"{spot.name}-{way}.png"
                try:
                    take(browser, house, spot, options, to, whole=True)
                except Exception as fault:
                    sys.stderr.write(f"{to.name}: {str(fault).splitlines()[0]}\n")
        browser.close()


if __name__ == "__main__":
    given = [each for each in sys.argv[1:] if not each.startswith("--")]
    if not given:
        sys.exit(__doc__)
    main(Path(given[0]), given[1:], is_readme="--readme" in sys.argv)
