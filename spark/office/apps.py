"""Makes the office's site the admin's default one."""

from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AdminConfig):
    default_site = "spark.office.site.OfficeSite"
