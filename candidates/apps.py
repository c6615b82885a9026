"""Pages of this app's rooms in the navigation."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from spark import rooms
from spark.accounts.holdings import Holding, add_holding
from spark.accounts.pages import add_page
from spark.accounts.today import Part, add_part

OFFICE, COLLEGE = "office", "coordinator"


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Programmes and batches")

    def ready(self) -> None:
        rooms.load("candidates", "register", "screening", "incubation")
        names_of = import_module("candidates.register.queries").names_of
        import_module("spark.duties.board").NAMES.append(names_of)
        everyone = (OFFICE, COLLEGE, "reviewer", "signing", "team")
        add_page("candidate-list", "users", _("Candidates"), *everyone, order=10)
        judging = (OFFICE, COLLEGE, "reviewer")
        add_page(
            "screening-list", "clipboard-check", _("Screening"), *judging, order=20
        )
        add_page(
            "incubation-list", "file-check", _("Incubation"), OFFICE, COLLEGE, order=30
        )
        screening = import_module("candidates.screening.actions")
        count = import_module("candidates.screening.queries").count_judged_by
        held = Holding("reviewer", _("Screenings to judge"), count, screening.reassign)
        add_holding(held)
        today = import_module("candidates.register.views.today")
        template = "candidates/register/_today.html"
        add_part(Part(template, today.people, frozenset(everyone), 10, aside=True))
        add_page("admin:index", "database", _("Reference data"), OFFICE, order=90)
