"""Fill an empty database with invented life."""

import secrets
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from candidates import demo as candidates
from candidates.demo import ACCOUNTS, Cast, Clock, hire
from contracts import demo as contracts
from spark.accounts.models import User
from spark.campuses.models import Campus
from spark.clock import now
from spark.notifications import inbox, outbox
from training import demo as training

STAGES = ["screening", "incubation", "training", "signing", "management"]


class Command(BaseCommand):
    """Everything goes through the actions, so a broken action breaks the demo."""

    help = "Fills an empty database with invented people in every stage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="other people")
        parser.add_argument(
            "--until",
            choices=STAGES,
            default=STAGES[-1],
            help="the stage beyond which nobody gets",
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="say nothing if there is data"
        )

    def handle(self, *, seed: int, until: str, if_empty: bool, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo is not for production.")
        if Campus.objects.exists() or User.objects.exists():
            if if_empty:
                return
            raise CommandError("There is data already: the demo needs an empty one.")
        password = secrets.token_urlsafe(9)
        with transaction.atomic():
            clock = Clock(now())
            candidates.places(clock)
            _live(Cast(clock, hire(password), until), seed)
            _read(clock)
            office = User.objects.get(email="office@demo.spark")
            candidates.fail_to_tell(clock)
            candidates.say_more(clock, office)
            systems = list(candidates.systems(clock, office))
        self.stdout.write(f"Demo people, password {password}:")
        for name, _, role, place in ACCOUNTS:
            self.stdout.write(f"  {name}@demo.spark  {role} {place or ''}")
        self.stdout.write("Demo systems, all scopes; how to call is at /api/:")
        for client_id, secret in systems:
            self.stdout.write(f"  {client_id}  secret {secret}")


def _live(cast: Cast, seed: int) -> None:
    """Run all scenes in order; those of a stage that nobody reaches do nothing."""
    crowd = candidates.enrol(cast, seed)
    candidates.screen(cast)
    candidates.incubate(cast)
    training.train(cast)
    training.prepare(cast)
    training.broadcast(cast)
    contracts.sign(cast)
    contracts.manage(cast)
    candidates.finish(cast)
    training.plan_ahead(cast)
    training.follow_calendars(cast)
    training.remind(cast)
    candidates.rosters(cast, crowd)
    candidates.applications(cast, crowd)
    candidates.requests(cast)
    candidates.photograph(cast)


def _read(clock: Clock) -> None:
    """Mark messages older than three days as read, and withdraw those not sent yet."""
    moment = clock.at(3, "12:00")
    for user in User.objects.all():
        inbox.mark_read(user, moment)
        outbox.withdraw(user, before=moment)
