"""Checks of /healthz: do periodic jobs run, and what do rooms find wrong."""

from collections import defaultdict
from dataclasses import dataclass

from health_check.base import HealthCheck
from health_check.exceptions import ServiceUnavailable, ServiceWarning

from spark.operations.queries import runs
from spark.operations.timetable import Colour
from spark.operations.watching import troubles


@dataclass
class Jobs(HealthCheck):
    """Each is done as often as it should be."""

    def run(self) -> None:
        found = defaultdict(list)
        for job, run in runs():
            found[job.colour(run)].append(job.name)
        if found[Colour.RED]:
            raise ServiceUnavailable(f"red: not done: {', '.join(found[Colour.RED])}")
        if late := found[Colour.YELLOW]:
            raise ServiceWarning(f"yellow: late or failed: {', '.join(late)}")


@dataclass
class Watches(HealthCheck):
    """What rooms watch is in order."""

    def run(self) -> None:
        if found := troubles():
            said = ", ".join(trouble.code for trouble in found)
            raise ServiceWarning(f"yellow: {said}")
