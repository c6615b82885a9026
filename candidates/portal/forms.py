"""What lets a candidate in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spark.text.fields import LineField


class TokenForm(forms.Form):
    """The token of the link."""

    token = forms.RegexField(r"^[\w-]{1,64}$", widget=forms.HiddenInput)


class CodeForm(TokenForm):
    """The code that was told, with the token of the link."""

    code = LineField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code"}
        ),
    )

    def clean_code(self) -> str:
        """Six digits, however they were grouped."""
        return "".join(self.cleaned_data["code"].split())
