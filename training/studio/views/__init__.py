"""Pages of live rooms and mentors' shifts."""

from training.studio.views.rooms import room_act, room_detail, room_list, room_many
from training.studio.views.shifts import shift_add, shift_list, shift_remove

__all__ = [
    "room_act",
    "room_detail",
    "room_list",
    "room_many",
    "shift_add",
    "shift_list",
    "shift_remove",
]
