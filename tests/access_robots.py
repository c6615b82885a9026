"""The addresses of group robots: pages of campus, base, team and office."""

from tests.access_row import Row

KEEPERS = ("lin", "mei", "mentor", "manager", "office")
SEEN = ("lin", "office")


def _page(name: str, path: str, **more) -> Row:
    return Row(name, f"/robots/{path}", **more)


ROBOTS = [
    _page("robots", "", ok=KEEPERS, denied=403),
    _page("robot-create", "new/", ok=KEEPERS, denied=403),
    _page("robot", "{robot}/", ok=SEEN),
    _page("robot-act", "{robot}/test/", ok=SEEN, works=302, method="POST"),
    _page(
        "robot-send-again",
        "{robot}/messages/{group_message}/send-again/",
        ok=SEEN,
        works=302,
        method="POST",
    ),
]
