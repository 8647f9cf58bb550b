"""The report as a PDF, where WeasyPrint and its libraries are installed.

Without them the page offers the browser's own print. Nothing is fetched: the style sheet is
handed over as text, and every other address is refused.
"""

import logging
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders

log = logging.getLogger("tracker.report")
SHEETS = ("css/report.css",)


@cache
def is_available() -> bool:
    """Whether PDF files can be made here: the package and Pango are both there."""
    return _weasyprint() is not None


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
        import weasyprint
    except (ImportError, OSError):  # OSError: the package is there, Pango is not
        return None
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    return weasyprint
