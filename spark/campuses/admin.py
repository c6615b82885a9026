"""The office's pages of places and of the dated tables of law."""

from decimal import Decimal

from django import forms
from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display
from unfold.widgets import UnfoldAdminDecimalFieldWidget

from spark.audit.admin import RecordedAdmin
from spark.campuses.models import (
    Base,
    Campus,
    Holiday,
    MatrixTeam,
    MinimumWage,
    ProvincialLimit,
    Region,
)
from spark.plausible import MONTHLY_PAY

NAMES = ["name_zh", "name_en"]


@admin.register(Region)
class RegionAdmin(RecordedAdmin):
    list_display = ["name_zh", "name_en", "code", "parent"]
    list_select_related = ["parent"]
    list_filter = [("parent", admin.RelatedOnlyFieldListFilter)]
    search_fields = [*NAMES, "code"]
    autocomplete_fields = ["parent"]
    fields = ["code", *NAMES, "parent"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: object = None
    ) -> list[str]:
        """The code is the key: another code is another region."""
        return ["code"] if obj else []


@admin.register(Campus)
class CampusAdmin(RecordedAdmin):
    list_display = ["name_zh", "name_en", "code", "credit_code", "region"]
    list_select_related = ["region"]
    list_filter = [("region", admin.RelatedOnlyFieldListFilter)]
    search_fields = [*NAMES, "code", "credit_code"]
    autocomplete_fields = ["region"]
    fields = [*NAMES, "code", "credit_code", "region"]


@admin.register(Base)
class BaseAdmin(RecordedAdmin):
    list_display = ["name_zh", "name_en", "code", "site_type", "campus", "region"]
    list_select_related = ["campus", "region"]
    list_filter = ["site_type", ("region", admin.RelatedOnlyFieldListFilter)]
    search_fields = [*NAMES, "code"]
    autocomplete_fields = ["campus", "region"]
    fields = [*NAMES, "code", "site_type", "campus", "region", "staff", "post_staff"]


@admin.register(MatrixTeam)
class MatrixTeamAdmin(RecordedAdmin):
    list_display = NAMES
    search_fields = NAMES
    fields = NAMES


class SourcedAdmin(RecordedAdmin):
    """Lines of law: shows at a glance what nobody has compared with the text yet."""

    actions = ["confirm"]

    @display(
        description=_("checked"),
        ordering="confirmed",
        label={"yes": "success", "no": "warning"},
    )
    def checked(self, obj: Holiday | MinimumWage | ProvincialLimit) -> tuple:
        return ("yes", _("Checked")) if obj.confirmed else ("no", _("To be checked"))

    @admin.action(description=_("Compared with the text: confirm"))
    def confirm(self, request: HttpRequest, queryset: QuerySet) -> None:
        queryset.filter(confirmed=False).update(confirmed=True)


@admin.register(Holiday)
class HolidayAdmin(SourcedAdmin):
    list_display = ["day", "kind", "name_zh", "name_en", "checked", "source"]
    list_filter = ["kind", "confirmed"]
    date_hierarchy = "day"
    search_fields = [*NAMES, "day"]
    fields = ["day", "kind", *NAMES, "source", "confirmed"]


class MinimumWageForm(forms.ModelForm):
    """People think in yuan; fen are kept."""

    yuan_per_month = forms.DecimalField(
        label=_("yuan per month"),
        min_value=1,
        max_value=MONTHLY_PAY.most // 100,
        decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
    )

    class Meta:
        model = MinimumWage
        fields = ["region", "valid_from", "source", "confirmed"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["yuan_per_month"] = Decimal(self.instance.monthly_fen) / 100

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if yuan := cleaned.get("yuan_per_month"):
            self.instance.monthly_fen = int(yuan * 100)
        return cleaned


@admin.register(MinimumWage)
class MinimumWageAdmin(SourcedAdmin):
    list_display = ["region", "yuan", "valid_from", "checked", "source"]
    list_select_related = ["region"]
    list_filter = ["confirmed", ("region", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["region__name_zh", "region__name_en"]
    autocomplete_fields = ["region"]
    form = MinimumWageForm
    fields = ["region", "yuan_per_month", "valid_from", "source", "confirmed"]

    @display(description=_("yuan per month"), ordering=F("monthly_fen"))
    def yuan(self, obj: MinimumWage) -> str:
        return f"{obj.monthly_fen / 100:,.2f}".removesuffix(".00")


@admin.register(ProvincialLimit)
class ProvincialLimitAdmin(SourcedAdmin):
    list_display = [
        "region",
        "code",
        "value",
        "level",
        "valid_from",
        "checked",
        "source",
    ]
    list_display_links = ["region", "code"]
    list_select_related = ["region"]
    list_filter = ["code", "level", "confirmed"]
    search_fields = ["region__name_zh", "region__name_en", "source"]
    autocomplete_fields = ["region"]
    fields = ["region", "code", "value", "level", "valid_from", "source", "confirmed"]
