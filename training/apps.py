"""Pages of this app's rooms in the navigation."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from spark import rooms
from spark.accounts.pages import add_group, add_page
from spark.accounts.roles import Role
from spark.accounts.today import Panel, add_panel
from spark.sheets.register import add_kind

OFFICE, COLLEGE = Role.OFFICE, Role.COORDINATOR
TRYING = (OFFICE, COLLEGE, Role.MENTOR, Role.TEAM)
# In the order of their page: that in which a season is set up.
SHEETS = (
    *("studio.sheets.rooms.Rooms", "studio.sheets.rooms.Programmes"),
    *("studio.sheets.rooms.Blockings", "studio.sheets.rooms.Audiences"),
    *("studio.sheets.shifts.Shifts", "hosts.sheets.Travels"),
    *("trials.sheets.Campaigns", "trials.sheets.Rounds"),
    *("hosts.sheets.Weeks", "hosts.sheets.Permits", "standings.sheets.results.Results"),
)


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training and trials")

    def ready(self) -> None:
        rooms.load(
            "training",
            *("course", "studio", "hosts", "trials", "timetable"),
            *("judging", "standings", "racing"),
        )
        self._add_pages()
        for sheet in SHEETS:
            add_kind(f"training.{sheet}")
        today = import_module("training.trials.views.today")
        week = "training/trials/_week.html"
        add_panel(Panel(week, today.week, frozenset(TRYING), order=10))

    def _add_pages(self) -> None:
        add_group("training", "book", _("Training"), order=40)
        learning = (OFFICE, COLLEGE, Role.SIGNING)
        add_page("training", "training-list", "book", _("Courses"), *learning)
        add_page("training", "trial-list", "broadcast", _("Trials"), *TRYING)
        judging = (OFFICE, Role.MENTOR, Role.REVIEWER)
        add_page("training", "judging-mine", "pencil", _("Judging"), *judging)
        watching = (OFFICE, Role.MENTOR)
        add_page("training", "live", "heartbeat", _("Live board"), *watching)
        add_page(
            "training", "incident-list", "alert-triangle", _("Incidents"), *watching
        )
        add_page("training", "campaign-list", "tournament", _("Timetables"), OFFICE)
        looking = (OFFICE, Role.MENTOR, Role.TEAM)
        icon = "building-broadcast-tower"
        add_page("training", "room-list", icon, _("Live rooms"), *looking)
        sending = (OFFICE, COLLEGE, Role.MENTOR)
        add_page("settings", "sheet-list", "table-import", _("Sheets"), *sending)
