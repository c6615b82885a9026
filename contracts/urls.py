"""Addresses of signing and management."""

from django.urls import path

from candidates.register.views import pages_of
from contracts.signing.views import ROOM as SIGNING
from contracts.signing.views import scan_open
from contracts.team.views import ROOM as TEAM

urlpatterns = [
    path("signing/<int:contract_id>/scans/<int:pk>/", scan_open, name="scan-open"),
    *pages_of(SIGNING, "signing"),
    *pages_of(TEAM, "team"),
]
