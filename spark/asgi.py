"""Entry point of the web server: requests are taken in whole, then worked on.

The first import sets Django up, which the others need, or refuses to start.
"""

# isort: off
from spark.wsgi import application as wsgi

from django.conf import settings
from spark.intake import Intake

application = Intake(wsgi, settings.WEB_THREADS)
