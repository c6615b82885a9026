"""What the periodic jobs do, by their names in the timetable; and spans of time."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

DOES: dict[str, str | Promise] = {
    "deliver messages": _("Sends the messages that wait"),
    "send codes by sms": _("Sends candidates' codes by SMS"),
    "send codes by email": _("Sends candidates' codes by e-mail"),
    "remind candidates by sms": _("Sends candidates' reminders by SMS"),
    "remind candidates by email": _("Sends candidates' reminders by e-mail"),
    "queue for webhooks": _("Finds what webhooks are to be told"),
    "deliver to webhooks": _("Tells webhooks"),
    "tell groups": _("Tells groups by their robots"),
    "read what mail comes back": _("Reads which mail came back"),
    "remind people of the day's duties": _("Writes each morning what is due"),
    "remind groups of the day's duties": _("Tells groups each morning what is due"),
    "ask to move the waitlist up": _("Asks the office to move waitlists up"),
    "ask to move the reserve up": _("Asks the office to move reserves up"),
    "admit who passed screening": _("Takes who passed screening into incubation"),
    "move reviews of who is away": _("Gives reviews of who is away to others"),
    "remind candidates of their trials": _("Reminds candidates of their trials"),
    "remind candidates of their permits": _("Reminds candidates what expires"),
    "cancel trials of who left": _("Cancels the trials of who left"),
    "judge trials again": _("Judges trials again by what is on file now"),
    "end judging of what isn't held": _("Closes judges' cards of trials not held"),
    "end lost solver runs": _("Ends runs of the solver whose worker is gone"),
    "make standings again": _("Makes standings again where results changed"),
    "admit who signed": _("Takes who signed into the team"),
    "ask for guardians' consents": _("Asks for guardians' consents"),
    "find who didn't answer": _("Finds who sent nothing more in time"),
    "give up clips, find lost ones": _("Gives up unfinished clips, finds lost ones"),
    "ask for holidays": _("Asks the office for next year's holidays"),
    "resume lost imports": _("Takes up imports of rosters that were lost"),
    "resume lost releases": _("Takes up releases of decisions that were lost"),
    "resume lost exports": _("Takes up exports that were lost"),
    "resume lost jobs of the API": _("Takes up the API's jobs that were lost"),
    "forget log-ins": _("Deletes old log-ins"),
    "forget applications": _("Deletes applications whose time is over"),
    "forget old messages": _("Deletes messages after 90 days"),
    "forget old duties": _("Deletes duties long done"),
    "forget answers kept for repeats": _("Deletes the API's answers kept for repeats"),
    "forget jobs of the API": _("Deletes old jobs of the API"),
    "forget old changes": _("Deletes old changes that systems followed"),
    "forget old deliveries": _("Deletes what webhooks were told long ago"),
    "forget what groups were told": _("Deletes what groups were told long ago"),
    "forget exported lists": _("Deletes exported lists"),
    "forget staged sheets": _("Deletes sheets that nobody wrote"),
    "forget staged rosters": _("Deletes rosters that nobody imported"),
}


def span(seconds: float) -> str:
    """A time in its largest whole unit."""
    for unit, in_words in _UNITS:
        if seconds >= unit:
            return in_words(int(seconds // unit))
    return _UNITS[-1][1](int(seconds))


def every(seconds: float) -> str:
    """How often something is done."""
    known = {3600: _("hourly"), 86400: _("daily")}
    return str(known.get(int(seconds), _("every %(span)s") % {"span": span(seconds)}))


_UNITS: list[tuple[int, Callable[[int], str]]] = [
    (86400, lambda n: ngettext("%(n)d day", "%(n)d days", n) % {"n": n}),
    (3600, lambda n: ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}),
    (60, lambda n: gettext("%(n)d min") % {"n": n}),
    (1, lambda n: gettext("%(n)d s") % {"n": n}),
]
