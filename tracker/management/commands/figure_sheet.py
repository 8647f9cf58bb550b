"""`manage.py figure_sheet OUT.html`: all line drawings on one page, for looking at them."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

from rehab.figures.store import FOLDER
from tracker.overview.figures import figure_of

CSS = ("app.css", "figures.css")
SHEET = """<!doctype html><html lang="en"{theme}><meta charset="utf-8"><title>Figures</title>
<style>{css}
main {{ display:flex; flex-wrap:wrap; gap:24px; padding:16px }}
section {{ width:328px; background:var(--bg-card); padding:4px }}
h2 {{ font-size:1rem; margin:4px }}
</style><main>{parts}</main></html>"""


class Command(BaseCommand):
    help = "Writes all line drawings, or those with the ids given, to one HTML page."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path)
        parser.add_argument("ids", nargs="*")
        parser.add_argument("--dark", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        ids = options["ids"] or sorted(path.stem for path in FOLDER.glob("*.toml"))
        folder = Path(settings.ROOT) / "static" / "css"
        css = "".join((folder / name).read_text() for name in CSS)
        parts = "".join(
            f'<section id="{each}"><h2>{each}</h2>'
            + render_to_string("components/_figure.html", {"figure": figure_of(each)})
            + "</section>"
            for each in ids
        )
        theme = ' data-theme="dark"' if options["dark"] else ""
        options["out"].write_text(SHEET.format(css=css, parts=parts, theme=theme))
        self.stdout.write(f"{len(ids)} figures in {options['out']}")
