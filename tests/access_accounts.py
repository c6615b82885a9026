"""The addresses of accounts: the office's people, systems, and one's own."""

from tests.access_row import Row, public
from tests.world import STAFF

PEOPLE = [
    Row("people", "/people/", ok=("office",), denied=403),
    Row("security-log", "/security/", ok=("office",), denied=403),
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
    public("mute", "/mute/abc/", 404),
]

CLIENTS = [
    Row("clients", "/clients/", ok=("lin", "mei", "office"), denied=403),
    Row("client-connect", "/clients/connect/", ok=("office",), denied=403),
    Row("client", "/clients/{client}/", ok=("lin", "office")),
    *(
        Row(
            "client-act",
            f"/clients/{{client}}/{verb}/",
            ok=("office",),
            works=works,
            denied={"lin": 403},
            method="POST",
        )
        for verb, works in {"change": 422, "renew": 200, "disconnect": 422}.items()
    ),
]

OWN = [
    Row("me", "/me/"),
    Row("me-notifications", "/me/notifications/", works=302, method="POST"),
    Row("undo", "/undo/", works=404, method="POST"),
    Row("me-sessions-end", "/me/sessions/end/", works=302, method="POST"),
    Row("calendars", "/calendars/"),
    Row("calendars", "/calendars/", ok=(*STAFF,), works=422, denied=403, method="POST"),
    Row(
        "calendar-end",
        "/calendars/{calendar}/end/",
        ok=("lin",),
        works=302,
        method="POST",
    ),
    public("calendar-feed", "/calendar/abc.ics", 404),
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
