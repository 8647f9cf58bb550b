"""Tags that draw our parts, so that pages agree on one markup each.

Every tag only shows: no queries, no decisions. Markup stands in
templates/components/; what a page passes is described in its README.
"""

from datetime import date, datetime, timedelta
from math import ceil

from django import template
from django.forms import BoundField, Form
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from tracker.clock import zone_or_utc

register = template.Library()
SECONDS_A_MINUTE, SECONDS_AN_HOUR = 60, 3600

TIERS = {
    "emergency": gettext_lazy("Emergency"),
    "urgent": gettext_lazy("Urgent"),
    "soon": gettext_lazy("Soon"),
    "routine": gettext_lazy("Routine"),
}

# (URL name, words, icon, where: both bars, only the rail, only the tab bar)
PLACES = (
    ("today", gettext_lazy("Today"), "home", ""),
    ("plan", gettext_lazy("Plan"), "plan", ""),
    ("progress", gettext_lazy("Progress"), "progress", ""),
    ("signs", gettext_lazy("Signs"), "signs", ""),
    ("bell", gettext_lazy("Messages"), "bell", "rail-only"),
    ("diary", gettext_lazy("Diary"), "diary", "rail-only"),
    ("report", gettext_lazy("Report"), "report", "rail-only"),
    ("visits", gettext_lazy("Visits"), "visits", "rail-only"),
    ("more", gettext_lazy("Account"), "account", "rail-only"),
    ("more", gettext_lazy("More"), "more", "tab-only"),
)

# What stands beside a place: its name in the context.
COUNTED = {"signs": "open_signs", "bell": "bell"}
# Pages that the tab bar reaches through More and nothing else.
UNDER_MORE = ("report", "visits")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw one symbol of the sprite; decorative, so words must stand beside it."""
    return format_html(
        '<svg class="i {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        css,
        static("icons/sprite.svg"),
        name,
    )


@register.simple_tag
def url_if(name: str, *args: object) -> str:
    """Give the address of a page, or nothing while that page does not exist."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.inclusion_tag("components/nav.html", takes_context=True)
