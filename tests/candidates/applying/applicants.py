"""People who apply at a college of the world's."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from candidates.applying import actions
from candidates.applying.access import guest_of
from candidates.applying.models import Application, Call
from candidates.applying.stages import Step
from spark import clock
from tests.world import World, invented


def call_of(world: World, **changes: Any) -> Call:
    """The page of lin's college for the batch, open since yesterday."""
    today = clock.today()
    given = {
        "batch": world.batch,
        "campus": world.campus,
        "opens_on": today - timedelta(days=1),
        "closes_on": today + timedelta(days=9),
    }
    return actions.open_call(actor=world.office, **given | changes)


def begun(call: Call) -> Application:
    return actions.begin(call, uuid4())[0]


def who(**changes: Any) -> dict[str, str]:
    """What is given of oneself at the first step."""
    person = invented(**changes)
    names = ("name", "id_number", "phone", "guardian_name", "guardian_phone")
    return {
        name: getattr(person, name) for name in (*names, "class_name", "student_number")
    }


def fill(application: Application, step: str, **given: Any) -> None:
    """As the applicant fills a step in."""
    actor = guest_of(application)
    actions.fill_in(actor=actor, pk=application.pk, step=step, given=given)


def written(call: Call, **changes: Any) -> Application:
    """An application with everything in it, not sent."""
    application = begun(call)
    direction = call.batch.directions.earliest("pk")
    fill(application, Step.WHO, **who(**changes))
    fill(application, Step.DIRECTION, direction=direction)
    fill(application, Step.WEEK, week=["1-am", "6-ev"])
    fill(application, Step.CLIP, clip="https://example.org/v/7")
    fill(application, Step.QUESTIONS, answers={"0": "看过"})
    fill(application, Step.CONSENT)
    application.refresh_from_db()
    return application


def submit(application: Application) -> None:
    actions.submit(actor=guest_of(application), pk=application.pk)
    application.refresh_from_db()


def sent(call: Call, **changes: Any) -> Application:
    application = written(call, **changes)
    submit(application)
    return application
