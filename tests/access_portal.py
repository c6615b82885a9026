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


def _clip(kind: str, path: str, **more) -> Row:
    """To send a clip for somebody: their college, and the office."""
    name, url = f"candidate-clip-{kind}", f"/candidates/{{candidate}}/clip/{path}"
    return Row(name, url, COLLEGE, at="waiting", **more)


POST = {"method": "POST"}
TUS = {"Tus-Resumable": "1.0.0"}
NOBODYS = "00000000-0000-4000-8000-000000000000"  # key of a clip
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
    _applicants("apply-clip", "mine/clip/state/"),
    _applicants("apply-clip-drop", "mine/clip/drop/", **POST),
    _applicants("apply-clip-file", "mine/clip/file/clip.mp4"),
    _applicants("apply-clip-uploads", "mine/clip/uploads/", **POST),
    _applicants("apply-clip-upload", f"mine/clip/uploads/{NOBODYS}/", **POST),
    _applicants("apply-withdraw", "mine/withdraw/", **POST),
    _queue("application-list", "", SENDING, denied=403),
    _queue("application-detail", "{application}/", COLLEGE),
    # There is none; who sees which is in tests/candidates/clips/test_serving.py.
    _queue("application-clip", "{application}/clip/clip.mp4", (), anonymous=302),
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
    Row(
        "candidate-clip",
        "/candidates/{candidate}/clip/",
        ("office", "lin", "reviewer"),
        at="in_review",
    ),
    _clip("send", "send/"),
    _clip("send", "send/", works=422, **POST),
    _clip("state", "state/"),
    _clip("uploads", "uploads/", works=400, headers=TUS, **POST),
    # Nobody's clip; whose is whose: tests/candidates/screening/test_sending.py.
    Row(
        "candidate-clip-upload",
        f"/candidates/{{candidate}}/clip/uploads/{NOBODYS}/",
        (),
        at="waiting",
        headers=TUS,
        **POST,
    ),
    Row("clip-file", "/clips/0/clip.mp4", ()),
    Row("clip-act", "/clips/0/remove/", (), method="POST"),
    _queue("call-list", "pages/", SENDING, denied=403),
    _queue("call-change", "pages/{call}/", COLLEGE),
    _queue("call-code", "pages/{call}/poster.png", COLLEGE),
    _queue("call-poster", "pages/{call}/poster/en/a4.pdf", COLLEGE),
]

PORTAL = [
    *APPLYING,
    public("portal-arrive", "/p/abc/"),
    public("portal-send-code", "/p/code/", 422, method="POST"),
    public("portal-enter", "/p/", 422, method="POST"),
    public("portal-worker", "/sw.js"),
    public("portal-manifest", "/app/en.webmanifest"),
    public("portal-offline", "/offline/"),
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
    _own("portal-week", "/my/week/", studio=True),
    _own("portal-week", "/my/week/", 404, at="in_review"),
    _own("portal-week", "/my/week/", 422, studio=True, method="POST"),
    _own("portal-message", "/my/messages/{told}/", 302, at="in_review", method="POST"),
    _own("portal-calendars", "/my/calendars/", at="in_review"),
    _own("portal-calendars", "/my/calendars/", 422, at="in_review", method="POST"),
    _own("portal-calendar-end", "/my/calendars/0/end/", 404, at="in_review", **POST),
    _own("portal-clip-send", "/my/clip/", at="in_review"),
    _own("portal-clip-send", "/my/clip/", 422, at="waiting", method="POST"),
    _own("portal-clip-state", "/my/clip/state/", at="in_review"),
    _own("portal-clip-uploads", "/my/clip/uploads/", 412, at="waiting", **POST),
    _own(
        *("portal-clip-upload", f"/my/clip/uploads/{NOBODYS}/", 412),
        at="waiting",
        **POST,
    ),
    _own("portal-clip-answer", "/my/clip/answer/", 302, at="in_review", **POST),
    _own("portal-clip-file", "/my/clip/file/clip.mp4", 404, at="in_review"),
    _own("portal-clip-drop", "/my/clip/drop/", 404, at="in_review", method="POST"),
    _own("portal-paper", "/my/papers/agreement/", at="paperwork"),
    _own("portal-paper", "/my/papers/agreement/", 422, at="paperwork", **POST),
    _own("portal-paper", "/my/papers/agreement/", 404, at="in_review"),
    Row(
        "candidate-papers",
        "/candidates/{candidate}/papers/",
        COLLEGE,
        denied=OTHERS,
        at="in_review",
    ),
    # Nobody's; whose is whose: tests/candidates/papers.
    *(
        Row(
            name,
            f"/candidates/{{candidate}}/papers/0/{verb}/",
            (),
            at="in_review",
            **POST,
        )
        for name, verb in (
            ("candidate-paper-file", "file"),
            ("candidate-papers-act", "accept"),
        )
    ),
    _own("portal-data", "/my/data/", at="in_review"),
    _own("portal-contact", "/my/data/contact/", 422, at="in_review", method="POST"),
    _own("portal-ask", "/my/data/ask/", 422, at="in_review", method="POST"),
    _own("portal-data-file", "/my/data/file.json", at="in_review"),
    _own("portal-data-paper", "/my/data/file.pdf", at="in_review"),
    Row("request-list", "/requests/", ("office",), denied=403),
    Row(
        "request-act",
        "/requests/{asked}/answer/",
        ("office",),
        422,
        at="in_review",
        method="POST",
    ),
    Row("unclear-list", "/unclear/", ("office",), denied=403),
    Row("unclear-find-out", "/unclear/{unclear}/", ("office",), 422, method="POST"),
    public("guardian-arrive", "/g/abc/"),
    public("guardian-send-code", "/g/code/", 422, method="POST"),
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
