"""While developing, candidates of each stage by one click on the log-in page."""

from functools import partial

from django.http import HttpResponse

from candidates.portal import actions, queries
from candidates.portal.views.own import let_in
from candidates.register.stages import ROAD, Stage
from candidates.register.views.own import next_step, own_parts
from spark.accounts.demo import DemoGuest, add_demo_guest
from spark.htmx import Request


def _enter(request: Request, *, stage: Stage) -> HttpResponse | None:
    """Who has something to do there, else whoever stands there longest."""
    there = queries.some_at(stage)
    busy = (one for one in there if next_step(own_parts(one)))
    candidate = next(busy, there[0] if there else None)
    link = actions.open_for(candidate) if candidate else None
    return let_in(request, link) if link else None


for order, stage in enumerate([Stage.REGISTERED, *ROAD]):
    enter = partial(_enter, stage=stage)
    add_demo_guest(DemoGuest(stage.value, stage.label, order, enter))
