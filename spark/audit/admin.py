"""Django's admin with our history: every write names who did it and is told."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import INPUT_CLASSES

from spark import paging
from spark.audit import trail
from spark.errors import Refused
from spark.seen import Seen
from spark.text import title

ADDED, CHANGED, DELETED = "office.add", "office.change", "office.delete"
for name, label in (
    (ADDED, _("Added")),
    (CHANGED, _("Changed")),
    (DELETED, _("Deleted")),
):
    trail.declare(name, label, internal=True)


class DayInput(forms.DateInput):
    """The browser's own calendar, looking like unfold's fields."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__({"class": " ".join(INPUT_CLASSES)}, format="%Y-%m-%d")


class _Allowed:
    """Asks for no permission: the office's site lets nobody else in."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return True


class RecordedInline(_Allowed, TabularInline):
    """Rows edited within their owner's page, and recorded with it."""

    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A cell has no label of its own but its column's head."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = field.label
        return field


class RecordedAdmin(_Allowed, ModelAdmin):
    """Reference data on the office's site.

    `history_models`: those beside its own whose history its history page shows.
    """

    history_models: Sequence[type[models.Model]] = ()
    formfield_overrides = {models.DateField: {"widget": DayInput}}
    compressed_fields = True
    change_form_before_template = "admin/_seen.html"
    warn_unsaved_form = True
    list_per_page = 50
    show_full_result_count = False

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url="", extra_context=None
    ) -> HttpResponse:
        self._check_chosen(request)
        with _recorded(request, CHANGED if object_id else ADDED):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """Whoever changes a row says what they saw of it."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form)(form.__name__, (Seen, form), {}) if change else form

    def _check_chosen(self, request: HttpRequest) -> None:
        """What is chosen by search is sought again as it was sent to be shown again.

        Raises:
            Refused: keys-broken.
        """
        for name in self.autocomplete_fields:
            key = self.opts.get_field(name).related_model._meta.pk
            for sent in filter(None, request.POST.getlist(name)):
                try:
                    key.run_validators(key.to_python(sent))
                except ValidationError:
                    raise Refused("keys-broken", status=400) from None

    def delete_view(
        self, request: HttpRequest, object_id, extra_context=None
    ) -> HttpResponse:
        with _recorded(request, DELETED):
            return super().delete_view(request, object_id, extra_context)

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        deleting = request.POST.get("action") == "delete_selected"
        with _legible(request), _recorded(request, DELETED if deleting else CHANGED):
            return super().changelist_view(request, extra_context)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, title(search_term))

    def log_addition(self, request, obj, message) -> None:
        """Nothing: triggers write our own history."""

    log_change = log_addition

    def log_deletions(self, request, queryset) -> None:
        """Nothing: triggers write our own history."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context=None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("History"),
            "subtitle": str(obj),
            "object": obj,
            "opts": self.opts,
            "entries": trail.timeline(
                obj, internal=True, among=[self.model, *self.history_models]
            ),
        }
        return TemplateResponse(request, "admin/object_history.html", context)

    def get_deleted_objects(self, objs, request) -> tuple[list, dict, set, list]:
        """What would be deleted, and how many of what still use it, in words."""
        counts = {self.opts.verbose_name_plural: len(objs)}
        return [str(obj) for obj in objs], counts, set(), list(_users(self.opts, objs))


@contextmanager
def _legible(request: HttpRequest) -> Iterator[None]:
    """Lookups and keys go to the database as the address or the form has them."""
    try:
        yield
    except (ValueError, OverflowError) as error:
        if request.method == "POST":
            raise Refused("keys-broken", status=400) from error
        raise paging.broken(request, *request.GET) from error


def _recorded(request: HttpRequest, verb: str) -> AbstractContextManager:
    if request.method != "POST":
        return nullcontext()
    return trail.acting(request.user, verb)


def _users(opts, objs: Iterable[models.Model]) -> Iterator[str]:
    """`候选人：36` for each kind of row that points at the objects."""
    for relation in opts.get_fields(include_hidden=True):
        if relation.concrete or not relation.auto_created:
            continue
        if not relation.many_to_many and relation.on_delete is not models.PROTECT:
            continue
        rows = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__in": objs}
        )
        if count := rows.distinct().count():
            yield gettext("%(kind)s: %(count)d") % {
                "kind": gettext(str(relation.related_model._meta.verbose_name)),
                "count": count,
            }
