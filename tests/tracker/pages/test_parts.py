"""The parts every page is made of, and the weight of what every page loads."""

import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from tracker.templatetags import ui

ROOT = Path(__file__).parents[3]
SCALE = [(str(n), str(n)) for n in range(11)]
CSS = (ROOT / "static/css/app.css").read_text(encoding="utf-8")


class Log(forms.Form):
    rest = forms.ChoiceField(
        label="At rest", choices=[*SCALE, ("skip", "Skip")], widget=forms.RadioSelect
    )
    seen = forms.MultipleChoiceField(
        label="Anything you saw?",
        choices=[("bruise", "Bruise"), ("none", "None of these")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    email = forms.EmailField(label="E-mail", help_text="For signing in")
    agree = forms.BooleanField(label="I agree")


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_nothing_is_preselected_on_a_pain_question() -> None:
    html = draw("{% pad form.rest %}", form=Log())

    assert html.count('type="radio"') == 12
    assert "checked" not in html
    assert "<legend>At rest</legend>" in html


def test_a_word_key_differs_from_a_figure() -> None:
    html = draw("{% pad form.rest %}", form=Log())

    assert html.count('class="key word"') == 1
    assert 'class="key k10"' in html


def test_none_of_these_is_marked_for_the_script_and_stands_after_an_or() -> None:
    html = draw('{% options form.seen none="none" %}', form=Log())

    assert html.count("data-none") == 1
    assert html.index('class="or"') < html.index("None of these")


def test_an_error_stands_in_the_summary_and_at_its_field_and_both_are_tied() -> None:
    form = Log({"rest": "11", "email": "no"})
    summary = draw("{% error_summary form %}", form=form)
    field = draw("{% field form.email %}", form=form)

    (message,) = form.errors["email"]
    assert f'<a href="#id_email">{message}</a>' in summary
    assert '<a href="#id_rest_0">' in summary
    assert 'id="id_email_error"' in field
    assert re.search(r'aria-describedby="id_email_helptext id_email_error"', field)
    assert 'aria-invalid="true"' in field


def test_one_tick_has_its_words_beside_it() -> None:
    assert '<label class="opt"><input' in draw("{% field form.agree %}", form=Log())


@pytest.mark.parametrize("tier", ["emergency", "urgent", "soon", "routine"])
def test_a_sign_tells_its_tier_by_a_word_and_a_shape(tier: str) -> None:
    html = draw(f'{{% sign tier="{tier}" title="Now" id="s" %}}<p>Why</p>{{% endsign %}}')

    assert f"sprite.svg#{tier}" in html
    assert str(ui.TIERS[tier]) in html
    assert "<p>Why</p>" in html
    assert "role=" not in html


def test_what_a_sign_is_called_is_escaped() -> None:
    html = draw(
        '{% sign tier="soon" title=title %}{{ body }}{% endsign %}', title="<b>", body="<i>"
    )

    assert "&lt;b&gt;" in html and "&lt;i&gt;" in html


def test_places_that_do_not_exist_yet_are_left_out() -> None:
    request = RequestFactory().get("/")
    places = ui.nav(Context({"request": request, "section": "more"}))["places"]

    assert all(place["url"] for place in places)
    assert [place["is_current"] for place in places if place["url"] == "/more/"] == [True, True]


@pytest.mark.parametrize(
    ("number", "href"),
    [("112", "tel:112"), ("0800 611 116", "tel:0800611116"), ("+44 1", "tel:+441")],
)
def test_a_number_becomes_a_call_link(number: str, href: str) -> None:
    assert ui.tel(number) == href


@pytest.mark.parametrize(
    ("tags", "address"),
    [("undo:/log/1/undo/", "/log/1/undo/"), ("undo://evil.example/", ""), ("info", ""), (None, "")],
)
def test_undo_leads_only_to_our_own_pages(tags: str | None, address: str) -> None:
    message = type("Message", (), {"extra_tags": tags})()

    assert ui.undo_url(message) == address


def test_every_icon_a_template_asks_for_is_drawn() -> None:
    sprite = set(re.findall(r'symbol id="(\w+)"', (ROOT / "static/icons/sprite.svg").read_text()))
    used = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "(\w+)"', template.read_text(encoding="utf-8"))
    }

    assert used - sprite == set()
    assert {symbol for _, _, symbol, _ in ui.PLACES} <= sprite
    assert set(ui.TIERS) <= sprite


def test_no_template_of_ours_holds_an_inline_style_or_script() -> None:
    inline = re.compile(
        r"\sstyle=|<style|\son(click|load|change|submit)=|hx-on|<script(?![^>]* src=)"
    )
    # The readable copy of a download opens from disk, where no style sheet of ours is.
    from_disk = ROOT / "templates/carried/copy.html"
    found = [
        str(template.relative_to(ROOT))
        for template in (ROOT / "templates").rglob("*.html")
        if inline.search(template.read_text(encoding="utf-8"))
        and "email" not in template.relative_to(ROOT).parts
        and template != from_disk
    ]

    assert found == []


def test_the_stylesheet_and_the_script_stay_small() -> None:
    script = (ROOT / "static/js/app.js").read_bytes()

    assert len(script) <= 8_192
    assert len(CSS.encode()) <= 30_000
    assert len(gzip.compress(CSS.encode())) <= 9_000


def test_keys_and_landing_are_styled_only_where_they_stand() -> None:
    sheets = {name: (ROOT / f"static/css/{name}.css").read_text() for name in ("diary", "public")}

    assert ".pad {" in sheets["diary"] and ".pad {" not in CSS
    assert ".hero {" in sheets["public"] and ".hero {" not in CSS
    for name, template in (("diary", "base_app"), ("public", "base_public")):
        frame = (ROOT / f"templates/{template}.html").read_text(encoding="utf-8")
        assert f"css/{name}.css" in frame


def test_the_system_and_the_person_get_the_same_dark_page() -> None:
    blocks = re.findall(r"color-scheme:dark;(.*?)}", CSS, re.S)

    assert len(blocks) == 2
    assert blocks[0].split() == blocks[1].split()


def test_every_colour_token_that_is_used_is_defined() -> None:
    """In app.css, or in the very file that uses it."""
    everywhere = defined_in(CSS) | {"--k"}
    for path in (ROOT / "static/css").glob("*.css"):
        style = path.read_text(encoding="utf-8")
        used = set(re.findall(r"var\((--[a-z0-9-]+)", style))
        assert used - everywhere - defined_in(style) == set(), path.name


def defined_in(style: str) -> set[str]:
    return set(re.findall(r"(--[a-z0-9-]+)\s*:", style))


def test_a_part_of_a_sentence_is_stressed_and_nothing_else_becomes_markup() -> None:
    assert draw('{{ "a <b> now."|stress:"now" }}') == "a &lt;b&gt; <strong>now</strong>."
    assert draw('{{ text|stress:"now" }}', text="<i>later") == "&lt;i&gt;later"
