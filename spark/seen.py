"""Forms that change a row: what was seen of it, so that nobody's change is lost.

The form carries how each field was when the page was made. Whoever sends it after
somebody else saved gets it back with both values of each field that differs, and
chooses: their own stays as they typed it, the saved one is taken over by a tick.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from django import forms
from django.db import Error, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

SEEN, TAKEN = "version", "version_taken"


class Seen(forms.BaseForm):
    """Mixed in before the form class, which knows the row by `instance` or `initial`.

    What was sent without a version is not compared: programs read and write at once.
    """

    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = getattr(self, "instance", None)
        if kwargs.get("initial") or getattr(row, "pk", None):
            self.see()

    def see(self) -> None:
        """Carry the version; a form that fills in its `initial` late calls it then."""
        self.fields[SEEN] = forms.CharField(
            required=False,
            widget=forms.HiddenInput({"data-kept": ""}),
            initial=self._stamp,
        )

    def _known(self) -> dict[str, Any]:
        """The row's fields, as they are now and as the form would show them."""
        files = forms.FileField
        return {
            name: field.prepare_value(self.initial.get(name))
            for name, field in self.fields.items()
            if name != SEEN and not isinstance(field, files)
        }

    def _stamp(self) -> str:
        return json.dumps({name: _mark(v) for name, v in self._known().items()})

    def _clean_fields(self) -> None:
        if SEEN not in self.fields:
            return super()._clean_fields()  # type: ignore[misc]
        seen = _read(self.data.get(self.add_prefix(SEEN), ""))
        self._take_over()
        super()._clean_fields()  # type: ignore[misc]
        self.cleaned_data.pop(SEEN, None)
        now = self._known()
        moved = [
            name for name in seen if name in now and seen[name] != _mark(now[name])
        ]
        apart = [name for name in moved if name in self.changed_data]
        if apart:
            self._say(apart)
        return None

    def _take_over(self) -> None:
        """Put the saved value in place of what was typed, where that is chosen."""
        key = self.add_prefix(TAKEN)
        taken = self.data.getlist(key) if hasattr(self.data, "getlist") else ()
        known = self._known() if taken else {}
        if not any(name in known for name in taken):
            return
        self.data = self.data.copy()
        for name in set(taken) & set(known):
            bound = self[name]
            context = bound.field.widget.get_context(bound.html_name, known[name], {})
            value = context["widget"]["value"]
            if isinstance(bound.field.widget, forms.CheckboxInput):
                value = "on" if known[name] else None
            values = value if isinstance(value, list) else [value]
            self.data.setlist(bound.html_name, [v for v in values if v is not None])

    def _say(self, apart: list[str]) -> None:
        """Both values at each field; sent once more, what is typed then counts."""
        for name in apart:
            self.add_error(name, self._both(name))
        self.add_error(
            None,
            _(
                "Somebody else saved this while you were at it. Nothing of yours is"
                " saved yet: look at each field named, then save again."
            ),
        )
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN)] = self._stamp()

    def _both(self, name: str) -> str:
        field, saved = self.fields[name], self._known()[name]
        said = _("Saved meanwhile: %(saved)s. You typed: %(typed)s.") % {
            "saved": _in_words(field, saved),
            "typed": _in_words(field, self[name].value()),
        }
        return format_html(
            '{} <label><input class="form-check-input" type="checkbox" name="{}"'
            ' value="{}"> {}</label>',
            said,
            self.add_prefix(TAKEN),
            name,
            _("Take what was saved"),
        )


def _mark(value: Any) -> str:
    plain = sorted(map(str, value)) if isinstance(value, list | tuple) else value
    text = "" if plain is None else str(plain)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _read(sent: Any) -> dict[str, str]:
    """What a page says was seen; of anything else, nothing."""
    try:
        seen = json.loads(sent)
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def _in_words(field: Any, value: Any) -> str:
    """A value as people read it."""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    values = value if isinstance(value, list | tuple) else [value]
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    said = [labels.get(str(one), str(one)) for one in values if one not in (None, "")]
    return _(", ").join(said) or "–"


class InTurnMiddleware:
    """Lets one form after the other be compared and saved that are sent to an address.

    Else two sent in the same moment would both be found to be of the newest version.
    Who waits for longer than a lock may take is compared all the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not _is_compared(request.POST):
            return self.get_response(request)
        key = zlib.crc32(f"seen:{request.path}".encode())
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
        try:
            return self.get_response(request)
        finally:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def _is_compared(sent: Iterable[str]) -> bool:
    return any(name == SEEN or name.endswith(f"-{SEEN}") for name in sent)
