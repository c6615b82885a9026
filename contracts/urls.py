"""Addresses of signing and management."""

from candidates.register.views import pages_of
from contracts.signing.views import ROOM as SIGNING
from contracts.team.views import ROOM as TEAM

urlpatterns = [*pages_of(SIGNING, "signing"), *pages_of(TEAM, "team")]
