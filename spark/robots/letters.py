"""What is told, in the group's language: one message, or many as one."""

from collections.abc import Sequence

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, ngettext

from spark.notifications.inbox import added
from spark.robots.channels import Letter
from spark.robots.models import GroupMessage, Robot
from spark.wording import lines

NAMED = 20  # of a digest's messages; the others are counted


def letter(robot: Robot, messages: Sequence[GroupMessage]) -> Letter:
    """Many are one letter with the title of each."""
    with translation.override(robot.language):
        if len(messages) == 1:
            return _single(messages[0])
        return _digest(messages)


def words(message: GroupMessage) -> list[str]:
    """The title and the lines beneath it, in the active language."""
    said = lines(f"messages/group/{message.kind}.txt", message.facts)
    return [*said, *added(message.facts, translation.get_language())]


def _single(message: GroupMessage) -> Letter:
    title, *rest = words(message)
    url = settings.SITE_URL + message.url
    return Letter(title, tuple(rest), url, gettext("Open"))


def _digest(messages: Sequence[GroupMessage]) -> Letter:
    title = ngettext("%(n)d piece of news", "%(n)d pieces of news", len(messages))
    named = [f"{n}. {words(m)[0]}" for n, m in enumerate(messages[:NAMED], 1)]
    if (more := len(messages) - NAMED) > 0:
        named.append(gettext("and %(n)d more") % {"n": more})
    return Letter(
        title % {"n": len(messages)},
        tuple(named),
        settings.SITE_URL + "/",
        gettext("Open"),
    )
