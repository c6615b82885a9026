"""Input of consents."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.consents.models import Notice
from candidates.consents.queries import notices_on
from candidates.consents.stages import OWN, Relation
from candidates.register.models import Candidate
from spark import clock
from spark.accounts.scope import Actor


class RelationForm(forms.Form):
    """Who the guardian is to the candidate; the name is the one on file."""

    relation = forms.ChoiceField(
        label=_("The guardian on file is the student's"), choices=Relation.choices
    )


class GiveForm(forms.Form):
    """To which of the notices in force somebody consents."""

    notice = forms.ChoiceField(label=_("What they consented to on paper"))

    @classmethod
    def needs(cls, user: Actor, row: Candidate | None) -> dict:
        return {"notices": notices_on(clock.today())}

    def __init__(self, *args, notices: dict[str, Notice], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        offered = [notices[purpose] for purpose in OWN if purpose in notices]
        self._notices = {str(notice.pk): notice for notice in offered}
        choices = [(key, str(notice)) for key, notice in self._notices.items()]
        self.fields["notice"].choices = choices  # type: ignore[attr-defined]

    def clean_notice(self) -> Notice:
        return self._notices[self.cleaned_data["notice"]]
