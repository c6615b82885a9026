"""`flush` as the database's owner: the runtime role can't empty tables."""

from django.core.management.commands import flush

from spark.postgresql import as_owner


class Command(flush.Command):
    def handle(self, **options):
        with as_owner(options["database"]):
            super().handle(**options)
