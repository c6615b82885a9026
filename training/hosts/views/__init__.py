"""Pages of what is on file about hosts."""

from training.hosts.views.permits import host_permits, permit_act, permit_enter
from training.hosts.views.weeks import host_week

__all__ = [
    "host_permits",
    "host_week",
    "permit_act",
    "permit_enter",
]
