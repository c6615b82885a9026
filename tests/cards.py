"""A candidate who came by their card."""

from django.test import Client

from candidates.portal import actions
from candidates.portal.models import PersonalLink
from candidates.portal.views.own import OPENED
from spark.accounts.scope import SYSTEM


def let_in(client: Client, candidate_id: int) -> None:
    """As with a card and a code read out."""
    actions.make_card(actor=SYSTEM, ids=[candidate_id])
    session = client.session
    session[OPENED] = PersonalLink.objects.get(candidate=candidate_id).pk
    session.save()
