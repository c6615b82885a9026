"""Addresses of signing and management, and of the figures."""

from django.urls import path

from candidates.lists.views import pages_of
from contracts.analytics import views
from contracts.signing.views import SECTION as SIGNING
from contracts.signing.views import scan_open, scans_of
from contracts.team.views import SECTION as TEAM

urlpatterns = [
    path("signing/of/<int:candidate_id>/scans/", scans_of, name="scans-of"),
    path("signing/<int:contract_id>/scans/<int:pk>/", scan_open, name="scan-open"),
    *pages_of(SIGNING, "signing"),
    *pages_of(TEAM, "team"),
    path("numbers/", views.numbers_page, name="numbers"),
    path("numbers/file.csv", views.numbers_file, name="numbers-file"),
]
