"""Read everybody's name again."""

from django.core.management.base import BaseCommand

from candidates.register.actions.naming import read_again


class Command(BaseCommand):
    """Some at a time, so that nobody waits for it."""

    help = "Reads all names again, for the order by name and the search; safe twice."

    def handle(self, **options) -> None:
        self.stdout.write(f"{read_again()} readings changed")
