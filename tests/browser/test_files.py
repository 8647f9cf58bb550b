"""Fields that take files: what is too large is told before it is sent."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import Visit


def of_size(folder: Path, name: str, size: int) -> Path:
    """A file of so many bytes, none of which takes room."""
    path = folder / name
    with path.open("wb") as file:
        file.truncate(size)
    return path


def test_a_photo_that_is_too_large_says_so_at_its_field_and_nothing_typed_is_lost(
    visit: Visit, someone: Callable[[str], str], tmp_path: Path
) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/photos/")
    page.locator("[name=note]").fill("blue and green")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    field = page.locator(".field", has=page.locator("input[name=photo]"))

    page.locator("input[name=photo]").set_input_files(
        of_size(tmp_path, "a.jpg", 15 * 1024 * 1024 + 1)
    )
    expect(field.get_by_role("alert")).to_have_text("That photo is over 15 MB. Try a smaller one")
    page.get_by_role("button", name="Save the photo").click()

    expect(page.locator("input[name=photo]")).to_be_focused()
    assert "POST" not in sent
    expect(page.locator("[name=note]")).to_have_value("blue and green")
    page.locator("input[name=photo]").set_input_files(of_size(tmp_path, "b.jpg", 2))
    expect(field.get_by_role("alert")).to_have_count(0)


def test_run_files_that_are_too_large_alone_or_together_say_so(
    visit: Visit, someone: Callable[[str], str], tmp_path: Path
) -> None:
    page = visit(someone("sit_bone"))
    page.goto("/runs/import/")
    files = page.locator("input[type=file]")

    files.set_input_files(of_size(tmp_path, "a.gpx", 10_000_001))
    expect(page.get_by_role("alert")).to_have_text("This file is over 10 MB.")
    files.set_input_files([of_size(tmp_path, f"{n}.gpx", 7_000_000) for n in range(3)])
    expect(page.get_by_role("alert")).to_have_text("Too much at once. Choose fewer files")
    files.set_input_files(of_size(tmp_path, "b.gpx", 1000))
    expect(page.get_by_role("alert")).to_have_count(0)
