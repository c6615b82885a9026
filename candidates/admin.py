"""The office's pages of programmes, directions and batches."""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from candidates.applying.forms import QuestionForm
from candidates.applying.models import Question
from candidates.consents.models import Notice
from candidates.register.access import BATCHES
from candidates.register.actions import close_batch, copy_batch, reopen_batch
from candidates.register.forms import (
    BatchForm,
    CloseForm,
    CopyForm,
    DirectionForm,
    LeaveReasonForm,
    OfficeReasonForm,
    QuotaFormSet,
)
from candidates.register.models import (
    Batch,
    BatchCampus,
    BatchDirection,
    Direction,
    DirectionCategory,
    LeaveReason,
    Programme,
    Quota,
)
from candidates.register.stages import Stage
from candidates.screening.actions import roll_waitlist
from spark.accounts.scope import Request
from spark.audit.admin import RecordedAdmin, RecordedInline
from spark.errors import Refused, words

NAMES = ["name_zh", "name_en"]
COPY, LOCK, UNLOCK = "content_copy", "lock", "lock_open"  # unfold's symbols


@admin.register(Programme)
class ProgrammeAdmin(RecordedAdmin):
    list_display = search_fields = fields = [*NAMES, "slug"]


class CategoryInline(RecordedInline):
    model = DirectionCategory
    fields = [*NAMES, "slug", "needs_licence"]


@admin.register(Direction)
class DirectionAdmin(RecordedAdmin):
    history_models = [DirectionCategory]
    list_display = [*NAMES, "slug", "category_count"]
    form, search_fields = DirectionForm, [*NAMES, "slug"]
    fields = [*NAMES, "slug", "aliases"]
    inlines = [CategoryInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Direction]:
        return super().get_queryset(request).annotate(number=Count("categories"))

    @display(description=_("categories"))
    def category_count(self, obj: Direction) -> int:
        return obj.number  # type: ignore[attr-defined]


