"""Pages of this app's rooms in the navigation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from spark import rooms
from spark.accounts.pages import add_group, add_page
from spark.accounts.roles import Role


class ContractsConfig(AppConfig):
    name = "contracts"

    def ready(self) -> None:
        rooms.load("contracts", "signing", "team", "analytics")
        who = (Role.OFFICE, Role.COORDINATOR, Role.SIGNING)
        add_group("signing", "writing-sign", _("Signing"), order=50)
        add_page("signing", "signing-list", "writing-sign", _("Signing"), *who)
        add_group("team", "users-group", _("Management"), order=60)
        add_page(
            "team", "management-list", "users-group", _("Management"), *who, Role.TEAM
        )
        add_group("numbers", "chart-bar", _("Numbers"), order=80)
        counting = (Role.OFFICE, Role.COORDINATOR)
        add_page("numbers", "numbers", "chart-bar", _("Numbers"), *counting)
