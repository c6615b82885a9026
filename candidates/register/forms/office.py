"""Input of the office's pages: directions, batches and their quotas."""

import re
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from candidates.register import queries
from candidates.register.access import BATCHES
from candidates.register.models import BATCH_LASTS, QUOTA_TWICE, Batch, Direction
from spark.accounts.models import User
from spark.audit.admin import DayInput
from spark.plausible import DAYS, within
from spark.text.fields import ProseField, TitleField

WRONG_DAYS = _("A batch closes on or after its first day.")


class DirectionForm(forms.ModelForm):
    """A direction; its names in rosters are typed one after the other."""

    aliases = TitleField(
        label=_("names in rosters"),
        required=False,
        help_text=_("What colleges write for it, separated by commas."),
        widget=UnfoldAdminTextInputWidget,
    )

    class Meta:
        model = Direction
        fields = ["name_zh", "name_en", "slug"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.initial["aliases"] = "，".join(self.instance.aliases)

    def clean_aliases(self) -> list[str]:
        """A name stands for one direction only."""
        given = re.split(r"[,，、;；]+", self.cleaned_data["aliases"])
        names = list(dict.fromkeys(name.strip() for name in given if name.strip()))
        taken = queries.names_of_others(self.instance)
        for name in names:
            if name in taken:
                raise forms.ValidationError(
                    _("%(name)s means %(direction)s already."),
                    params={"name": name, "direction": taken[name]},
                )
        self.instance.aliases = names
        return names


class BatchForm(forms.ModelForm):
    """A batch: its days in order, nobody in it left without college or direction."""

    class Meta:
        model = Batch
        fields = [
            "name_zh",
            "name_en",
            "slug",
            "programme",
            "region",
            "opens_on",
            "closes_on",
            "blind",
            "calibrated",
            "campuses",
            "directions",
        ]

    def clean(self) -> dict:
        given = super().clean() or {}
        opens, closes = given.get("opens_on"), given.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", WRONG_DAYS)
        if self.instance.pk and {"campuses", "directions"} <= given.keys():
            self._keep_everybody(given["campuses"], given["directions"])
        return given

    def _keep_everybody(self, campuses: Iterable, directions: Iterable) -> None:
        left = queries.outside(self.instance, campuses, directions).count()
        if left:
            words = ngettext(
                "%(n)d person in this batch is of a college or direction taken out.",
                "%(n)d people in this batch are of a college or direction taken out.",
                left,
            )
            self.add_error(None, words % {"n": left})


class QuotaFormSet(PaginationInlineFormSet):
    """Quotas of what the batch offers; no college's is above that of all together."""

    def clean(self) -> None:
        super().clean()
        rows = [
            form
            for form in self.forms
            if form.is_valid() and form.cleaned_data and not self._deleted(form)
        ]
        overall = {
            form.cleaned_data["direction"]: form.cleaned_data["places"]
            for form in rows
            if form.cleaned_data["campus"] is None
        }
        seen = set()
        for form in rows:
            key = (form.cleaned_data["direction"], form.cleaned_data["campus"])
            if key in seen:
                form.add_error("direction", QUOTA_TWICE)
            else:
                self._check(form, overall)
            seen.add(key)

    def _deleted(self, form: forms.ModelForm) -> bool:
        return bool(form.cleaned_data.get("DELETE"))

    def _check(self, form: forms.ModelForm, overall: dict) -> None:
        direction, campus = form.cleaned_data["direction"], form.cleaned_data["campus"]
        if str(direction.pk) not in self.data.getlist("directions"):
            form.add_error("direction", _("This direction is not in the batch."))
        if campus and str(campus.pk) not in self.data.getlist("campuses"):
            form.add_error("campus", _("This college takes no part in the batch."))
        limit = overall.get(direction)
        if campus and limit is not None and form.cleaned_data["places"] > limit:
            words = _("More than the %(limit)d of all colleges together.")
            form.add_error("places", words % {"limit": limit})


class OfficeReasonForm(forms.Form):
    """A reason in words, kept in history."""

    reason = ProseField(
        label=_("Reason"), max_length=300, widget=UnfoldAdminTextareaWidget({"rows": 3})
    )


class CopyForm(forms.Form):
    """A new batch like an earlier one; cleaned, the arguments of `copy_batch`."""

    batch = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("Earlier batch"),
        queryset=None,
        help_text=_("Its colleges, directions and quotas are copied."),
        widget=UnfoldAdminSelectWidget,
    )
    name_zh = TitleField(
        label=_("Chinese name"), max_length=80, widget=UnfoldAdminTextInputWidget
    )
    name_en = TitleField(
        label=_("English name"), max_length=120, widget=UnfoldAdminTextInputWidget
    )
    slug = forms.SlugField(
        label=_("short name"),
        max_length=60,
        help_text=_("For addresses and commands, e.g. hangzhou-2027-spring."),
        widget=UnfoldAdminTextInputWidget,
    )
    opens_on = forms.DateField(
        label=_("opens"), widget=DayInput, validators=within(DAYS)
    )
    closes_on = forms.DateField(
        label=_("closes"), widget=DayInput, validators=within(DAYS)
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.batches = BATCHES.visible_to(user)
        self.fields["batch"].queryset = self.batches  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if self.batches.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another batch has this short name."))
        return slug

    def clean(self) -> dict:
        given = super().clean() or {}
        opens, closes = given.get("opens_on"), given.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", WRONG_DAYS)
        BATCH_LASTS.check(given)
        given["names"] = (given.pop("name_zh", ""), given.pop("name_en", ""))
        return given


class CloseForm(OfficeReasonForm):
    """Why a batch closes, and where its waitlist goes."""

    into = forms.ModelChoiceField(  # type: ignore[var-annotated]
        label=_("The waitlist moves to"),
        queryset=None,
        required=False,
        empty_label=_("nowhere"),
        widget=UnfoldAdminSelectWidget,
    )
    field_order = ["into", "reason"]

    def __init__(self, *args, user: User, batch: Batch, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        later = BATCHES.visible_to(user).filter(
            programme=batch.programme_id, state=Batch.State.OPEN
        )
        field.queryset = later.exclude(pk=batch.pk)  # type: ignore[attr-defined]
        waiting = queries.waitlisted(batch).count()
        field.help_text = ngettext(
            "%(n)d person is on the waitlist.",
            "%(n)d people are on the waitlist.",
            waiting,
        ) % {"n": waiting}