@admin.register(LeaveReason)
class LeaveReasonAdmin(RecordedAdmin):
    form = LeaveReasonForm
    list_display = [*NAMES, "slug", "offered_at", "use", "order"]
    list_filter = ["by_system", "retired"]
    search_fields = [*NAMES, "slug"]
    fields = LeaveReasonForm.Meta.fields

    @display(description=_("offered at"))
    def offered_at(self, obj: LeaveReason) -> str:
        return " · ".join(str(Stage(stage).label) for stage in obj.stages)

    @display(
        description=_("use"),
        label={"offered": "success", "retired": "default", "system": "info"},
    )
    def use(self, obj: LeaveReason) -> tuple[str, str]:
        if obj.by_system:
            return "system", gettext("Given by the software")
        if obj.retired:
            return "retired", gettext("Retired")
        return "offered", gettext("Offered")

    def get_fields(self, request: HttpRequest, obj: object = None) -> list[str]:
        """What the software gives is offered nowhere: only its names can change."""
        given = isinstance(obj, LeaveReason) and obj.by_system
        return [*NAMES, "slug", "order"] if given else list(self.fields)

    def get_readonly_fields(
        self, request: HttpRequest, obj: object = None
    ) -> list[str]:
        """Candidates and campus systems know a reason by its short name."""
        return ["slug"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return not (isinstance(obj, LeaveReason) and obj.by_system)

    def get_deleted_objects(self, objs, request) -> tuple[list, dict, set, list]:
        """What the software gives stays, as does what candidates left for."""
        shown, counts, needed, used = super().get_deleted_objects(objs, request)
        kept = gettext("%s: given by the software")
        used += [kept % reason for reason in objs if reason.by_system]
        return shown, counts, needed, used


@admin.register(Notice)
class NoticeAdmin(RecordedAdmin):
    """A new text is a new version: those there are stay as people read them."""

    list_display = ["purpose", "version", "from_on"]
    fields = [*list_display, "text_zh", "text_en"]

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    has_delete_permission = has_change_permission


class QuotaInline(RecordedInline):
    model = Quota
    formset = QuotaFormSet
    fields = ["direction", "campus", "places"]


class QuestionInline(RecordedInline):
    model = Question
    form = QuestionForm
    fields = ["order", "text_zh", "text_en", "kind", "choices", "required"]


@admin.register(Batch)
class BatchAdmin(RecordedAdmin):
    history_models = [Quota, BatchCampus, BatchDirection, Question]
    form = BatchForm
    list_display = [
        "name_zh",
        "name_en",
        "slug",
        "region",
        "state_label",
        "opens_on",
        "closes_on",
        "campus_count",
    ]
    list_select_related = ["programme", "region"]
    list_filter = ["state", "programme", ("region", admin.RelatedOnlyFieldListFilter)]
    date_hierarchy = "opens_on"
    search_fields = [*NAMES, "slug"]
    autocomplete_fields = ["region", "campuses", "directions"]
    fields = [
        *NAMES,
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
    inlines = [QuotaInline, QuestionInline]
    actions_list = ["copy_earlier"]
    actions_detail = ["copy_this", "close", "reopen"]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A batch is closed, never deleted."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Batch]:
        rows = BATCHES.visible_to(request.user)  # type: ignore[arg-type]
        return rows.annotate(number=Count("campuses"))

    @display(
        description=_("state"),
        ordering="state",
        label={Batch.State.OPEN: "success", Batch.State.CLOSED: "default"},
    )
    def state_label(self, obj: Batch) -> tuple[str, str]:
        return obj.state, obj.get_state_display()

    @display(description=_("campuses"))
    def campus_count(self, obj: Batch) -> int:
        return obj.number  # type: ignore[attr-defined]

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> list:
        """Close an open batch, open a closed one again."""
        offered = super().get_actions_detail(request, object_id)
        batch = self.get_object(request, unquote(str(object_id)))
        unfit = "reopen" if batch is None or batch.is_open else "close"
        return [
            action for action in offered if not action.action_name.endswith(f"_{unfit}")
        ]

    @action(
        description=_("Copy from an earlier batch…"),
        url_path="copy",
        icon=COPY,
    )
    def copy_earlier(self, request: Request) -> HttpResponse:
        return self._copy(request, {})

    @action(description=_("Copy…"), url_path="copy", icon=COPY)
    def copy_this(self, request: Request, object_id: str) -> HttpResponse:
        return self._copy(request, {"batch": object_id})

    def _copy(self, request: Request, initial: dict) -> HttpResponse:
        form = CopyForm(request.POST or None, initial=initial, user=request.user)
        act = partial(copy_batch, actor=request.user)
        return self._verb(request, form, act, _("Copy from an earlier batch"))

    @action(description=_("Close batch…"), url_path="close", icon=LOCK)
    def close(self, request: Request, object_id: str) -> HttpResponse:
        batch = BATCHES.get(request.user, _key(object_id))
        form = CloseForm(request.POST or None, user=request.user, batch=batch)

        def act(reason: str, into: Batch | None) -> Batch:
            """Both or neither: the waitlist moves, and the batch closes."""
            with transaction.atomic():
                if into is not None:
                    roll_waitlist(
                        actor=request.user, batch=batch, into=into, reason=reason
                    )
                close_batch(actor=request.user, pk=batch.pk, reason=reason)
            return batch

        return self._verb(request, form, act, _("Close batch"), batch)

    @action(description=_("Open again…"), url_path="reopen", icon=UNLOCK)
    def reopen(self, request: Request, object_id: str) -> HttpResponse:
        batch = BATCHES.get(request.user, _key(object_id))

        def act(reason: str) -> Batch:
            reopen_batch(actor=request.user, pk=batch.pk, reason=reason)
            return batch

        form = OfficeReasonForm(request.POST or None)
        return self._verb(request, form, act, _("Open the batch again"), batch)

    def _verb(
        self,
        request: Request,
        form: forms.Form,
        act: Callable[..., Batch],
        title: str | Promise,
        batch: Batch | None = None,
    ) -> HttpResponse:
        """Show a form; once it is good, act and go to the batch that `act` returns."""
        refusal = None
        if request.method == "POST" and form.is_valid():
            try:
                done = act(**form.cleaned_data)
            except Refused as refused:
                refusal = words(refused)
            else:
                messages.success(request, gettext("Done: %s") % done)
                return redirect(self._page(done))
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(batch) if batch else None,
            "opts": self.opts,
            "form": form,
            "refusal": refusal,
            "back": self._page(batch),
        }
        status = 422 if form.errors else 409 if refusal else 200
        return TemplateResponse(
            request, "admin/candidates/batch/verb.html", context, status=status
        )

    def _page(self, batch: Batch | None) -> str:
        if batch is None:
            return reverse("admin:candidates_batch_changelist")
        return reverse("admin:candidates_batch_change", args=[batch.pk])


def _key(object_id: str) -> int:
    if not object_id.isdecimal() or len(object_id) > 18:
        raise Http404
    return int(object_id)
