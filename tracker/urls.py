"""Every address of the site."""

from django.urls import include, path

from tracker.views import download, pages
from tracker.views.health import health

handler500 = "tracker.views.away.server_error"

urlpatterns = [
    path("healthz", health, name="health"),
    path("account/download/", download.download, name="diary-download"),
    path("account/", include("allauth.account.urls")),
    path("", pages.landing, name="landing"),
    path("help-now/", pages.help_now, name="help-now"),
    path("about/", pages.about, name="about"),
    path("for-physios/", pages.for_physios, name="for-physios"),
    path("how-rules-work/", pages.how_rules_work, name="how-rules-work"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("more/", pages.more, name="more"),
]
