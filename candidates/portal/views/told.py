"""What candidates were told, on their home; opening a message marks it as read."""

from django.http import HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST

from candidates.portal import actions, queries
from candidates.portal.access import guest_of
from candidates.portal.views.own import Visit, own
from candidates.register.models import Candidate
from candidates.register.views.own import Own, OwnPart, add_own_part
from spark import htmx
from spark.notifications import inbox


def part(candidate: Candidate) -> Own | None:
    """None for who was never told anything."""
    language = translation.get_language()
    shown = []
    for message in queries.told(guest_of(candidate)):
        title, body = inbox.words(message, language)
        shown.append({"message": message, "title": title, "body": body})
    return Own("candidates/portal/_told.html", {"shown": shown}) if shown else None


@own
@require_POST
def read(request: Visit, pk: int) -> HttpResponse:
    """Open one of them: it is read, and leads to what it tells of."""
    return htmx.to(request, actions.read_message(request.guest, pk))


add_own_part(OwnPart("messages", 20, part))
