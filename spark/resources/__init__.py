"""A door's rows for systems: a list, one of them, and what may be done to it.

    register(
        Resource(
            "screenings", access.SCREENINGS, ScreeningSerializer, CONDITIONS,
            writes=(Write(actions.receive_more),),
        )
    )

in a room's `api.py` gives `GET /api/v1/screenings`, `GET …/{id}` and
`POST …/{id}/receive-more`; who may is what the door, the verb and the scope say.
"""

from spark.resources.declared import (
    RESOURCES,
    NothingGiven,
    Resource,
    Write,
    WriteMany,
    add_views,
    register,
)
from spark.resources.shapes import reads

__all__ = [
    "RESOURCES",
    "NothingGiven",
    "Resource",
    "Write",
    "WriteMany",
    "add_views",
    "reads",
    "register",
]
