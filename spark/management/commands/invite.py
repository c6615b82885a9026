"""Invite somebody from the machine itself: the first of the programme office."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from spark.accounts.people.actions import invite
from spark.accounts.roles import PLACE_OF, STAFF_ROLES, Role
from spark.accounts.scope import SYSTEM
from spark.errors import Refused, words


class Command(BaseCommand):
    """Whoever is in already invites the others on the page "People"."""

    help = "Sends an invitation by e-mail, to begin with an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        everywhere = [role.value for role in STAFF_ROLES if role not in PLACE_OF]
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--role", choices=everywhere, default=Role.OFFICE.value)
        parser.add_argument(
            "--language", choices=list(dict(settings.LANGUAGES)), default="zh-hans"
        )

    def handle(
        self, *, email: str, name: str, role: str, language: str, **options
    ) -> None:
        try:
            invite(
                actor=SYSTEM,
                email=email,
                name=name,
                language=language,
                grants=[(role, None)],
            )
        except Refused as refused:
            raise CommandError(words(refused).text) from refused
        self.stdout.write(f"The invitation goes to {email}.")
