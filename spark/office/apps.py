"""Makes the office's site the admin's default one."""

from importlib import import_module

from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AdminConfig):
    default_site = "spark.office.site.OfficeSite"

    def ready(self) -> None:
        """The worker knows the kinds of duties too."""
        super().ready()
        import_module("spark.office.holidays")
