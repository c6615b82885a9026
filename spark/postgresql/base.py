"""Django's PostgreSQL backend, which starts the embedded services when first needed."""

from django.conf import settings
from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params):
        if settings.SPARK_LOCAL is not None:
            settings.SPARK_LOCAL.ensure()
        return super().get_new_connection(conn_params)
