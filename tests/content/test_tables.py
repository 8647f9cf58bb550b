"""The parsed copy of the content: the same as the files, never trusted when they changed."""

from pathlib import Path

import pytest

from rehab.content import load as reader
from rehab.content.faults import ContentError
from rehab.content.load import ROOT, load
from rehab.content.tables import files_below, keep, kept
from tests.content.mini import FILES, write

RULE = "signs/r_one.toml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The smallest content, with its tables kept."""
    root = write(tmp_path)
    keep(root)
    return root


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each text that `load` parses itself."""
    texts: list[str] = []
    parse = reader.tomllib.loads

    def note(text: str) -> object:
        texts.append(text)
        return parse(text)

    monkeypatch.setattr(reader.tomllib, "loads", note)
    return texts


def the_copy(root: Path) -> Path:
    (path,) = (root / "__pycache__").iterdir()
    return path


def test_the_shipped_content_reads_the_same_from_its_copy(tmp_path: Path) -> None:
    for name, raw in files_below(ROOT).raw.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    plain = load(tmp_path)

    keep(tmp_path)

    assert kept(files_below(tmp_path))
    assert load(tmp_path) == plain


def test_a_start_parses_nothing_that_was_kept(root: Path, parsed: list[str]) -> None:
    load(root)

    assert parsed == []


def test_one_changed_file_makes_the_whole_copy_void(root: Path, parsed: list[str]) -> None:
    file = root / RULE
    file.write_text(file.read_text().replace('name = "One"', 'name = "Two"'))

    assert load(root).rules["r_one"].name == "Two"
    assert len(parsed) == len(FILES)


def test_an_added_file_and_one_taken_out_make_it_void(root: Path) -> None:
    added = root / "questions" / "q_two.toml"
    added.write_text("")
    assert kept(files_below(root)) == {}
    added.unlink()
    assert kept(files_below(root))

    (root / RULE).unlink()
    assert kept(files_below(root)) == {}


def test_text_that_moves_from_one_file_to_the_next_makes_it_void(root: Path) -> None:
    one, two = root / "signs/r_ask.toml", root / RULE
    line, rest = two.read_text().split("\n", 1)
    one.write_text(one.read_text() + line + "\n")
    two.write_text(rest)

    assert kept(files_below(root)) == {}


def test_a_fault_stops_the_start_though_tables_are_kept(root: Path) -> None:
    file = root / RULE
    file.write_text(file.read_text().replace('tier = "soon"', 'tier = "panic"'))
    keep(root)
    assert kept(files_below(root))

    with pytest.raises(ContentError, match=rf"{RULE}: tier"):
        load(root)


@pytest.mark.parametrize(
    "damage", [("One", "Smuggled in"), ("}", ""), ("\n", "")], ids=["other words", "cut", "no seal"]
)
def test_a_damaged_copy_is_passed_over(root: Path, damage: tuple[str, str]) -> None:
    copy = the_copy(root)
    assert damage[0] in copy.read_text()
    copy.write_text(copy.read_text().replace(*damage))

    assert kept(files_below(root)) == {}
    assert load(root).rules["r_one"].name == "One"


def test_a_damaged_copy_is_made_anew(root: Path) -> None:
    the_copy(root).write_text("")

    keep(root)

    assert kept(files_below(root))


def test_a_time_of_day_has_no_home_in_the_copy(root: Path) -> None:
    (root / "stray.toml").write_text("at = 2026-11-22T07:00:00Z")

    with pytest.raises(ValueError, match="no home"):
        keep(root)
