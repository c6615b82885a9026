"""The addresses of webhooks: pages of campus and office, and the systems' own."""

from tests.access_row import EVERYBODY, Row

COORDINATORS = ("lin", "mei")
SEEN = ("lin", "office")


def _page(name: str, path: str, **more) -> Row:
    return Row(name, f"/webhooks/{path}", **more)


def _api(name: str, path: str = "", **more) -> Row:
    denied = dict.fromkeys(EVERYBODY, 401) | {"other_client": 404}
    own = {"ok": ("client",), "denied": denied, "anonymous": 401}
    headers = {"If-Match": "*"}
    return Row(name, f"/api/v1/webhooks{path}", **{"headers": headers} | own | more)


BOTH = {"ok": ("client", "other_client")}

WEBHOOKS = [
    _page("webhooks", "", ok=(*COORDINATORS, "office"), denied=403),
    _page("webhook-create", "new/", ok=COORDINATORS, denied=403),
    _page("webhook", "{webhook}/", ok=SEEN),
    _page("webhook-act", "{webhook}/pause/", ok=SEEN, works=302, method="POST"),
    _page(
        "webhook-act",
        "{webhook}/rotate-secret/",
        ok=("lin",),
        denied={"office": 403},
        method="POST",
    ),
    _page(
        "webhook-delivery-replay",
        "{webhook}/deliveries/{delivery}/replay/",
        ok=SEEN,
        works=302,
        method="POST",
    ),
    _api("api-webhooks", **BOTH),
    _api("api-webhooks", method="POST", works=400, **BOTH),
    _api("api-webhook", "/{webhook}"),
    _api("api-webhook", "/{webhook}", method="PATCH"),
    _api("api-webhook", "/{webhook}", method="DELETE", works=204),
    _api("api-webhook-rotate-secret", "/{webhook}/rotate-secret", method="POST"),
    _api("api-webhook-test", "/{webhook}/test", method="POST"),
    _api("api-webhook-pause", "/{webhook}/pause", method="POST"),
    _api("api-webhook-resume", "/{webhook}/resume", method="POST", works=409),
    _api("api-webhook-replay", "/{webhook}/replay", method="POST", works=400),
    _api("api-webhook-deliveries", "/{webhook}/deliveries"),
    _api(
        "api-webhook-delivery-replay",
        "/{webhook}/deliveries/{delivery}/replay",
        method="POST",
    ),
]
