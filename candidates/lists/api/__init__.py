"""The list for campus systems: read your own candidates, bring them in, change them."""

from candidates.lists.api.candidates import CandidateSerializer

__all__ = ["CandidateSerializer"]
