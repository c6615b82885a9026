"""Everybody's own page: who I am here, how I log in, what I am told."""

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from spark import htmx
from spark.accounts import second_factor
from spark.accounts.models import PLACES, User
from spark.accounts.scope import Request, grants_of
from spark.accounts.sessions import end_sessions, sessions_of
from spark.notifications import preferences
from spark.notifications.models import Channel
from spark.seen import Seen


class SettingsForm(Seen, forms.ModelForm):
    """The language of the pages, and whether keys are shortcuts."""

    class Meta:
        model = User
        fields = ["language", "key_shortcuts"]


@require_http_methods(["GET", "POST"])
def me(request: Request) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = SettingsForm(given, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        response = htmx.done(request, _("Saved."), reverse("me"))
        return _remember_language(response, form.cleaned_data["language"])
    user = request.user
    context = {
        "form": form,
        "grants": user.role_grants.select_related(*PLACES),
        "second_factor": second_factor.is_set_up(user),
        "second_factor_required": second_factor.is_required(user),
        "sessions": sessions_of(user),
        "session_key": request.session.session_key,
        "channels": Channel.choices,
        "switches": _switches(user),
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/me.html", context, status=status)


def _switches(user: User) -> list[dict]:
    """Each kind of message with a box to tick for each channel."""
    return [
        {
            "kind": kind,
            "channels": [
                {
                    "name": f"{kind.name}:{channel}",
                    "label": channel.label,
                    "possible": channel in kind.channels,
                    "on": channel in on,
                }
                for channel in Channel
            ],
        }
        for kind, on in preferences.switches(user, grants_of(user).roles)
    ]


def _remember_language(response: HttpResponse, language: str) -> HttpResponse:
    """Set the cookie in which the header's switch keeps the language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response


@require_POST
def notifications(request: Request) -> HttpResponse:
    wanted = {
        (kind, channel)
        for kind, _sep, channel in (
            w.partition(":") for w in request.POST.getlist("on")
        )
    }
    preferences.prefer(request.user, grants_of(request.user).roles, wanted)
    return htmx.done(request, _("Saved."), reverse("me"))


@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    end_sessions(request.user, but=request.session.session_key)
    return htmx.done(request, _("Logged out everywhere else."), reverse("me"))


@login_not_required
@csrf_exempt  # mail programs press the button by themselves: RFC 8058
@require_http_methods(["GET", "POST"])
def mute(request: Request, token: str) -> HttpResponse:
    """Opening the link changes nothing; the button stops the kind of mail."""
    kind = preferences.kind_of(token)
    if kind is None:
        raise Http404
    if request.method == "POST":
        preferences.mute(token)
    context = {"kind": kind, "done": request.method == "POST"}
    return render(request, "notifications/mute.html", context)


@login_not_required
@require_POST
def language(request: Request) -> HttpResponse:
    """The header's switch; somebody logged in finds it on other devices too."""
    code = request.POST.get("language")
    if request.user.is_authenticated and code in dict(settings.LANGUAGES):
        request.user.language = code
        request.user.save(update_fields=["language"])
    return set_language(request)
