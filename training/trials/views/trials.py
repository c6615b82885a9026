"""The list of trials."""

from itertools import groupby

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from spark import htmx, paging
from spark.accounts.scope import Request
from spark.records import bar, in_order
from training.trials import queries
from training.trials.forms import FilterForm
from training.trials.views.buttons import MANY
from training.trials.views.display import add_display

FOLDER = "training/trials/"


@require_GET
def trial_list(request: Request) -> HttpResponse:
    form = FilterForm(request.GET, user=request.user)
    past = form.past
    days = None if "duty" in form.chosen else past  # what is due may be of any day
    page = paging.keyset(
        request,
        form.found(queries.trials(request.user, past=days)),
        order=queries.PAST if past else queries.TO_COME,
    )
    for trial in page.rows:
        add_display(trial)
    verbs = in_order(request.user, MANY.values())
    context = {
        "form": form,
        "past": past,
        "filtered": bool(set(form.chosen) - {"when"}),
        "page": page,
        "days": [
            (day, list(rows)) for day, rows in groupby(page.rows, lambda row: row.day)
        ],
        **bar(verbs, {trial.pk: trial for trial in page.rows}),
    }
    return htmx.render(request, f"{FOLDER}list.html", f"{FOLDER}_rows.html", context)
