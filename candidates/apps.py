"""Pages of this app's rooms in the navigation."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from spark.accounts.pages import add_page

OFFICE, COLLEGE = "office", "coordinator"


class CandidatesConfig(AppConfig):
    name = "candidates"

    def ready(self) -> None:
        for room in ("register", "screening", "incubation"):
            import_module(f"candidates.{room}.messages")
        everyone = (OFFICE, COLLEGE, "reviewer", "signing", "team")
        add_page("candidate-list", "users", _("Candidates"), *everyone, order=10)
        judging = (OFFICE, COLLEGE, "reviewer")
        add_page(
            "screening-list", "clipboard-check", _("Screening"), *judging, order=20
        )
        add_page(
            "incubation-list", "file-check", _("Incubation"), OFFICE, COLLEGE, order=30
        )
