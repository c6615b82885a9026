"""How unfold shows the office's site: our words, colours and navigation."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def _entry(url_name: str, symbol: str, label) -> dict:
    """An entry of the side bar; `symbol` is one of unfold's Material Symbols."""
    return {"title": label, "icon": symbol, "link": reverse_lazy(url_name)}


def _page(model: str, symbol: str, label) -> dict:
    """A model's list."""
    return _entry(f"admin:{model}_changelist", symbol, label)


NAVIGATION = [
    {"items": [_entry("home", "arrow_back", _("Back to Spark")) | {"active": False}]},
    {
        "title": _("Programme"),
        "separator": True,
        "items": [
            _page("candidates_batch", "event_note", _("Batches")),
            _page("candidates_programme", "local_fire_department", _("Programmes")),
            _page("candidates_direction", "signpost", _("Directions")),
            _page("candidates_leavereason", "logout", _("Leaving reasons")),
            _page("candidates_notice", "contract", _("Notices")),
        ],
    },
    {
        "title": _("Places"),
        "separator": True,
        "items": [
            _page("campuses_campus", "school", _("Campuses")),
            _page("campuses_base", "storefront", _("Training bases")),
            _page("campuses_matrixteam", "groups", _("Matrix teams")),
            _page("campuses_region", "map", _("Regions")),
            _page("training_liveroom", "videocam", _("Live rooms")),
            _page("training_slot", "calendar_clock", _("Slots")),
        ],
    },
    {
        "title": _("Tables of law"),
        "separator": True,
        "items": [
            _page("campuses_holiday", "calendar_month", _("Holidays")),
            _page("campuses_minimumwage", "payments", _("Minimum wages")),
            _page("campuses_provinciallimit", "gavel", _("Provincial limits")),
        ],
    },
]
# Our tokens (static/css/spark.css): grey for everything, orange for what to do next.
COLORS = {
    "base": {
        "50": "#F7F7F8",
        "100": "#EFF0F2",
        "200": "#E2E4E7",
        "300": "#B9BDC5",
        "400": "#969BA4",
        "500": "#62666E",
        "600": "#484C53",
        "700": "#30343A",
        "800": "#22252A",
        "900": "#191B1F",
        "950": "#111215",
    },
    "primary": {
        "50": "#FFF4EE",
        "100": "#FFE6D9",
        "200": "#FFCDB3",
        "300": "#FFAB80",
        "400": "#FF8A55",
        "500": "#FF8A55",
        "600": "#C43C00",
        "700": "#A83300",
        "800": "#7F2700",
        "900": "#5C1C00",
        "950": "#1C0A00",
    },
    "font": {
        "subtle-light": "#62666E",
        "subtle-dark": "#969BA4",
        "default-light": "#484C53",
        "default-dark": "#B9BDC5",
        "important-light": "#1A1C20",
        "important-dark": "#ECEDEF",
    },
}
UNFOLD = {
    "SITE_TITLE": _("Spark Plan"),
    "SITE_HEADER": _("Spark Plan"),
    "SITE_SUBHEADER": _("Reference data"),
    "SITE_URL": reverse_lazy("home"),
    "SITE_ICON": lambda request: static("icon.svg"),
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda request: static("icon.svg"),
        }
    ],
    "STYLES": [lambda request: static("office.css")],
    "SCRIPTS": [lambda request: static("office.js")],
    "BORDER_RADIUS": "6px",
    "COLORS": COLORS,
    "SHOW_VIEW_ON_SITE": False,
    "SIDEBAR": {"navigation": NAVIGATION},
    "ACCOUNT": {
        "navigation": [
            {
                "title": _("Change password"),
                "link": reverse_lazy("account_change_password"),
            }
        ]
    },
}
