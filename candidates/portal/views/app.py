"""These pages as an app on a phone: its manifest, and what it keeps without connection.

Only what all pages are made of is kept there, and one page that is nobody's.
"""

import json
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from spark.htmx import Request

KEPT = (
    "spark.css",
    "theme.js",
    "spark.js",
    "portal.js",
    "icons.svg",
    "icon.svg",
    "django_htmx/htmx-2.min.js",
)
# By whose beginnings the pages are known that say so themselves without a connection.
PAGES = ("/my/", "/p/", "/a/")
BACKGROUND = "#f7f7f8"
ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-192-maskable.png", "192x192", "maskable"),
    ("icon-512-maskable.png", "512x512", "maskable"),
)


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request: Request, language: str) -> HttpResponse:
    """In the language of the page that names it: it is asked for without cookies."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    home = reverse("portal-home")
    with translation.override(language):
        given = {
            "id": home,
            "name": _("Spark Plan"),
            "short_name": pgettext("on a phone's screen", "Spark"),
            "lang": language,
            "start_url": home,
            "scope": "/",
            "display": "standalone",
            "background_color": BACKGROUND,
            "theme_color": BACKGROUND,
            "icons": [
                {"src": static(name), "sizes": size, "type": "image/png", "purpose": to}
                for name, size, to in ICONS
            ],
        }
    return JsonResponse(given, content_type="application/manifest+json")


@login_not_required
@require_safe
@cache_control(no_cache=True)
def worker(request: Request) -> HttpResponse:
    """The service worker: other files, or another page, are another cache."""
    files = [static(name) for name in KEPT]
    whole = json.dumps([files, _offline()])
    release = {
        "name": f"spark-{sha256(whole.encode()).hexdigest()[:12]}",
        "files": files,
        "offline": reverse("portal-offline"),
        "pages": PAGES,
    }
    source = json.dumps(static("worker.js"))
    script = f"self.release = {json.dumps(release)}\nimportScripts({source})\n"
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@login_not_required
@require_safe
@cache_control(no_cache=True)
def offline(request: Request) -> HttpResponse:
    """Drawn without the request: the same for everybody, in both languages."""
    return HttpResponse(_offline())


def _offline() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        context = {"languages": settings.LANGUAGES}
        return render_to_string("candidates/portal/offline.html", context)
