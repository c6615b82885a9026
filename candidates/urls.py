"""Addresses of the register, screening and incubation."""

from django.urls import path

from candidates.incubation.views import ROOM as INCUBATION
from candidates.register import views
from candidates.screening.views import ROOM as SCREENING
from spark.records import urls_of

urlpatterns = [
    path("candidates/", views.candidate_list, name="candidate-list"),
    path("candidates/import/", views.roster_send, name="roster-send"),
    path("candidates/import/<int:pk>/", views.roster_detail, name="roster-detail"),
    path("candidates/<int:pk>/", views.candidate_detail, name="candidate-detail"),
    *urls_of(SCREENING, "screening"),
    *urls_of(INCUBATION, "incubation"),
]
