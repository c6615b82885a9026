"""Pages of this app's rooms in the navigation."""

from collections.abc import Iterable
from importlib import import_module

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _

from spark import rooms
from spark.accounts.holdings import Holding, add_holding
from spark.accounts.pages import add_group, add_page
from spark.accounts.roles import GuestRole, Role
from spark.accounts.today import Panel, add_panel

OFFICE, COLLEGE = Role.OFFICE, Role.COORDINATOR


class CandidatesConfig(AppConfig):
    name = "candidates"
    verbose_name = _("Programmes and batches")

    def ready(self) -> None:
        names = ("register", "rosters", "lists", "inbox", "screening", "incubation")
        later = ("portal", "clips", "consents", "papers", "applying", "rights")
        rooms.load("candidates", *names, *later, "telling")
        queries = import_module("candidates.register.queries")
        checks.register(queries.keys_fit, checks.Tags.database)
        import_module("spark.duties.board").NAMES.append(queries.names_of)
        door = import_module("candidates.register.access").CANDIDATES
        everyone = frozenset(door.sees)
        self._add_pages(everyone)
        self._add_holdings()
        said = import_module("candidates.telling.queries")
        batches = import_module("spark.notifications.batches")
        batches.HELD.append(said.is_held)
        batches.PARAGRAPHS.append(said.paragraph_of)
        clips = import_module("candidates.screening.queries").SOURCES
        clips.append(import_module("candidates.applying.queries").clip_of)
        portal = import_module("candidates.portal.queries")
        watches = import_module("spark.operations.watching").WATCHES
        watches += [portal.codes_stuck, portal.reminders_stuck]
        reaches = import_module("spark.notifications.reminders").REACHES
        reaches[GuestRole.CANDIDATE] = portal.reached
        today = import_module("candidates.lists.views.today")
        template = "candidates/lists/_today.html"
        add_panel(Panel(template, today.people, everyone, 10, aside=True))

    def _add_holdings(self) -> None:
        screening = import_module("candidates.screening.actions")
        counts = import_module("candidates.screening.queries")
        judged, marked = _("Screenings to judge"), _("Reviews to lock")
        judging = (judged, counts.count_judged_by, screening.reassign)
        marking = (marked, counts.pending_of, screening.hand_over)
        for held in (judging, marking):
            add_holding(Holding(Role.REVIEWER, *held))

    def _add_pages(self, everyone: Iterable[str]) -> None:
        judging, sending = (OFFICE, COLLEGE, Role.REVIEWER), (OFFICE, COLLEGE)
        add_group("candidates", "users", _("Candidates"), order=10)
        add_page("candidates", "candidate-list", "users", _("Candidates"), *everyone)
        icon = "forms"
        college = (OFFICE, COLLEGE)
        add_group("applications", icon, _("Applications"), order=15)
        add_page("applications", "application-list", icon, _("Applications"), *college)
        icon = "clipboard-check"
        add_group("screening", icon, _("Screening"), order=20)
        add_page("screening", "review-queue", "checks", _("To review"), Role.REVIEWER)
        add_page("screening", "screening-list", icon, _("Screening"), *judging)
        add_page("screening", "decision-board", "gavel", _("Decisions"), OFFICE)
        add_page("screening", "reviewer-list", "users", _("Reviewers"), OFFICE)
        add_page("screening", "scorecard-list", "list-check", _("Scorecards"), OFFICE)
        add_page("screening", "fairness", "scale", _("Fairness"), OFFICE)
        icon = "file-check"
        add_group("incubation", icon, _("Incubation"), order=30)
        add_page("incubation", "incubation-list", icon, _("Incubation"), *sending)
        icon = "shield-lock"
        add_page("settings", "message-kinds", "mail", _("Messages"), OFFICE)
        add_page(
            "settings", "held-messages", "player-pause", _("Held messages"), OFFICE
        )
        add_page("settings", "request-list", icon, _("Requests about data"), OFFICE)
        unclear = _("Unclear rows")
        add_page("settings", "unclear-list", "user-question", unclear, OFFICE)
        add_page("settings", "admin:index", "database", _("Reference data"), OFFICE)
        add_page("settings", "roster-send", "table-import", _("Rosters"), *sending)
