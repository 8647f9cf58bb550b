"""The drawing on a page: its words, its markup, and the page of an exercise that shows it."""

import re
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from rehab.content.catalogue import catalogue
from rehab.figures import check, store
from rehab.figures.layout import SMALL
from rehab.figures.pose import Muscle
from tests.tracker.make import TODAY
from tests.tracker.plan.people import on_plan, ready_sit_bone
from tracker.overview.figures import MUSCLES, figure_of

CSS = (Path(__file__).resolve().parents[3] / "static/css/figures.css").read_text()


def drawn(figure_id: str) -> str:
    return render_to_string("components/_figure.html", {"figure": figure_of(figure_id)})


def test_the_description_tells_every_position_and_what_is_marked() -> None:
    figure = figure_of("diver")

    assert figure is not None
    assert figure.title == "Diver"
    assert figure.about.startswith("Line drawing in 2 positions. 1. Stand on one leg")
    assert "2. Tip forward from the hip" in figure.about
    assert figure.about.endswith(
        "Marked: back of the thigh, buttock. The fainter leg is the other one."
    )


def test_with_both_legs_at_work_none_is_the_other() -> None:
    figure = figure_of("bridge_2leg")

    assert figure is not None
    assert figure.key == "Marked: back of the thigh, buttock."


def test_a_test_that_borrows_a_drawing_keeps_its_own_name() -> None:
    figure = figure_of("t_slhb_inj")

    assert figure is not None
    assert figure.title == "Raised single-leg bridge, injured"
    assert figure.dom_id == "figure-t_slhb_inj"


def test_an_id_without_a_drawing_shows_nothing() -> None:
    assert figure_of("no_such_thing") is None
    assert drawn("no_such_thing").strip() == ""


def test_every_muscle_has_a_word() -> None:
    assert set(MUSCLES) == set(Muscle)


@pytest.mark.parametrize("figure_id", check.wanted(catalogue()))
def test_every_drawing_names_itself_and_every_shape_has_a_style(figure_id: str) -> None:
    page = drawn(figure_id)

    assert 'role="img"' in page
    assert re.search(r"<title id=\"([\w-]+)\">[^<]{3,}</title>", page)
    assert re.search(r"<desc id=\"([\w-]+)\">[^<]{20,}</desc>", page)
    for name in ("aria-labelledby", "aria-describedby"):
        pointed = re.search(rf'{name}="([^"]+)"', page)
        assert pointed and f'id="{pointed[1]}"' in page
    assert "style=" not in page
    assert "nan" not in page
    for kind in set(re.findall(r'class="(f-[\w-]+)"', page)):
        assert re.search(rf"\.{kind}\b(?!-)", CSS), kind


def test_a_small_drawing_is_one_pose_without_words_and_without_a_name() -> None:
    page = Template("{% load figures %}{% small_figure 'slider_2leg' %}").render(Context())

    assert page.count('class="f-shirt"') == 1
    assert 'aria-hidden="true"' in page
    assert "<text" not in page and "f-arrow" not in page and "<title" not in page
    assert max(float(n) for n in re.findall(r"M(\d+(?:\.\d)?) ", page)) <= SMALL[0]


def test_what_has_no_drawing_has_no_small_one() -> None:
    assert Template("{% load figures %}{% small_figure 'no_such' %}").render(Context()) == ""


@pytest.mark.django_db
def test_every_exercise_of_the_plan_has_its_small_drawing(client: Client) -> None:
    injury = ready_sit_bone()
    on_plan(injury, today=TODAY - timedelta(days=7))
    client.force_login(injury.owner)

    page = client.get(reverse("plan")).content.decode()

    rows = re.findall(r'<a class="row[^>]*/plan/exercise/[^>]*>\s*(<svg)?', page)
    assert rows
    assert all(rows)


@pytest.mark.django_db
def test_the_page_of_an_exercise_shows_its_drawing(client: Client) -> None:
    injury = ready_sit_bone()
    on_plan(injury, today=TODAY - timedelta(days=7))
    client.force_login(injury.owner)

    page = client.get(reverse("plan-exercise", args=["bridge_hold_1leg"])).content.decode()

    assert "css/figures" in page
    assert 'id="figure-bridge_hold_1leg-t"' in page
    assert "take the other foot off the floor" in page


def test_check_content_counts_the_figures_and_reports_a_wrong_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = StringIO()
    call_command("check_content", stdout=out)
    assert f"{len(check.wanted(catalogue()))} figures, no fault" in out.getvalue()

    for path in store.FOLDER.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text().replace("knee = 90", "knee = 190"))
    monkeypatch.setattr(check.faults, "__defaults__", (tmp_path,))

    with pytest.raises(CommandError, match=r"figures/nordic\.toml: pose\.0\.near\.knee: 190"):
        call_command("check_content", stdout=StringIO())


def test_the_sheet_holds_the_figures_it_is_asked_for(tmp_path: Path) -> None:
    call_command("figure_sheet", tmp_path / "sheet.html", "diver", "glider", stdout=StringIO())

    page = (tmp_path / "sheet.html").read_text()
    assert page.count("<svg") == 2
    assert "prefers-color-scheme" in page
