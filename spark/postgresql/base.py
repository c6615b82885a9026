"""Django's PostgreSQL backend, which starts the embedded services when first needed."""

import select

from django.conf import settings
from django.db.backends.postgresql import base, creation

from spark.postgresql import as_owner, recording
from spark.postgresql.checks import DatabaseValidation


class DatabaseCreation(creation.DatabaseCreation):
    """Test databases are made and destroyed by the owner, and used by the runtime.

    One is kept for the next run only while the migrations are those it was made by,
    which its comment names.
    """

    def create_test_db(self, *args, **kwargs):
        with as_owner(self.connection.alias):
            key = recording.key()
            if self._made_by() != key:
                kwargs["keepdb"] = False
            name = super().create_test_db(*args, **kwargs)
            with self.connection.cursor() as cursor:
                database = self.connection.ops.quote_name(name)
                cursor.execute(f"COMMENT ON DATABASE {database} IS %s", [key])
            return name

    def destroy_test_db(self, *args, **kwargs):
        with as_owner(self.connection.alias):
            return super().destroy_test_db(*args, **kwargs)

    def _made_by(self) -> str | None:
        name = self._get_test_db_name()  # type: ignore[attr-defined]
        with self._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
                " WHERE datname = %s",
                [name],
            )
            found = cursor.fetchone()
        return found[0] if found else None


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    validation_class = DatabaseValidation

    def get_new_connection(self, conn_params):
        if settings.SPARK_LOCAL is not None:
            settings.SPARK_LOCAL.ensure()
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        """Whether the server is still there, asked at every request's first statement.

        Django's own asks it `SELECT 1`, a third of what a list of the API waits for. A
        server that ends a connection says so on it, unasked: then there is something
        to read.
        """
        if self.connection.closed:
            return False
        unasked = select.poll()
        unasked.register(self.connection, select.POLLIN)
        return not unasked.poll(0)
