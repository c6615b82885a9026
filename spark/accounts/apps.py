"""What accounts put into the rest when Django is ready."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from spark import rooms
from spark.accounts.pages import add_group, add_page
from spark.accounts.roles import STAFF_ROLES, Role


class AccountsConfig(AppConfig):
    name = "spark.accounts"

    def ready(self) -> None:
        rooms.load("spark.accounts", "people", "clients", "security")
        add_group("today", "sun", _("Today"), order=0)
        add_page("today", "home", "sun", _("Today"), *STAFF_ROLES)
        add_group("settings", "settings", _("Settings"), order=90)
        add_page("settings", "people", "user-cog", _("People"), Role.OFFICE)
        add_page(
            "settings",
            "clients",
            "plug-connected",
            _("Connected systems"),
            *(Role.OFFICE, Role.COORDINATOR),
        )
        add_page(
            "settings", "security-log", "shield-lock", _("Security log"), Role.OFFICE
        )
        import_module("spark.accounts.security.signals")
