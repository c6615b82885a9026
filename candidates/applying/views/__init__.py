"""Pages of those who apply, and of colleges that answer them."""

from candidates.applying.views import demo
from candidates.applying.views.clips import (
    application_clip,
    clip_drop,
    clip_file,
    clip_state,
    clip_upload,
    clip_uploads,
)
from candidates.applying.views.many import application_many
from candidates.applying.views.own import (
    check,
    leave,
    mine,
    send,
    step,
    withdraw,
)
from candidates.applying.views.pages import call_change, call_list
from candidates.applying.views.poster import call_code, call_poster
from candidates.applying.views.public import arrive, begin, come_back
from candidates.applying.views.queue import (
    application_act,
    application_detail,
    application_list,
)

__all__ = [
    "application_act",
    "application_clip",
    "application_detail",
    "application_list",
    "application_many",
    "arrive",
    "begin",
    "call_change",
    "call_code",
    "call_list",
    "call_poster",
    "check",
    "clip_drop",
    "clip_file",
    "clip_state",
    "clip_upload",
    "clip_uploads",
    "come_back",
    "demo",
    "leave",
    "mine",
    "send",
    "step",
    "withdraw",
]
