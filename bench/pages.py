"""The pages that are measured, each as the person who opens it most."""

from collections.abc import Callable, Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.ranked import ranked_round
from candidates.register.models import Candidate
from spark.accounts.models import User

PAGES = [
    ("today, coordinator", "lin", "/"),
    ("today, office", "office", "/"),
    ("list, coordinator", "lin", "/candidates/"),
    ("list, office, due this week", "office", "/candidates/?due=week"),
    ("list, office", "office", "/candidates/"),
    ("list, office, by state", "office", "/candidates/?stage=screening&state=waiting"),
    ("list, office, sorted by name", "office", "/candidates/?sort=name"),
    ("list, office, sorted by number", "office", "/candidates/?sort=number"),
    ("list, office, sorted by change", "office", "/candidates/?sort=updated"),
    ("list, college, sorted by name", "lin", "/candidates/?sort=name"),
    ("list, office, in progress", "office", "/candidates/?stage=underway&sort=since"),
    ("list, office, by student number", "office", "/candidates/?q=20230012345"),
    ("list, office, nobody found", "office", "/candidates/?q=zzz"),
    ("list, office, by initials", "office", "/candidates/?q=lkx"),
    ("list, office, by pinyin", "office", "/candidates/?q=linkexin"),
    ("list, office, by phone tail", "office", "/candidates/?q=4321"),
    ("screening, office", "office", "/screening/"),
    ("screening, one state", "office", "/screening/?state=waiting"),
    ("who waits to enter", "office", "/screening/?state=entering"),
    ("board, office", "office", "/screening/board/"),
    ("board, coordinator", "lin", "/screening/board/"),
    ("decisions, office", "office", "/screening/decisions/"),
    ("numbers, office", "office", "/numbers/"),
    ("numbers, coordinator", "lin", "/numbers/"),
]
AT_ONCE = 200


def all_pages() -> Iterator[tuple[str, Callable[[], int], int]]:
    for name, who, path in [*PAGES, detail()]:
        yield measured(name, client_of(who), path)
    yield preview()
    path = f"/rounds/{ranked_round().pk}/standings/"
    yield measured("standings of 300, office", client_of("office"), path)


def client_of(who: str) -> Client:
    client = Client(headers={"Host": "localhost"})
    client.force_login(person(who))
    return client


def person(who: str) -> User:
    return User.objects.get(email=f"{who}@demo.spark")


def preview() -> tuple[str, Callable[[], int], int]:
    """The address that rehearses a verb for as many people as it takes at once."""
    waiting = Candidate.objects.filter(stage="screening", state="waiting")
    ids = list(waiting.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    path = "/candidates/bulk/screening-open-review/"
    return measured(f"preview for {AT_ONCE}", client_of("office"), path, {"ids": ids})


def detail() -> tuple[str, str, str]:
    candidate = Candidate.objects.filter(stage="management").earliest("pk")
    return "candidate, office", "office", f"/candidates/{candidate.pk}/"


def measured(
    name: str, client: Client, path: str, posted: dict | None = None
) -> tuple[str, Callable[[], int], int]:
    def call() -> int:
        response = client.post(path, posted) if posted else client.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return len(response.content)

    call()
    with CaptureQueriesContext(connection) as captured:
        call()
    return name, call, len(captured)
