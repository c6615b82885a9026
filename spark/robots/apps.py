"""What robots put into the rest when Django is ready."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from spark import rooms
from spark.accounts.pages import add_page
from spark.accounts.roles import Role


class RobotsConfig(AppConfig):
    name = "spark.robots"

    def ready(self) -> None:
        rooms.load("spark", "robots")
        add_page(
            "settings",
            "robots",
            "robot",
            _("Group robots"),
            Role.COORDINATOR,
            Role.MENTOR,
            Role.TEAM,
            Role.OFFICE,
        )
