"""What of the database's own state would make starting unsafe.

Run by `manage.py check --database default`, by `migrate`, and in production by every
web server, worker and beat before it does anything (`refuse_unsafe`).
"""

import logging
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections
from django.db.backends.base.validation import BaseDatabaseValidation

log = logging.getLogger(__name__)

# What a role owns, or a role whose member it is: of a superuser everything.
OWNED = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
      AND pg_has_role(relowner, 'MEMBER')
    UNION ALL
    SELECT proname FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND pg_has_role(proowner, 'MEMBER')
    UNION ALL
    SELECT datname FROM pg_database
    WHERE datname = current_database() AND pg_has_role(datdba, 'MEMBER')
    LIMIT 3
"""


class DatabaseValidation(BaseDatabaseValidation):
    """The runtime role could switch off triggers of what it owns, and edit history."""

    def check(self, **options: Any) -> list[CheckMessage]:
        user = self.connection.settings_dict["USER"]
        found = super().check(**options)
        if user == settings.OWNER_USER:
            return found
        with self.connection.cursor() as cursor:
            cursor.execute(OWNED)
            names = ", ".join(name for (name,) in cursor.fetchall())
        if names:
            said = f"The role {user} owns {names}, itself or as a member of the owner."
            hint = "See “Two database roles” in docs/operations.md."
            found.append(Error(said, hint=hint, id="spark.E001"))
        return found


def refuse_unsafe() -> None:
    """Before a web server, worker or beat starts in production.

    A database that can't be reached stops nobody: it may be on its way up.

    Raises:
        ImproperlyConfigured: a check of the database found something, or the password
            of the tables' owner is in this process's environment.
    """
    if settings.OWNER_USER:
        raise ImproperlyConfigured(
            "OWNER_DATABASE_URL is set: only deploy/migrate.sh and commands may know it"
        )
    try:
        found = run_checks(tags=[Tags.database], databases=["default"])
    except OperationalError as error:
        log.warning("The database could not be checked: %s", error)
    else:
        if found:
            raise ImproperlyConfigured(" ".join(map(str, found)))
    finally:
        connections.close_all()
