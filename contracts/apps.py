"""Pages of this app's rooms in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from spark import rooms
from spark.accounts.pages import add_page


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        rooms.load("contracts", "signing", "team", "analytics")
        who = ("office", "coordinator", "signing")
        add_page("signing-list", "writing-sign", _("Signing"), *who, order=50)
        add_page("management-list", "users-group", _("Team"), *who, "team", order=60)
        add_page(
            "numbers", "chart-bar", _("Numbers"), "office", "coordinator", order=80
        )
