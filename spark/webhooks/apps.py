"""What webhooks put into the rest when Django is ready."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from spark import rooms
from spark.accounts.pages import add_page
from spark.accounts.roles import Role


class WebhooksConfig(AppConfig):
    name = "spark.webhooks"

    def ready(self) -> None:
        rooms.load("spark", "webhooks")
        add_page(
            "settings",
            "webhooks",
            "webhook",
            _("Webhooks"),
            Role.COORDINATOR,
            Role.OFFICE,
        )
