"""The college's part of a candidate's page, and the page of a guardian."""

from candidates.consents.views import demo
from candidates.consents.views.college import consents, consents_act
from candidates.consents.views.guardian import (
    guardian_act,
    guardian_arrive,
    guardian_enter,
    guardian_home,
    guardian_leave,
    guardian_send_code,
)

__all__ = [
    "consents",
    "consents_act",
    "demo",
    "guardian_act",
    "guardian_arrive",
    "guardian_enter",
    "guardian_home",
    "guardian_leave",
    "guardian_send_code",
]
