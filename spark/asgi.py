"""Entry point of the web server: requests are taken in whole, then worked on."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spark.settings")
wsgi = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- known from here on

from spark.intake import Intake  # noqa: E402 -- needs Django

application = Intake(wsgi, settings.WEB_THREADS)
