"""A Django site with one page and nothing else: what the framework costs a start, right now."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    # What gunicorn.conf.py asks of any site: nothing to prepare, no jobs beside it.
    DEBUG=True,
    JOBS=None,
    SECRET_KEY="bare",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)


def health(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("healthz", health)]

from django.core.wsgi import get_wsgi_application  # noqa: E402  (reads the settings)

application = get_wsgi_application()
