"""A verb as people press it on a page: its words, and what they must give with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spark.accounts.scope import Actor, Door
from spark.accounts.verbs import Verb
from spark.text.fields import ProseField

Words = str | Promise


class ReasonForm(forms.Form):
    """A reason in words, kept in history."""

    reason = ProseField(
        label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2})
    )


@dataclass(frozen=True)
class Button:
    """A verb with its words.

    Args:
        said: the toast afterwards; a function makes it of what the verb returned.
        said_of_many: the toast for many, of how many and what was given with it, where
            that is worth saying, as a day.
        form: what must be given with it. One with a class method `needs(user, row)`
            is made with what that returns; `row` is None for many at once.
        consequence: what follows, said beside the form.
        becomes: what it makes of a row, in words, where that is noted on each, as a
            decision is; shown of everybody before it is done to many.
    """

    verb: Verb
    label: Words
    said: Words | Callable[[Any], str] = ""
    said_of_many: Callable[[int, Mapping[str, Any]], str] | None = None
    form: type[forms.BaseForm] | None = None
    consequence: Words = ""
    primary: bool = False
    danger: bool = False
    becomes: Callable[[Any], str] | None = None

    def filled(
        self,
        user: Actor,
        row: Model | None = None,
        data: Mapping | None = None,
        files: Any = None,
        **more: Any,
    ) -> Any:
        """Its form, empty or with what was given; None if it asks for nothing here.

        Args:
            more: `prefix` or `auto_id`, where a page has several forms.
        """
        if self.form is None:
            return None
        needs = getattr(self.form, "needs", None)
        given = needs(user, row) if needs else {}
        form: Any = self.form(data, files, **more, **given)
        return form if form.fields else None

    def press(self, user: Actor, pk: int, form: Any, **more: Any) -> Any:
        """Do the verb to one row with what the form has; returns what the verb does.

        A form may say by `given` what the verb is to be called with.
        """
        given = {} if form is None else getattr(form, "given", form.cleaned_data)
        return self.verb.to_one(actor=user, pk=pk, **given, **more)

    def toast(self, result: Any = None) -> str:
        """What is said after it was pressed."""
        return self.said(result) if callable(self.said) else str(self.said)

    @property
    def needs_file(self) -> bool:
        """A file is of one row: what can't be done without is not for many."""
        fields = self.form.base_fields.values() if self.form else ()  # type: ignore[attr-defined]
        return any(isinstance(f, forms.FileField) and f.required for f in fields)

    def shown(
        self, url: str, form: forms.BaseForm | None, whom: str = ""
    ) -> dict[str, Any]:
        """As `_action.html` draws it; `url` is where it posts to, `whom` is asked"
        " of."""
        return {
            "verb": self.verb.name,
            "label": self.label,
            "primary": self.primary,
            "danger": self.danger,
            "follows": self.verb.follows,
            "consequence": self.consequence,
            "whom": whom,
            "url": url,
            "fields": form,
        }


def offered(
    buttons: Iterable[Button], door: Door, user: Actor, row: Model
) -> list[Button]:
    """Those that the user may press, and that the row's state allows."""
    may = door.allowed(user, row)
    return [b for b in buttons if b.verb in may and b.verb.possible(row)]
