"""What static/js/offline.js and offer.js say. `#` stands for a number."""

import json

from django.utils.translation import gettext_lazy as _

FOR_ALL = {
    "offline": _("Offline."),
    "wait-one": _("1 entry waits on this phone."),
    "wait": _("# entries wait on this phone."),
    "login": _("Sign in to send what waits."),
    "help": _("Emergency signs"),
    "check": _(
        "The check needs the network: what the answers mean is worked out there. Nothing was sent."
    ),
}
FOR_ONESELF = {
    "waits": _("Waiting to send"),
    "now": _("Send now"),
    "sent": _("Sent. All up to date."),
    "unsent-one": _("We could not send 1 entry."),
    "unsent": _("We could not send # entries."),
    "again": _("Try again"),
    "away": _("You are offline."),
    "ask": _(
        "Keep this entry on this phone until it is sent? It stays in this browser only until then."
    ),
    "yes": _("Keep and send later"),
    "no": _("No"),
    "kept": _("Kept on this phone. It is sent when you are back online."),
    "nopage": _("The log itself opens without a network after you were online once more."),
    "frightening": _("If this is new or frightening, do not wait for the network: look here now."),
    "changed": _("This day was changed on another device. Nothing is lost."),
    "both": _("Look at both"),
    "refused": _("This entry was not taken."),
    "change": _("Change it"),
    "remove": _("Delete"),
    "removing": _("Delete this entry? It was not sent."),
    "stay": _("Keep it"),
    "none": _("Nothing waits."),
    "leaving": _("It was not sent. It would be deleted."),
    "out": _("Sign out and delete"),
    "off": _("Switch off and delete"),
    "noway": _("Signing out needs the network."),
    "kind-day": _("the day"),
    "kind-fall": _("fall or slip"),
    "kind-run": _("a run"),
    "kind-moment": _("a moment"),
}


def words(*, signed_in: bool) -> str:
    """The sentences as JSON, for an attribute of the page."""
    said = FOR_ALL | FOR_ONESELF if signed_in else FOR_ALL
    return json.dumps({name: str(sentence) for name, sentence in said.items()}, ensure_ascii=False)