def nav(context: Context) -> dict[str, object]:
    """List the places that exist, the current one marked.

    A page that belongs to a place without sharing its URL name sets `section`.
    While Plan and Progress do not exist, Diary takes a place in the tab bar.
    """
    match = getattr(context.get("request"), "resolver_match", None)
    current = context.get("section") or (match.url_name if match else "")
    has_plan = bool(url_if("plan"))
    places = [
        {
            "url": url_if(name),
            "label": label,
            "icon": symbol,
            "where": "" if name == "diary" and not has_plan else where,
            "is_current": name == current or (where == "tab-only" and current in UNDER_MORE),
            "count": context.get(COUNTED[name], 0) if name in COUNTED else 0,
            "name": name,
            "pressing": context.get("pressing", "") if name in COUNTED else "",
        }
        for name, label, symbol, where in PLACES
        if url_if(name)
    ]
    return {
        "places": places,
        "injury_label": context.get("injury_label", ""),
        "injury_note": context.get("injury_note", ""),
        "has_others": context.get("has_others", False),
    }


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Draw any form field: label, hint, error, then the input or its options."""
    widget = bound.field.widget
    # A placeholder that repeats the label is gone as soon as someone types.
    widget.attrs.pop("placeholder", None)
    kind = "input"
    if bound.is_hidden:
        kind = "hidden"
    elif getattr(widget, "input_type", "") == "checkbox" and not bound.use_fieldset:
        kind = "tick"
    elif bound.use_fieldset:
        kind = "group"
    return render_to_string("components/field.html", {"field": bound, "kind": kind})


@register.simple_tag
def fields(form: Form) -> SafeString:
    """Draw every field of a form in its own order."""
    return SafeString("".join(field(bound) for bound in form))


@register.inclusion_tag("components/options.html")
def options(bound: BoundField, none: str = "", hint: str = "") -> dict[str, object]:
    """Draw radios or ticks as option rows; `none` is the value of "None of these"."""
    return {"field": bound, "none": none, "hint": hint}


@register.inclusion_tag("components/seg.html")
def seg(bound: BoundField) -> dict[str, object]:
    """Draw two to four radios as one bar."""
    return {"field": bound}


@register.inclusion_tag("components/chips.html")
def chips(
    bound: BoundField, none: str = "", clay: bool = False, without: str = ""
) -> dict[str, object]:
    """Draw radios or ticks as chips; `clay` for places and qualities of pain.

    `without` is the value of a choice that this page asks elsewhere.
    """
    return {"field": bound, "none": none, "clay": clay, "without": without}


@register.inclusion_tag("components/pad.html")
def pad(
    bound: BoundField,
    scale: str = "",
    unit: str = "",
    seat: BoundField | None = None,
    about: str = "",
    how_to: str = "",
) -> dict[str, object]:
    """Draw one question of the log with its keys.

    Values 0 to 10 without `unit` are a pain scale (NRS); values that are not
    whole numbers become word keys (Skip, No run). `seat` stands above the keys.
    `about` follows the label above the keys only; `how_to` opens below it.
    """
    return {
        "field": bound,
        "scale": scale,
        "unit": unit,
        "seat": seat,
        "about": about,
        "how_to": how_to,
        "is_nrs": not unit,
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Form) -> dict[str, list[dict[str, str]]]:
    """List the errors of one or several forms as links to their fields."""
    entries: list[dict[str, str]] = []
    for form in forms:
        entries += [{"href": "", "text": str(text)} for text in form.non_field_errors()]
        for bound in form:
            entries += [{"href": first_input(bound), "text": str(text)} for text in bound.errors]
    return {"entries": entries}


@register.filter
def first_input(bound: BoundField) -> str:
    """Give the id of the input that an error link leads to."""
    if bound.use_fieldset and bound.auto_id:
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


@register.simple_block_tag
def sign(
    content: str,
    *,
    tier: str,
    title: str,
    id: str = "sign",
    level: str = "h2",
    about: str = "",
) -> SafeString:
    """Frame a sign's words by its tier: shape, tier word, heading, then the block.

    `about` stands beside the tier word and tells two signs with the same heading apart.
    A sign that htmx swaps into an open page is wrapped in role="alert" by that page's part.
    """
    return render_to_string(
        "components/sign.html",
        {
            "body": SafeString(content.strip()),
            "tier": tier,
            "tier_word": TIERS[tier],
            "title": title,
            "id": id,
            "level": level,
            "about": about,
        },
    )


@register.filter
def tel(number: str) -> str:
    """Turn a number as printed into the target of a call link."""
    return "tel:" + "".join(c for c in str(number) if c.isdigit() or c == "+")


@register.filter
def is_number(value: object) -> bool:
    """Tell a key with a figure ("7", "60+") from a key with a word ("Skip")."""
    return str(value)[:1].isdigit()


@register.filter
def last_day(ends_at: datetime, zone: str) -> date:
    """Give the last day, in somebody's zone, of what ends at a moment: the day before midnight."""
    return (ends_at - timedelta(seconds=1)).astimezone(zone_or_utc(zone)).date()


@register.filter
def undo_url(message: object) -> str:
    """Give the address in a message's tag "undo:/path/", or nothing."""
    for part in str(getattr(message, "extra_tags", "") or "").split():
        if part.startswith("undo:/") and not part.startswith("undo://"):
            return part.removeprefix("undo:")
    return ""


@register.simple_tag
def step_words(step: int, of: int = 8) -> str:
    """Say where in a row of steps the person is."""
    return gettext("Step %(step)s of %(of)s") % {"step": step, "of": of}


@register.filter
def steps(step: int) -> list[bool]:
    """Give eight marks, the first `step` of them reached."""
    return [number < int(step) for number in range(8)]


@register.filter
def tier_word(tier: str) -> str:
    """Give a tier in a word."""
    return str(TIERS.get(str(tier), tier))


@register.filter
def stress(text: object, part: object) -> str:
    """Set a part of a sentence in bold; a translation without that part stays as it is."""
    before, found, after = str(text).partition(str(part))
    return format_html("{}<strong>{}</strong>{}", before, found, after) if found else str(text)


@register.filter
def hours_until(moment: datetime) -> int:
    """Give how many hours are left, begun ones whole; at least 1."""
    left = (moment - timezone.now()).total_seconds() / SECONDS_AN_HOUR
    return max(1, ceil(left))


@register.filter
def zone_place(zone: str) -> str:
    """Give the place of a time zone: "Europe/Berlin" is Berlin."""
    return str(zone).rpartition("/")[2].replace("_", " ")


@register.filter
def zone_ahead(zone: str) -> int:
    """Give the minutes by which a zone's clock is ahead of UTC now; 60 for Berlin in winter."""
    offset = timezone.now().astimezone(zone_or_utc(str(zone))).utcoffset()
    return round((offset or timedelta()).total_seconds() / SECONDS_A_MINUTE)
