"""What accounts put into the rest when Django is ready."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "spark.accounts"

    def ready(self) -> None:
        import_module("spark.accounts.people.messages")
