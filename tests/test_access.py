"""Who gets what from every address: one table, walked as every kind of visitor.

A route without a row fails; so does a row whose route is gone.
"""

from dataclasses import dataclass
from functools import partial
from http.cookies import SimpleCookie
from itertools import groupby

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from candidates.incubation.models import Incubation
from candidates.portal.access import guest_of
from candidates.rights.actions import ask
from candidates.rosters.models import RosterImport
from candidates.screening.models import Review, Screening
from contracts.signing.models import Contract
from contracts.team.models import Membership
from spark import clock
from spark.accounts.clients.actions import connect
from spark.accounts.models import Application, Role, RoleGrant, User
from spark.duties.models import Duty
from spark.notifications.models import CampusMessage, GuestMessage
from tests.access_row import Row
from tests.access_table import ROWS
from tests.candidates.applying.applicants import call_of, sent
from tests.candidates.papers.bringing import brought
from tests.candidates.rosters.unclear import an_unclear_row
from tests.candidates.screening.planting import (
    DRAFT,
    LOCKED,
    STAGES,
    plant,
    secret_marks,
    told,
)
from tests.candidates.screening.reviewing import a_review, an_anchor
from tests.cards import let_guardian_in, let_in
from tests.contracts.signing.papers import a_scan
from tests.routes import routes
from tests.spark.elsewhere import told_elsewhere
from tests.spark.rest.system import bearer_of
from tests.training.judging.judging import on_screen
from tests.training.trials.studio import Studio
from tests.world import STAFF, World, passed_test
from training.course.models import Enrolment
from training.judging import actions as judging
from training.judging.models import Incident
from training.standings.models import Place, Result, Standing, Verdict
from training.timetable.actions import ask_for_plan
from training.trials.models import Trial

RECORDS = {
    "screening": Screening,
    "review": Review,
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
        "live_figures": on_screen(trial).pk,
        "place": a_place(trial).pk,
        **judges_in(world, trial),
        "base": world.base.pk,
        "shift": studio.shift().pk,
        "campaign": studio.campaign.pk,
        "round": studio.round.pk,
        "plan": studio.draft().pk,
        "run": ask_for_plan(actor=world.office, pk=studio.round.pk).pk,
    }


def judges_in(world: World, trial: Trial) -> dict[str, int]:
    """A draft of the reviewer, a colleague's locked card, and the mentor's."""
    colleague = world.user("colleague", "邻座", Role.MENTOR, world.base)
    at, name = (
        trial.during.upper,
        partial(judging.name_judge, actor=world.office, pk=trial.pk),
    )
    for judge in (world.mentor, world.reviewer, colleague):
        name(judge=judge)
    cards = {card.judge_id: card for card in trial.judgements.all()}
    for judge, verb, secret in (
        (world.reviewer, judging.mark, DRAFT),
        (colleague, judging.lock, LOCKED),
    ):
        card = cards[judge.pk]
        marks = secret_marks(card.card, secret)
        sent = {"marks": marks, "note": secret, "sent": judging.Sent("a", 1)}
        verb(actor=judge, pk=card.pk, at=at, **sent)
    incident = Incident.objects.create(
        candidate=trial.candidate,
        trial=trial,
        kind="claim",
        text="夸大",
        happened_at=at,
    )
    return {"judgement": cards[world.mentor.pk].pk, "incident": incident.pk}


def a_result(trial: Trial) -> Result:
    """Of a round that isn't closed."""
    numbers = {"viewers": 4000, "average_watch_seconds": 90}
    return Result.objects.create(trial=trial, entered_at=clock.now(), **numbers)


def a_place(trial: Trial) -> Place:
    """In standings that rank nobody, of a round that isn't released."""
    made = Standing.objects.create(
        round=trial.round,
        number=1,
        computed_at=clock.now(),
        inputs=b"",
        inputs_hash="",
        verdict=Verdict.NOBODY,
        results=0,
    )
    nothing = dict.fromkeys(("trials", "bands", "seconds", "viewers", "gmv_fen"), 0)
    return Place.objects.create(
        standing=made, candidate_id=trial.candidate_id, **nothing
    )


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
            if self.like.room == "review":
                a_review(self.world.reviewer, candidate)
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
        if self.like.at == "paperwork":
            self.places["paper"] = brought(candidate, "agreement").pk
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
        self.places["unclear"] = an_unclear_row(self.world).pk
        application = sent(call_of(self.world))
        self.places |= {
            "application": application.pk,
            "call": application.call_id,
            "slug": application.call.slug,
            "batch": self.world.batch.slug,
        }
        self.places |= told_elsewhere(self.world)
        anchor = an_anchor(self.world)
        self.places |= {"anchor": anchor.pk, "card": anchor.card_id}
        self.clients = {visitor: self.client(visitor) for visitor in VISITORS}
        self.cookies = {
            visitor: SimpleCookie(client.cookies)
            for visitor, client in self.clients.items()
        }

    def answer(self, row: Row, visitor: str) -> HttpResponse:
        """What the visitor gets; nothing of the visit stays."""
        client = self.clients[visitor]
        client.cookies = SimpleCookie(self.cookies[visitor])
        path = row.path.format(**self.places)
        with transaction.atomic():
            response = client.generic(row.method, path, headers=row.headers)
            transaction.set_rollback(True)
        return response

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
            user = self.double() if visitor == "double" else self.world.people[visitor]
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
def test_every_visitor_gets_what_the_table_says_and_no_mark(
    world: World, rows: list[Row]
):
    """Walks of who is in review themselves: tests/candidates/screening/test_leaks.py"""
    visits = Visits(world, rows[0])
    if rows[0].at not in STAGES:
        plant(world, world.candidate("in_review"))
    for row in rows:
        answers = {visitor: visits.answer(row, visitor) for visitor in VISITORS}
        found = {visitor: answer.status_code for visitor, answer in answers.items()}
        assert found == {visitor: row.expected(visitor) for visitor in VISITORS}, row
        for visitor, answer in answers.items():
            assert told(answer, visitor) == [], (row, visitor)
