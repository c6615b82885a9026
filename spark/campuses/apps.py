"""Places and the dated tables of law."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampusesConfig(AppConfig):
    name = "spark.campuses"
    verbose_name = _("Places and tables of law")
