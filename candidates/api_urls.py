"""Addresses of the API of the register."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from candidates.register import api

urlpatterns = [
    path(
        "candidates",
        login_not_required(api.CandidateList.as_view()),
        name="api-candidates",
    ),
    path(
        "candidates/<int:pk>",
        login_not_required(api.CandidateDetail.as_view()),
        name="api-candidate",
    ),
]
