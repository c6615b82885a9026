"""Pages on which the office sees what people are told, and holds it."""

from candidates.telling.views.catalogue import kind, kinds, mail
from candidates.telling.views.held import act, held, hold, let_all_go

__all__ = ["act", "held", "hold", "kind", "kinds", "let_all_go", "mail"]
