"""Entry point of the web server."""

import os

from django.core.wsgi import get_wsgi_application

from spark.environment import PRODUCTION
from spark.postgresql.checks import refuse_unsafe

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spark.settings")
application = get_wsgi_application()
if PRODUCTION:
    refuse_unsafe()
