"""Calendars that people follow with their phone or mail program: RFC 5545, read only.

Rooms say what calendars there are and what stands in them (`kinds`), by the doors of
their rows, so that a calendar has what its reader may see now. `writing` writes them,
`models` keeps who follows which, by an address that is shown once.
"""
