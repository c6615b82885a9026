"""Django's migrate, as the tables' owner; then grants the runtime role its part."""

from django.core.management.commands import migrate
from django.db import connections

from spark.postgresql import as_owner, grant_runtime


class Command(migrate.Command):
    def handle(self, *args, **options):
        alias = options["database"]
        with as_owner(alias):
            super().handle(*args, **options)
            grant_runtime(connections[alias])
