"""Addresses of the register, screening and incubation."""

from django.urls import path

from candidates.incubation.views import SECTION as INCUBATION
from candidates.register import views
from candidates.screening.views import SECTION as SCREENING

urlpatterns = [
    path("candidates/", views.candidate_list, name="candidate-list"),
    path("candidates/columns/", views.columns_save, name="candidate-columns"),
    path("candidates/views/", views.view_save, name="candidate-views"),
    path("candidates/views/<int:pk>/", views.view_change, name="candidate-view"),
    path("candidates/export/", views.export, name="candidate-export"),
    path("candidates/export/<int:pk>/", views.export_file, name="export-file"),
    path("candidates/bulk/<slug:name>/", views.bulk, name="candidate-bulk"),
    path("candidates/import/", views.roster_send, name="roster-send"),
    path(
        "candidates/import/template.xlsx", views.roster_template, name="roster-template"
    ),
    path("candidates/import/<int:pk>/", views.roster_detail, name="roster-detail"),
    path(
        "candidates/import/<int:pk>/rejected.xlsx",
        views.roster_rejected,
        name="roster-rejected",
    ),
    path(
        "candidates/import/<int:pk>/<slug:verb>/", views.roster_act, name="roster-act"
    ),
    path("candidates/<int:pk>/", views.candidate_detail, name="candidate-detail"),
    path("candidates/<int:pk>/leave/", views.candidate_leave, name="candidate-leave"),
    path(
        "candidates/<int:pk>/identity/<slug:verb>/",
        views.identity_act,
        name="identity-act",
    ),
    *views.pages_of(SCREENING, "screening"),
    *views.pages_of(INCUBATION, "incubation"),
]
