"""The rows of candidates' own pages, and of the cards that lead there."""

from tests.access_row import Row, public, seen_by

COLLEGE = ("lin", "office")
OTHERS = dict.fromkeys({*seen_by("reviewer")}, 403)


def _own(name: str, path: str, works: int = 200, **more) -> Row:
    """For the candidate; all others are told how to get in."""
    return Row(name, path, ("guest",), works, denied=401, anonymous=401, **more)


def _card(name: str, path: str, **more) -> Row:
    url = f"/candidates/{{candidate}}/card/{path}"
    return Row(name, url, COLLEGE, denied=OTHERS, at="in_review", **more)


def _consents(path: str, works: int = 200, **more) -> Row:
    name = "candidate-consents-act" if "/" in path else "candidate-consents"
    url = f"/candidates/{{candidate}}/consents/{path}"
    return Row(name, url, COLLEGE, works, denied=OTHERS, at="in_review", **more)


def _guardian(name: str, path: str, works: int = 200, **more) -> Row:
    """For the guardian who was asked about the candidate, and for nobody else."""
    return Row(
        name,
        path,
        ("guardian",),
        works,
        denied=401,
        anonymous=401,
        at="in_review",
        **more,
    )


def _applicants(name: str, path: str, works: int = 401, **more) -> Row:
    """For who has an application of the page open, which nobody here has."""
    return public(name, f"/a/{{slug}}/{path}", works, **more)


def _queue(name: str, path: str, ok: tuple[str, ...], **more) -> Row:
    return Row(name, f"/applications/{path}", ok, **more)


POST = {"method": "POST"}
SENDING = ("lin", "mei", "office")
APPLYING = [
    _applicants("apply", "", 200),
    _applicants("apply-begin", "begin/", 302, **POST),
    _applicants("apply-code", "code/", 200),
    _applicants("apply-leave", "leave/", 302, **POST),
    _applicants("apply-mine", "mine/"),
    _applicants("apply-step", "mine/who/"),
    _applicants("apply-check", "mine/check/name/", **POST),
    _applicants("apply-send", "mine/send/", **POST),
    _applicants("apply-withdraw", "mine/withdraw/", **POST),
    _queue("application-list", "", SENDING, denied=403),
    _queue("application-detail", "{application}/", COLLEGE),
    *(
        _queue(
            "application-act",
            f"{{application}}/{verb}/",
            COLLEGE,
            works=works,
            **POST,
        )
        for verb, works in {
            "confirm": 302,
            "ask-back": 422,
            "refuse": 422,
            "new-code": 200,
        }.items()
    ),
    _queue("application-many", "many/confirm/", SENDING, works=422, denied=403, **POST),
    _queue("call-list", "pages/", SENDING, denied=403),
    _queue("call-change", "pages/{call}/", COLLEGE),
    _queue("call-poster", "pages/{call}/poster.png", COLLEGE),
]

PORTAL = [
    *APPLYING,
    public("portal-arrive", "/p/abc/"),
    public("portal-send-code", "/p/code/", 422, method="POST"),
    public("portal-enter", "/p/", 422, method="POST"),
    public("portal-leave", "/my/leave/", 302, method="POST"),
    _own("portal-home", "/my/", at="in_review"),
    _own("portal-home", "/my/", studio=True),
    _own(
        "portal-trial-act",
        "/my/trials/{trial}/confirm/",
        302,
        studio=True,
        method="POST",
    ),
    _own("portal-message", "/my/messages/{told}/", 302, at="in_review", method="POST"),
    _own("portal-data", "/my/data/", at="in_review"),
    _own("portal-contact", "/my/data/contact/", 422, at="in_review", method="POST"),
    _own("portal-ask", "/my/data/ask/", 422, at="in_review", method="POST"),
    _own("portal-data-file", "/my/data/file.json", at="in_review"),
    Row("request-list", "/requests/", ("office",), denied=403),
    Row(
        "request-act",
        "/requests/{asked}/answer/",
        ("office",),
        422,
        at="in_review",
        method="POST",
    ),
    public("guardian-arrive", "/g/abc/"),
    public("guardian-enter", "/g/", 422, method="POST"),
    public("guardian-leave", "/guardian/leave/", 302, method="POST"),
    _guardian("guardian-home", "/guardian/"),
    _guardian("guardian-act", "/guardian/decline/", 302, method="POST"),
    _own(
        "portal-consent-act",
        "/my/consents/give/{candidate}/",
        302,
        at="in_review",
        method="POST",
    ),
    _consents(""),
    _consents("give/{candidate}/", 422, method="POST"),
    _consents("ask/{candidate}/", 422, method="POST"),
    _consents("make-link/{consent}/", method="POST"),
    _consents("take-back/{consent}/", 422, method="POST"),
    _card("candidate-card", ""),
    _card("candidate-card-act", "make-card/", method="POST"),
]
