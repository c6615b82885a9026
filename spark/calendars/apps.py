"""What calendars put into the rest when Django is ready."""

from django.apps import AppConfig

from spark import rooms


class CalendarsConfig(AppConfig):
    name = "spark.calendars"

    def ready(self) -> None:
        rooms.load("spark", "calendars")
