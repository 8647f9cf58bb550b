"""Reads the forms of a page as a browser would: what is asked, what stands in it, what is wrong."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

SECRET = "csrfmiddlewaretoken"


@dataclass
class Control:
    """All inputs of one name. `options` are the values a page offers; None for free text."""

    name: str
    kind: str
    options: list[str] | None = None
    values: list[str] = field(default_factory=list)
    described_by: list[str] = field(default_factory=list)
    mode: str = ""

    @property
    def is_free(self) -> bool:
        return self.kind in ("text", "email", "password", "date", "textarea")


@dataclass
class Form:
    action: str
    method: str
    controls: dict[str, Control] = field(default_factory=dict)

    def data(self) -> dict[str, list[str]]:
        """What a browser would send without any change."""
        return {name: list(c.values) for name, c in self.controls.items() if c.values}

    @property
    def names(self) -> list[str]:
        return [name for name in self.controls if name != SECRET]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.ids: dict[str, str] = {}
        self._form: Form | None = None
        self._area: Control | None = None
        self._select: Control | None = None
        self._first_option = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids[given["id"]] = given.get("class", "")
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "select", "textarea", "button"):
            self._control(tag, given)
        elif tag == "option" and self._select is not None:
            self._option(given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text") if tag == "input" else tag
        if not name or (kind == "button"):
            return
        control = self._form.controls.setdefault(name, Control(name, kind))
        control.mode = given.get("inputmode", control.mode)
        control.described_by += given.get("aria-describedby", "").split()
        if tag == "select":
            control.options, self._select, self._first_option = [], control, ""
        elif tag == "textarea":
            control.values.append("")
            self._area = control
        elif kind in ("radio", "checkbox"):
            control.options = [*(control.options or []), given.get("value", "on")]
            if "checked" in given:
                control.values.append(given.get("value", "on"))
        else:
            control.values.append(given.get("value", ""))

    def _option(self, given: dict[str, str]) -> None:
        value = given.get("value", "")
        if not self._select.options:
            self._first_option = value
        self._select.options.append(value)
        if "selected" in given:
            self._select.values = [value]

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.values[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self._area.values[-1] = self._area.values[-1].removeprefix("\n")
            self._area = None
        elif tag == "select" and self._select is not None:
            self._select.values = self._select.values or [self._first_option]
            self._select = None
        elif tag == "form":
            self._form = None


def forms(page: str) -> list[Form]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def error_ids(page: str) -> set[str]:
    """The ids of the sentences that stand beside a field."""
    reader = _Reader()
    reader.feed(page)
    return {name for name, classes in reader.ids.items() if "field-error" in classes.split()}


def form_at(page: str, action: str, shown_at: str = "") -> Form:
    """The largest form that posts to this path; one without an action posts to its own page."""
    path = urlsplit(action).path
    found = [
        form
        for form in forms(page)
        if form.method == "post" and urlsplit(form.action or shown_at).path == path
    ]
    assert found, f"no form posts to {action}"
    return max(found, key=lambda form: len(form.controls))
