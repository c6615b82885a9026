"""What accounts put into the rest when Django is ready."""

from django.apps import AppConfig

from spark import rooms


class AccountsConfig(AppConfig):
    name = "spark.accounts"

    def ready(self) -> None:
        rooms.load("spark.accounts", "people")
