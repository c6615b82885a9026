"""Rooms fill the registers that others read, once Django is ready."""

from importlib import import_module
from importlib.util import find_spec

# What fills registers: kinds of messages and duties, verbs, sheets, what stands in
# calendars, sections, parts of candidates' own pages, and resources of the API.
FILLING = (
    *("messages", "actions", "handover", "sheets"),
    *("calendars", "views", "portal", "api"),
)


def load(app: str, *rooms: str) -> None:
    """Import the parts of an app's rooms that register something.

    Called by `AppConfig.ready`, so that a worker or a command knows all that the web
    does, though it loads no addresses.
    """
    for room in rooms:
        for part in FILLING:
            name = f"{app}.{room}.{part}"
            if find_spec(name):
                import_module(name)
