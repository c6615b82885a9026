"""Jobs that trials ask for, run as soon as what asks for them is committed."""

from collections.abc import Callable, Iterator

import pytest

from spark.campuses.models import Holiday
from spark.celery import app
from tests.training.trials.studio import Studio


@pytest.fixture
def quiet_studio(world) -> Iterator[Studio]:
    """In a year without holidays."""
    Holiday.objects.all().delete()
    app.loader.import_default_modules()
    app.conf.task_always_eager = True
    yield Studio(world)
    app.conf.task_always_eager = False


@pytest.fixture
def then(django_capture_on_commit_callbacks) -> Callable:
    """Do it, and what it asks for once it is committed."""

    def act(change: Callable, *args) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            change(*args)

    return act
