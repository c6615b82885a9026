"""Pages of this app's rooms in the navigation."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from spark.accounts.pages import add_page


class TrainingConfig(AppConfig):
    name = "training"

    def ready(self) -> None:
        import_module("training.course.messages")
        who = ("office", "coordinator", "signing")
        add_page("training-list", "book", _("Training"), *who, order=40)
