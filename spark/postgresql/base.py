"""Django's PostgreSQL backend, which starts the embedded services when first needed."""

from django.conf import settings
from django.db.backends.postgresql import base, creation

from spark.postgresql import as_owner


class DatabaseCreation(creation.DatabaseCreation):
    """Test databases are made and destroyed by the owner, and used by the runtime."""

    def create_test_db(self, *args, **kwargs):
        with as_owner(self.connection.alias):
            return super().create_test_db(*args, **kwargs)

    def destroy_test_db(self, *args, **kwargs):
        with as_owner(self.connection.alias):
            return super().destroy_test_db(*args, **kwargs)


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation

    def get_new_connection(self, conn_params):
        if settings.SPARK_LOCAL is not None:
            settings.SPARK_LOCAL.ensure()
        return super().get_new_connection(conn_params)
