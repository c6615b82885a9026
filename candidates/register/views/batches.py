"""The batches that take people in, for the office."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from candidates.register.access import BATCHES
from candidates.register.models import BatchState
from spark import paging
from spark.accounts.scope import Request, check_role


@require_GET
def batch_list(request: Request) -> HttpResponse:
    """The open ones, newest first."""
    check_role(request.user, *BATCHES.sees)
    rows = BATCHES.visible_to(request.user).filter(state=BatchState.OPEN)
    context = {"page": paging.keyset(request, rows)}
    return render(request, "candidates/register/batches.html", context)
