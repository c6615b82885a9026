"""Input about clips."""

from typing import Any

from django import forms
from django.core.validators import URLValidator

ON_THE_WEB = URLValidator(schemes=["http", "https"])


class LinkField(forms.URLField):
    """The address of a public video: on the web, and nothing that does something."""

    default_validators = [ON_THE_WEB]

    def __init__(self, **options: Any) -> None:
        shown = forms.TextInput({"inputmode": "url", "placeholder": "https://"})
        kept: dict[str, Any] = {
            "max_length": 500,
            "assume_scheme": "https",
            "widget": shown,
        }
        super().__init__(**(kept | options))
