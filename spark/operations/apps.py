"""What the operations page puts into the rest when Django is ready."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from spark import rooms
from spark.accounts.pages import add_page
from spark.accounts.roles import Role


class OperationsConfig(AppConfig):
    name = "spark.operations"

    def ready(self) -> None:
        rooms.load("spark", "operations")
        import_module("spark.operations.recording")  # hears Celery's signals
        add_page("settings", "operations", "activity", _("Operations"), Role.OFFICE)
