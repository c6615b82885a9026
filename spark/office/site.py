"""The office's site: who is let in, and under which content security policy."""

from collections.abc import Callable, Iterable
from functools import update_wrapper
from typing import Any

from allauth.account.adapter import get_adapter
from csp.decorators import csp_update
from django.contrib.admin.models import LogEntry
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from spark import paging
from spark.accounts.models import Role, User
from spark.accounts.scope import has_role
from spark.audit.admin import RecordedAdmin
from spark.errors import Refused

# Unfold's pages evaluate Alpine expressions and carry styles; nothing is from outside.
POLICY = {
    "script-src": ["'self'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
}


class OfficeSite(UnfoldAdminSite):
    """Only for `Role.OFFICE`, and only of models whose admin keeps our history."""

    index_title = _("Reference data")
    enable_nav_sidebar = True

    def register(
        self,
        model_or_iterable: type[Model] | Iterable[type[Model]],
        admin_class=None,
        **options,
    ) -> None:
        """Libraries bring admins of their own; these are not for the office."""
        if admin_class and issubclass(admin_class, RecordedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and has_role(request.user, Role.OFFICE)

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        inner = csp_update(POLICY)(super().admin_view(view, cacheable))

        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            if not self.has_permission(request):
                raise Refused("not-your-role", status=403)
            for name, values in request.GET.lists():
                if "\0" in name or any("\0" in value for value in values):
                    raise paging.broken(request, name)  # no database takes it
            return inner(request, *args, **kwargs)

        return update_wrapper(checked, view)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Everybody logs in at one place."""
        query = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
        return redirect(f"{reverse('account_login')}?{query}")

    def logout(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if request.method == "POST":
            get_adapter(request).logout(request)
        return redirect("account_login")

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return redirect("account_change_password")

    password_change_done = password_change

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """The theme is the one chosen elsewhere in Spark."""
        theme = request.COOKIES.get("theme", "")
        return super().each_context(request) | {
            "theme": theme if theme in {"light", "dark"} else None
        }

    def get_log_entries(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """None: what happened is told by our history, record by record."""
        return LogEntry.objects.none()
