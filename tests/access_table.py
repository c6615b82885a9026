"""Every address of Spark with who gets what. Add a row with every route."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

STAFF = ("lin", "mei", "office", "reviewer", "signing", "manager", "mentor")
EVERYBODY = (*STAFF, "nobody")


@dataclass(frozen=True)
class Row:
    """A route as the visitors of tests/test_access.py find it.

    Args:
        name: the route's, or a namespace with its colon for all routes in it.
        path: with {candidate}, {record} (of `room`), {roster}, {campus}, {user}.
        ok: the visitors for whom it works, with `works` as the status.
        denied: the status for other people logged in, or by visitor.
        anonymous: the status without a log-in; API clients come as such to pages.
        at: how far `World.candidate` has walked lin's candidate.
    """

    name: str
    path: str
    ok: tuple[str, ...] = EVERYBODY
    works: int = 200
    denied: int | Mapping[str, int] = 404
    anonymous: int = 302
    at: str = ""
    room: str = ""
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)

    def expected(self, visitor: str) -> int:
        if visitor in self.ok:
            return self.works
        if isinstance(self.denied, Mapping) and visitor in self.denied:
            return self.denied[visitor]
        if visitor in {"anonymous", "client", "other_client"}:
            return self.anonymous
        return self.denied if isinstance(self.denied, int) else 404


def public(name: str, path: str, works: int = 200, **more) -> Row:
    """The same for everybody, logged in or not."""
    everybody = ("anonymous", *EVERYBODY, "client", "other_client")
    return Row(name, path, ok=everybody, works=works, **more)


PAGES = [
    Row("home", "/"),
    Row("inbox", "/inbox/"),
    Row("candidate-list", "/candidates/"),
    Row(
        "candidate-detail",
        "/candidates/{candidate}/",
        ok=("lin", "office", "reviewer"),
        at="in_review",
    ),
    Row(
        "candidate-detail",
        "/candidates/{candidate}/",
        ok=("lin", "office", "signing"),
        at="qualified",
    ),
    Row(
        "candidate-detail",
        "/candidates/{candidate}/",
        ok=("lin", "office", "signing", "manager"),
        at="probation",
    ),
    Row("roster-send", "/candidates/import/", ok=("lin", "mei", "office"), denied=403),
    Row("roster-detail", "/candidates/import/{roster}/", ok=("lin", "office")),
]

# Where each room's record is looked at, and who sees it there.
ROOMS = {
    "screening": ("screening", "waiting", ("lin", "office", "reviewer")),
    "incubation": ("incubation", "paperwork", ("lin", "office")),
    "training": ("training", "enrolled", ("lin", "office")),
    "signing": ("signing", "draft", ("lin", "office", "signing")),
    "management": ("team", "probation", ("lin", "office", "signing", "manager")),
}
# How each room is entered: from where, and by whom.
ENTER = {
    "screening": ("registered", ("office",)),
    "incubation": ("passed", ("office",)),
    "training": ("active", ("office",)),
    "signing": ("qualified", ("signing",)),
    "management": ("in_force", ("signing",)),
}
# Who may press what; the answer to who may is 302, 409 or 422, never 403 or 404.
VERBS: dict[str, dict[str, tuple[int, tuple[str, ...]]]] = {
    "screening": {
        "open-review": (302, ("office", "reviewer")),
        "ask-more": (422, ("office", "reviewer")),
        "receive-more": (409, ("lin", "office")),
        "decide": (422, ("office",)),
        "release": (409, ("office",)),
        "take-from-waitlist": (422, ("office",)),
        "close-waitlist": (422, ("office",)),
        "withdraw": (422, ("lin", "office")),
        "appeal": (422, ("office",)),
    },
    "incubation": {
        "activate": (422, ("lin", "office")),
        "suspend": (422, ("lin", "office")),
        "resume": (409, ("lin", "office")),
        "complete": (409, ("lin", "office")),
        "drop": (422, ("lin", "office")),
    },
    "training": {
        "start-learning": (302, ("office",)),
        "start-competing": (409, ("office",)),
        "decide": (422, ("office",)),
        "release": (409, ("office",)),
        "drop": (422, ("lin", "office")),
        "appeal": (422, ("office",)),
    },
    "signing": {
        "issue": (422, ("signing",)),
        "sign": (422, ("signing",)),
        "countersign": (422, ("signing",)),
        "void": (422, ("signing",)),
        "expire": (409, ("signing",)),
        "decline": (422, ("signing",)),
        "draft-again": (409, ("signing",)),
        "let-go": (422, ("signing",)),
        "end": (422, ("signing",)),
    },
    "management": {
        "confirm": (422, ("manager",)),
        "go-on-leave": (422, ("manager",)),
        "return-from-leave": (409, ("manager",)),
        "end": (422, ("manager",)),
    },
}


def of_rooms() -> Iterator[Row]:
    for room, (prefix, at, sees) in ROOMS.items():
        yield Row(f"{room}-list", f"/{prefix}/")
        yield Row(
            f"{room}-of",
            f"/{prefix}/of/{{candidate}}/",
            ok=sees,
            at=at,
            room=room,
        )
        start, enters = ENTER[room]
        yield Row(
            f"{room}-enter",
            f"/{prefix}/of/{{candidate}}/enter/",
            ok=enters,
            works=302,
            denied=403,
            at=start,
            room=room,
            method="POST",
        )
        for verb, (works, may) in VERBS[room].items():
            yield Row(
                f"{room}-act",
                f"/{prefix}/{{record}}/{verb}/",
                ok=may,
                works=works,
                denied={visitor: 403 for visitor in sees if visitor not in may},
                at=at,
                room=room,
                method="POST",
            )


API = [
    Row(
        "api-candidates",
        "/api/v1/candidates",
        ok=("client", "other_client"),
        denied=401,
        anonymous=401,
    ),
    Row(
        "api-candidate",
        "/api/v1/candidates/{candidate}",
        ok=("client",),
        denied=dict.fromkeys(EVERYBODY, 401) | {"other_client": 404},
        anonymous=401,
        at="in_review",
    ),
    public("api-schema", "/api/v1/schema"),
    public("oauth-token", "/oauth/token/", 400, method="POST"),
]

SERVICE = [
    public("healthz", "/healthz", 500),
    public("metrics", "/metrics", 403),
    public("set_language", "/i18n/setlang/", 302, method="POST"),
    public("demo_login", "/accounts/demo/", 404, method="POST"),
]

PEOPLE = [
    Row("people", "/people/", ok=("office",), denied=403),
    Row("invite", "/people/invite/", ok=("office",), denied=403),
    Row("person", "/people/{user}/", ok=("office",)),
    Row(
        "person-act",
        "/people/{user}/disable/",
        ok=("office",),
        works=422,
        method="POST",
    ),
    Row(
        "person-grant",
        "/people/{user}/roles/",
        ok=("office",),
        works=422,
        method="POST",
    ),
    Row(
        "person-revoke",
        "/people/{user}/roles/0/revoke/",
        ok=("office",),
        works=422,
        method="POST",
    ),
    public("invitation", "/invitation/abc/", 404),
]

OWN = [
    Row("me", "/me/"),
    Row("me-notifications", "/me/notifications/", works=302, method="POST"),
    Row("me-sessions-end", "/me/sessions/end/", works=302, method="POST"),
    Row("account_login", "/accounts/login/", works=302, anonymous=200),
    Row("account_logout", "/accounts/logout/"),
    Row("account_reauthenticate", "/accounts/reauthenticate/"),
    Row("account_change_password", "/accounts/password/change/"),
    public("account_inactive", "/accounts/inactive/"),
    public("account_reset_password", "/accounts/password/reset/"),
    public("account_reset_password_done", "/accounts/password/reset/done/"),
    public("account_reset_password_from_key", "/accounts/password/reset/key/a-b/"),
    public(
        "account_reset_password_from_key_done", "/accounts/password/reset/key/done/"
    ),
    Row("mfa_index", "/accounts/2fa/"),
    Row("mfa_authenticate", "/accounts/2fa/authenticate/", works=302),
    Row("mfa_reauthenticate", "/accounts/2fa/reauthenticate/", works=302),
    Row("mfa_activate_totp", "/accounts/2fa/totp/activate/", works=302),
    Row("mfa_deactivate_totp", "/accounts/2fa/totp/deactivate/", works=404),
    Row("mfa_view_recovery_codes", "/accounts/2fa/recovery-codes/", works=404),
    Row(
        "mfa_generate_recovery_codes",
        "/accounts/2fa/recovery-codes/generate/",
        works=302,
    ),
    Row(
        "mfa_download_recovery_codes",
        "/accounts/2fa/recovery-codes/download/",
        works=404,
    ),
    # What allauth brings along and nobody finds here.
    public("closed", "/accounts/login/code/", 404),
    public("account_signup", "/accounts/signup/", 404),
    public("account_email", "/accounts/email/", 404),
    public("account_email_verification_sent", "/accounts/confirm-email/", 404),
    public("account_confirm_email", "/accounts/confirm-email/abc/", 404),
    public("account_set_password", "/accounts/password/set/", 404),
    public("account_confirm_login_code", "/accounts/login/code/confirm/", 404),
]

# The office's admin lets one role in; tests/test_admin.py walks its pages.
ADMIN = [
    Row("admin:", "/office/", ok=("office",), denied=403),
    Row("admin:", "/office/candidates/batch/", ok=("office",), denied=403),
]

ROWS = [*PAGES, *of_rooms(), *PEOPLE, *OWN, *ADMIN, *API, *SERVICE]
