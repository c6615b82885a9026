"""Input about papers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from spark.bodies import FileField
from spark.documents.scanned import ACCEPT, LIMIT


class PaperForm(forms.Form):
    """As a phone's camera takes it; without `capture` a file can be chosen too."""

    file = FileField(
        limit=LIMIT,
        label=_("Photograph of the paper"),
        help_text=_("Flat, in good light, the whole page. Or a PDF. Up to 10 MB."),
        widget=forms.FileInput({"accept": ACCEPT}),
    )
