"""The models of this app's rooms, where Django looks for them."""

from contracts.signing.models import Contract, Scan, ScanOpening
from contracts.team.models import Membership

__all__ = ["Contract", "Membership", "Scan", "ScanOpening"]
