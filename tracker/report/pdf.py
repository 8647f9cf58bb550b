"""The report as a PDF, where WeasyPrint and its libraries are installed.

Without them the page offers the browser's own print. Nothing is fetched: the style sheet is
handed over as text, and every other address is refused.
"""

import logging
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from tracker import pillow
from tracker.report.values import Report

SHEETS = ("css/report.css",)
# A picture inside the page knows no style sheet of the page, so each brings its own.
SVG_STYLE = (
    ".o{overflow:visible}"
    ".grid{stroke:#C9CFCA;stroke-width:.7}.base{stroke:#76827C}.band{fill:#DCEBE2}"
    ".upper{stroke:#1C6B48;stroke-width:1.2}"
    ".c-bar{fill:#A4471F}.copied{fill:#fff;stroke:#A4471F;stroke-width:1}.zero{fill:#14201B}"
    ".c-mark{fill:#A4471F}.ring{fill:#fff;stroke:#A4471F;stroke-width:1.6}"
    ".whisker{stroke:#A4471F;stroke-width:1.5}"
    ".usual-line{fill:none;stroke:#14201B;stroke-width:2}"
    ".slash{stroke:#76827C;stroke-width:1;fill:none}"
    ".goal-line{stroke:#1C6B48;stroke-width:1.2;stroke-dasharray:6 4}"
    ".goal{fill:#1C6B48;font-weight:700}.ground{fill:#fff;stroke:#76827C;stroke-width:1.5}"
    ".line{fill:none;stroke:#14201B;stroke-width:4}.shade{stroke:#14201B;stroke-width:2}"
    ".s1{fill:#F4DCD0}.s2{fill:#CC8866}.s3{fill:#A4471F}"
    'text{font-size:7.2pt;font-family:"Inter","Noto Sans","DejaVu Sans",sans-serif;fill:#45524C}'
)


@cache
def is_available() -> bool:
    """Whether PDF files can be made here: the package and Pango are both there."""
    return _weasyprint() is not None


def page_of(report: Report) -> str:
    """The two pages as HTML for `make_pdf`."""
    svg_style = format_html("<style>{}</style>", mark_safe(SVG_STYLE))  # noqa: S308  (our own)
    return render_to_string("report/pdf.html", {"report": report, "svg_style": svg_style})


def make_pdf(html: str) -> bytes:
    """The page as A4. RuntimeError where `is_available` is false."""
    weasyprint = _weasyprint()
    if weasyprint is None:
        raise RuntimeError("WeasyPrint is not installed")
    nowhere = weasyprint.urls.URLFetcher(allowed_protocols=())
    sheets = [weasyprint.CSS(string=_sheet(name), url_fetcher=nowhere) for name in SHEETS]
    page = weasyprint.HTML(string=html, url_fetcher=nowhere, media_type="print")
    made: bytes = page.write_pdf(stylesheets=sheets)
    return made


@cache
def _sheet(name: str) -> str:
    path = finders.find(name)
    if not isinstance(path, str):
        raise RuntimeError(f"no style sheet {name}")
    with open(path, encoding="utf-8") as file:
        return file.read()


@cache
def _weasyprint() -> Any:
    try:
        with pillow.turn:  # it turns Pillow's switches: never while a photo is decoded
            import weasyprint
    except (ImportError, OSError):  # OSError: the package is there, Pango is not
        return None
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    return weasyprint
