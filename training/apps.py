"""Pages of this app's rooms in the navigation."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from spark import rooms
from spark.accounts.pages import add_page
from spark.accounts.today import Part, add_part
from spark.sheets.register import add_kind


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training and trials")

    def ready(self) -> None:
        rooms.load("training", "course", "trials")
        learning = ("office", "coordinator", "signing")
        add_page("training-list", "book", _("Training"), *learning, order=40)
        trying = ("office", "coordinator", "mentor", "team")
        add_page("trial-list", "broadcast", _("Trials"), *trying, order=44)
        looking = ("office", "mentor", "team")
        icon = "building-broadcast-tower"
        add_page("room-list", icon, _("Live rooms"), *looking, order=45)
        add_page("campaign-list", "tournament", _("Campaigns"), "office", order=46)
        sending = ("office", "coordinator")
        add_page("sheet-list", "table-import", _("Sheets"), *sending, order=47)
        for sheet in (
            *("rooms.Rooms", "rooms.Programmes", "rooms.Blockings", "rooms.Audiences"),
            *("staff.Shifts", "staff.Travels"),
            *("campaigns.Campaigns", "campaigns.Rounds"),
            *("hosts.Weeks", "hosts.Permits"),
        ):
            add_kind(f"training.trials.sheets.{sheet}")
        today = import_module("training.trials.views.today")
        week = "training/trials/_week.html"
        add_part(Part(week, today.week, frozenset(trying), order=10))
