"""The entry for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

application = get_wsgi_application()


def _read_content() -> None:
    """Load the content before the first request; bad content ends the start."""
    from rehab.content.catalogue import catalogue
    from rehab.content.faults import ContentError
    from tracker.environment import stop

    try:
        catalogue()
    except ContentError as error:
        stop(str(error))


def _read_pages() -> None:
    """Load every page once, before the workers part: a new worker then answers at once."""
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018


_read_content()
_read_pages()
