"""Fill an empty database with invented life."""

import secrets
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

import candidates.demo
import contracts.demo
import training.demo
from spark.accounts.models import PLACE_OF, PLACES, Application, Role, RoleGrant, User
from spark.campuses.models import Campus

STAFF = [
    ("office", "苏明远", Role.OFFICE, None),
    ("lin", "林晓岚", Role.COORDINATOR, "ZJYY"),
    ("mei", "梅静", Role.COORDINATOR, "LJZY"),
    ("reviewer", "方可欣", Role.REVIEWER, None),
    ("mentor", "郭志远", Role.MENTOR, "HZYT"),
    ("signing", "周慎言", Role.SIGNING, None),
    ("team", "郭一帆", Role.TEAM, "源头好物一队"),
]


class Command(BaseCommand):
    """Everything goes through the actions, so a broken action breaks the demo."""

    help = "Fills an empty database with invented people in every stage."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument(
            "--if-empty", action="store_true", help="say nothing if there is data"
        )

    def handle(self, *, seed: int, if_empty: bool, **options) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo is not for production.")
        if Campus.objects.exists() or User.objects.exists():
            if if_empty:
                return
            raise CommandError("There is data already: the demo needs an empty one.")
        with transaction.atomic():
            now = timezone.now()
            batch = candidates.demo.places(timezone.localdate(now))
            team = contracts.demo.teams()
            password = secrets.token_urlsafe(9)
            self._people(password)
            candidates.demo.life(batch, now, seed)
            sender = User.objects.get(email="mei@demo.spark")
            campus = Campus.objects.get(code="LJZY")
            candidates.demo.roster(batch, campus, sender, now)
            training.demo.life(now)
            contracts.demo.life(team, now)
            secret = self._client()
        self.stdout.write(f"Demo people, password {password}:")
        for name, _, role, place in STAFF:
            self.stdout.write(f"  {name}@demo.spark  {role} {place or ''}")
        self.stdout.write(f"API client of ZJYY: id zjyy-demo, secret {secret}")

    def _people(self, password: str) -> None:
        for address, name, role, place in STAFF:
            user = User.objects.create_user(
                f"{address}@demo.spark", password, name=name
            )
            RoleGrant.objects.create(user=user, role=role, **_held_at(role, place))

    def _client(self) -> str:
        campus = Campus.objects.get(code="ZJYY")
        service = User.objects.create_user("zjyy-api@demo.spark", name="育英教务系统")
        RoleGrant.objects.create(user=service, role=Role.CLIENT, campus=campus)
        secret = secrets.token_urlsafe(24)
        Application.objects.create(
            client_id="zjyy-demo",
            client_secret=secret,
            client_type=Application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
            name="ZJYY",
            campus=campus,
            service_user=service,
        )
        return secret


def _held_at(role: Role, place: str | None) -> dict[str, Model]:
    """The grant's place by its code, or a team's by its name."""
    if place is None:
        return {}
    kind = PLACE_OF[role]
    key = "name_zh" if kind == "team" else "code"
    return {kind: PLACES[kind]._default_manager.get(**{key: place})}
