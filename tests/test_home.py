"""The home page: what waits for each role, what changed, where people stand."""

from datetime import timedelta

import pytest
from django.conf import settings

from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.duties import board
from spark.duties.kinds import DUTY_KINDS, Gravity
from spark.duties.models import Duty
from tests.story import record_of

ROLES = ["lin", "office", "reviewer", "signing", "manager", "mentor", "nobody"]


def home(client, world, who: str) -> dict:
    client.force_login(world.people[who])
    return client.get("/").context


def lines(context: dict) -> list[tuple[str, int]]:
    return [(group.kind.code, group.count) for group in context["duties"]]


def test_duties_of_one_kind_are_one_line_with_their_number(client, world):
    people = [world.candidate("waiting", name=name) for name in ("安一", "安二")]
    (line,) = home(client, world, "reviewer")["duties"]
    assert (line.count, line.late) == (2, 0)
    assert "安一" in line.shown.what and "安二" in line.shown.what
    found = client.get(line.url).context["page"].rows
    assert set(found) == set(people)


def test_many_are_named_no_further_than_three(client, world):
    for _ in range(5):
        world.candidate("waiting")
    (line,) = home(client, world, "reviewer")["duties"]
    assert "等 5 人" in line.shown.what


def test_one_alone_leads_to_the_person(client, world):
    candidate = world.candidate("waiting")
    (line,) = home(client, world, "reviewer")["duties"]
    assert line.url == f"/candidates/{candidate.pk}/"


def test_what_is_soon_due_stands_by_its_consequence_the_rest_by_date(client, world):
    issued, again = world.candidate("issued"), world.candidate("draft")
    records = {"contract-sign": issued, "contract-issue": again}
    now = clock.now()
    for code, days in (("contract-sign", 3), ("contract-issue", 1)):
        about = f"/candidates/{records[code].pk}/"
        Duty.objects.filter(code=code, url=about).update(
            due_at=now + timedelta(days=days)
        )
    codes = [code for code, _ in lines(home(client, world, "signing"))]
    assert codes == ["contract-sign", "contract-issue"]
    Duty.objects.filter(code="contract-sign").update(due_at=now + timedelta(days=30))
    codes = [code for code, _ in lines(home(client, world, "signing"))]
    assert codes == ["contract-issue", "contract-sign"]


def test_overdue_is_said_in_words_with_how_many(client, world):
    for _ in range(3):
        world.candidate("waiting")
    late = Duty.objects.order_by("pk").values("pk")[:2]
    Duty.objects.filter(pk__in=late).update(due_at=clock.now() - timedelta(days=3))
    (line,) = home(client, world, "reviewer")["duties"]
    assert line.late == 2
    text = client.get("/").text
    assert "超期 3 天" in text and "2 件超期" in text


def test_every_kind_of_duty_has_words_and_a_place_where_many_are_done():
    folder = settings.BASE_DIR / "templates/duties/words"
    assert {path.stem for path in folder.glob("*.txt")} == set(DUTY_KINDS)
    for code, kind in DUTY_KINDS.items():
        assert len(board.words(code, "林可馨")) == 3
        assert kind.url.endswith(f"duty={code}")
        assert kind.gravity in Gravity


def test_changes_are_those_since_the_last_visit(client, world):
    world.candidate("waiting")
    assert home(client, world, "lin")["user"].seen_before is None
    assert "有变化" not in client.get("/").text
    world.lin.seen_at = clock.now() - timedelta(hours=2)
    world.lin.save()
    candidate = world.candidate("in_review")
    ids = [record_of(Screening, candidate).pk]
    screening.decide(actor=SYSTEM, ids=ids, decision="rejected", reason="x")
    screening.release(actor=SYSTEM, ids=ids)
    parts = dict(home(client, world, "lin")["aside"])
    part = parts["candidates/lists/_today.html"]["changes"]
    moves = {str(move["stage"]): move["count"] for move in part["moves"]}
    assert moves == {"screening": 1, "left": 1}
    assert len(part["messages"]) == 1


def test_where_people_stand_is_of_the_own_people(client, world):
    world.candidate("waiting")
    world.candidate("active")
    world.candidate("waiting", campus=world.other)
    shown = {}
    for who in ("lin", "office"):
        part = dict(home(client, world, who)["aside"])["candidates/lists/_today.html"][
            "stages"
        ]
        shown[who] = (part["total"], [row["count"] for row in part["rows"]])
    assert shown == {"lin": (2, [1, 1, 0, 0, 0]), "office": (3, [2, 1, 0, 0, 0])}


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("rows", [1, 3])
def test_home_costs_the_same_for_one_and_for_many(
    client, world, django_assert_max_num_queries, who, rows
):
    for point in ("waiting", "paperwork", "draft", "probation"):
        for _ in range(rows):
            world.candidate(point)
    user = world.people[who]
    user.seen_at = clock.now() - timedelta(hours=1)
    user.save()
    client.force_login(user)
    with django_assert_max_num_queries(11):
        assert client.get("/").status_code == 200
