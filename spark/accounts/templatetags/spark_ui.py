"""Small things templates say the same way everywhere: icons, dates, empty values."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.core.exceptions import DisallowedHost
from django.templatetags.static import static
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from spark import clock

register = template.Library()


@register.simple_tag
@cache
def icon(name: str, css: str = "") -> SafeString:
    """A Tabler icon out of the sprite, for the eye only: a word stands beside it."""
    return format_html(
        '<svg class="ti{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        static("icons.svg"),
        name,
    )


@register.simple_tag
def dot() -> str:
    """What stands between facts on one line."""
    return pgettext("between facts", " · ")


@register.simple_tag(takes_context=True)
def drawn(context: template.Context, name: str, given: dict) -> SafeString:
    """A template with what it gets, as a view chose them."""
    with context.push(**given):
        return context.template.engine.get_template(name).render(context)  # type: ignore[union-attr]


@register.filter
def dash(value: object) -> object:
    """An empty value is a dash, never 0."""
    return "–" if value is None or value == "" else value


@register.filter
def of(values: Mapping[Any, object], key: object) -> object:
    """What `values` has by a key that a template has in hand."""
    return values.get(key, "") if values else ""


@register.filter
def minus(number: object) -> str:
    """A number with the sign for minus, which is as wide as a plus."""
    return str(number).replace("-", "\u2212")


@register.filter
def grouped(number: int) -> str:
    """`12,345`: thousands apart, as everywhere here."""
    return f"{number:,}"


@register.simple_tag(takes_context=True)
def again(context: template.Context) -> str:
    """The page's own address; of what a form led to, where the form was sent from.

    A page that doesn't say where it was sends `own_address`. Who calls us by a name
    that isn't ours is led to the front.
    """
    request = context.get("request")
    if address := context.get("own_address"):
        return address
    if request is None or request.method == "GET":
        return request.get_full_path() if request else "/"
    address = request.headers.get("Referer", "/")
    with suppress(DisallowedHost):
        if url_has_allowed_host_and_scheme(address, {request.get_host()}):
            return address
    return "/"


@register.simple_tag
def today() -> date:
    return clock.today()


@register.filter
def fact(value: object) -> object:
    """A record's value in words: numbers and dates as everywhere, yes or no, a dash."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, int | Decimal):
        return f"{value:,}"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return _in_year(value)
    return dash(value)


@register.filter
def day(value: date | None) -> str:
    """`11-24 周二` or `Tue 24 Nov`; in another year `2027-01-05` or `5 Jan 2027`."""
    if not value:
        return "–"
    value = _date(value)
    if value.year != today().year:
        return _in_year(value)
    return gettext("%(weekday)s %(date)s") % {
        "weekday": _weekday(value),
        "date": _in_month(value),
    }


@register.filter
def moment(value: datetime | None, length: str = "") -> str:
    """`今天 09:00`, `昨天 16:40`, `11-24 15:20`; `"short"` is for narrow columns."""
    if not value:
        return "–"
    value = clock.local(value)
    hour = f"{value:%H:%M}"
    near = _near(value.date())
    if length == "short":
        if value.date() == today():
            return hour
        return near or _date_only(value.date())
    return f"{near or _date_only(value.date())} {hour}"


@register.filter
def deadline(value: date | None) -> str:
    """`今天 17:00`, `11-26 周四`: the time only where one was set."""
    if not value:
        return gettext("No deadline")
    words = _near(_date(value)) or day(value)
    if isinstance(value, datetime):
        local = clock.local(value)
        if f"{local:%H:%M}" not in {"00:00", "23:59"}:
            return f"{words} {local:%H:%M}"
    return words


@register.filter
def left(value: date | None) -> str:
    """How long until, or since: `还有 2 天`, `超期 3 天`."""
    if not value:
        return ""
    now = clock.now()
    days = (_date(value) - today()).days
    if isinstance(value, datetime) and days == 0:
        hours = int((value - now).total_seconds() / 3600)
        if value < now:
            return gettext("Overdue")
        if hours < 1:
            return gettext("Under an hour left")
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    if days < 0:
        return ngettext("%(n)d day overdue", "%(n)d days overdue", -days) % {"n": -days}
    if days == 0:
        return gettext("Due today")
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def _date(value: date) -> date:
    return clock.day(value) if isinstance(value, datetime) else value


def _near(value: date) -> str:
    """Today, yesterday and tomorrow by their names."""
    if value == today():
        return gettext("today")
    if value == today() - timedelta(days=1):
        return gettext("yesterday")
    if value == today() + timedelta(days=1):
        return gettext("tomorrow")
    return ""


def _date_only(value: date) -> str:
    return _in_month(value) if value.year == today().year else _in_year(value)


def _weekday(value: date) -> str:
    return (
        pgettext("weekday", "Mon"),
        pgettext("weekday", "Tue"),
        pgettext("weekday", "Wed"),
        pgettext("weekday", "Thu"),
        pgettext("weekday", "Fri"),
        pgettext("weekday", "Sat"),
        pgettext("weekday", "Sun"),
    )[value.weekday()]


def _in_month(value: date) -> str:
    return dateformat.format(value, pgettext("date format", "j M"))


def _in_year(value: date) -> str:
    return dateformat.format(value, pgettext("date format", "j M Y"))
