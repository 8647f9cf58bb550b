"""Every address of the site."""

from django.urls import include, path

from tracker.views.health import health

urlpatterns = [
    path("healthz", health, name="health"),
    path("account/", include("allauth.account.urls")),
]
