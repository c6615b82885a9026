"""Every address of the site but /livez and /readyz, which `probes` answers."""

import hmac

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django_prometheus.exports import ExportToDjangoView

from spark.accounts.oauth import LimitedTokenView
from spark.changes.api import ChangesView
from spark.notifications import health
from spark.operations import health as operations
from spark.operations.metrics import exported
from spark.resources.addresses import addresses
from spark.rest.description import DescriptionView


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus metrics, for whoever has METRICS_TOKEN."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    token = settings.METRICS_TOKEN.encode()
    if not token or not hmac.compare_digest(given, token):
        raise PermissionDenied
    response = ExportToDjangoView(request)
    response.write(exported())
    return response


@login_not_required
def api_reference(request: HttpRequest) -> HttpResponse:
    """What `api_schema` describes, to read and to search."""
    return render(request, "api/reference.html")


healthz = health.HealthView.as_view(
    checks=[
        "health_check.checks.Database",
        health.Redis,
        (health.Pulse, {"queue": "default"}),
        (health.Pulse, {"queue": "notify", "may_be_busy": True}),
        (health.Pulse, {"queue": "solve", "may_be_busy": True}),
        (health.Pulse, {"queue": "media", "may_be_busy": True}),
        health.Outbox,
        operations.Jobs,
        operations.Watches,
    ]
)

api_schema = login_not_required(DescriptionView.as_view())
oauth_token = login_not_required(LimitedTokenView.as_view())

handler404 = "spark.rest.problems.unknown"
handler500 = "spark.rest.problems.broken"

urlpatterns = [
    # First: a page is looked for among some hundred addresses, and a system asks most.
    path("api/v1/", include(addresses())),
    path("", include("spark.accounts.urls")),
    path("", include("spark.webhooks.urls")),
    path("", include("spark.robots.urls")),
    path("", include("spark.calendars.urls")),
    path("", include("spark.operations.urls")),
    path("", include("candidates.urls")),
    path("", include("training.urls")),
    path("", include("contracts.urls")),
    path("office/", admin.site.urls),
    path("oauth/token/", oauth_token, name="oauth-token"),
    path("api/", api_reference, name="api-reference"),
    path("api/v1/changes", ChangesView.as_view(), name="api-changes"),
    path("api/v1/schema", api_schema, name="api-schema"),
    path("healthz", login_not_required(healthz), name="healthz"),
    path("metrics", metrics, name="metrics"),
]
