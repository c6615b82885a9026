"""Who gets what from every address: one table, walked as every kind of visitor.

A route without a row fails; so does a row whose route is gone.
"""

from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from candidates.incubation.models import Incubation
from candidates.portal.access import guest_of
from candidates.rights.actions import ask
from candidates.rosters.models import RosterImport
from candidates.screening.models import Screening
from contracts.signing.models import Contract
from contracts.team.models import Membership
from spark import clock
from spark.accounts.clients.actions import connect
from spark.accounts.models import Application, Role, RoleGrant, User
from spark.duties.models import Duty
from spark.notifications.models import CampusMessage, GuestMessage
from spark.webhooks.queueing import queue_test
from tests.access_row import Row
from tests.access_table import ROWS
from tests.candidates.applying.applicants import call_of, sent
from tests.cards import let_guardian_in, let_in
from tests.contracts.signing.papers import a_scan
from tests.routes import routes
from tests.spark.rest.system import bearer_of
from tests.spark.webhooks.receiver import webhook
from tests.training.trials.studio import Studio
from tests.world import STAFF, World, passed_test
from training.course.models import Enrolment
from training.standings.models import Result
from training.timetable.actions import ask_for_plan
from training.trials.models import Trial

RECORDS = {
    "screening": Screening,
    "incubation": Incubation,
    "training": Enrolment,
    "signing": Contract,
    "management": Membership,
}
SCANNED = {"scan-open", "scans-of"}
SYSTEMS = ["client", "other_client", "office_client"]
VISITORS = ["anonymous", "guest", "guardian", *STAFF, "double", "nobody", *SYSTEMS]


def test_every_route_has_a_row_and_every_row_a_route():
    known = {row.name for row in ROWS}
    whole = {name for name in known if name.endswith(":")}
    found = {
        next((space for space in whole if route.startswith(space)), route)
        for route in routes(get_resolver())
    }
    assert found == known


def studio_places(world: World) -> dict[str, int]:
    """A trial of lin's candidate at the mentor's base, and a draft of its round."""
    studio = Studio(world)
    trial = studio.trial()
    filing = {"kind": "filing", "score": None, "reference": "杭教备7"}
    passed_test(trial.candidate_id, **filing)
    permits = trial.candidate.permits
    return {
        "trial": trial.pk,
        "candidate": trial.candidate_id,
        "test": permits.get(kind="compliance").pk,
        "filing": permits.get(kind="filing").pk,
        "room": studio.room.pk,
        "result": a_result(trial).pk,
        "base": world.base.pk,
        "shift": studio.shift().pk,
        "campaign": studio.campaign.pk,
        "round": studio.round.pk,
        "plan": studio.draft().pk,
        "run": ask_for_plan(actor=world.office, pk=studio.round.pk).pk,
    }


def a_result(trial: Trial) -> Result:
    """Of a round that isn't closed."""
    numbers = {"viewers": 4000, "average_watch_seconds": 90}
    return Result.objects.create(trial=trial, entered_at=clock.now(), **numbers)


@dataclass
class Visits:
    """The places that rows like this one ask for, and each visitor logged in."""

    world: World
    like: Row

    def __post_init__(self) -> None:
        self.places = {"campus": self.world.campus.pk, "user": self.world.lin.pk}
        if self.like.at:
            candidate = self.world.candidate(self.like.at)
            self.places["candidate"] = candidate.pk
            record = RECORDS.get(self.like.room)
            found = record and record.objects.filter(candidate=candidate).last()
            self.places["record"] = found.pk if found else 0
            self.places["asked"] = ask(
                actor=guest_of(candidate), pk=candidate.pk, kind="copy", text="请给我"
            ).pk
            self.places["told"] = GuestMessage.objects.create(
                role="candidate",
                key=candidate.pk,
                kind="own-more-asked",
                facts={"text": "视频"},
                url="/my/",
                created_at=clock.now(),
            ).pk
        if self.like.name in SCANNED:
            self.places["scan"] = a_scan(self.world, found).pk
        if self.like.studio:
            self.places |= studio_places(self.world)
        self.places["roster"] = RosterImport.objects.create(
            batch=self.world.batch,
            campus=self.world.campus,
            sent_by=self.world.lin,
            file_name="a.xlsx",
        ).pk
        self.places["duty"] = Duty.objects.create(
            code="screening-more",
            subject=f"rosterimport:{self.places['roster']}",
            role=Role.COORDINATOR,
            campus=self.world.campus,
            due_at=clock.now(),
            url="/rosters/",
        ).pk
        self.places["message"] = CampusMessage.objects.create(
            kind="trial-cancelled", campus=self.world.campus, sent_at=clock.now()
        ).pk
        application = sent(call_of(self.world))
        self.places |= {
            "application": application.pk,
            "call": application.call_id,
            "slug": application.call.slug,
        }
        hook = webhook(self.world, "https://example.org/spark")
        self.places |= {
            "webhook": hook.pk,
            "delivery": queue_test(hook, clock.now()).pk,
        }
        self.clients = {visitor: self.client(visitor) for visitor in VISITORS}

    def status(self, row: Row, visitor: str) -> int:
        """What the visitor gets; nothing of the visit stays."""
        client = deepcopy(self.clients[visitor])
        path = row.path.format(**self.places)
        with transaction.atomic():
            response = client.generic(row.method, path, headers=row.headers)
            transaction.set_rollback(True)
        return response.status_code

    def client(self, visitor: str) -> Client:
        if visitor in SYSTEMS:
            bearer = f"Bearer {bearer_of(self.system(visitor))}"
            return Client(headers={"Authorization": bearer})
        client = Client()
        if visitor == "guest" and "candidate" in self.places:
            let_in(client, self.places["candidate"])
        elif visitor == "guardian" and "candidate" in self.places:
            self.places["consent"] = let_guardian_in(
                client, self.places["candidate"]
            ).pk
        elif visitor not in {"anonymous", "guest", "guardian"}:
            double = visitor == "double"
            user = self.double() if double else self.world.people[visitor]
            client.force_login(user)
        return client

    def double(self) -> User:
        user = self.world.user("double", "兼任", Role.COORDINATOR, self.world.other)
        RoleGrant.objects.create(user=user, role=Role.REVIEWER)
        return user

    def system(self, visitor: str) -> Application:
        """With all scopes there are; of the own campus, the other, or the programme."""
        own, other = self.world.campus, self.world.other
        application = connect(
            actor=self.world.office,
            name=visitor,
            purpose="",
            campus={"client": own, "other_client": other}.get(visitor),
            scopes=settings.OAUTH2_PROVIDER["SCOPES"],
        ).client
        self.places.setdefault("client", application.pk)
        return application


def places_of(row: Row) -> tuple:
    """Rows of which this is the same are walked one after the other in one world."""
    return row.at, row.room, row.studio, row.name in SCANNED


LONGEST = 30  # rows of a walk, so that workers share them evenly
WALKS = [
    walk[first : first + LONGEST]
    for walk in (
        list(rows) for _, rows in groupby(sorted(ROWS, key=places_of), places_of)
    )
    for first in range(0, len(walk), LONGEST)
]


@pytest.mark.parametrize("rows", WALKS, ids=lambda rows: rows[0].name)
def test_every_visitor_gets_what_the_table_says(world: World, rows: list[Row]):
    visits = Visits(world, rows[0])
    for row in rows:
        found = {visitor: visits.status(row, visitor) for visitor in VISITORS}
        assert found == {visitor: row.expected(visitor) for visitor in VISITORS}, row
