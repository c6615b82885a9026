"""The inbox of campus systems: what is due of the coordinators, what they were told."""

from candidates.inbox.api import duties, messages, preferences

__all__ = ["duties", "messages", "preferences"]
