"""Addresses of signing and management."""

from contracts.signing.views import ROOM as SIGNING
from contracts.team.views import ROOM as TEAM
from spark.records import urls_of

urlpatterns = [*urls_of(SIGNING, "signing"), *urls_of(TEAM, "team")]
