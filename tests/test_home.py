"""The home page: what waits for each role, what changed, where people stand."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings

from candidates.screening import actions as screening
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.duties import board
from spark.duties.kinds import DUTY_KINDS, Gravity
from spark.duties.models import Duty
from tests.story import record_of
from tests.training.trials.studio import Studio

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


@pytest.mark.parametrize("code", sorted(DUTY_KINDS))
def test_where_many_are_done_takes_the_question(client, world, code):
    """Somebody gets there, and nobody reads that the address isn't valid."""
    came = 0
    for who in ROLES:
        client.force_login(world.people[who])
        page = client.get(DUTY_KINDS[code].url, follow=True)
        came += page.status_code == 200
        wrong = page.context and page.context.get("form")
        assert not getattr(wrong, "wrong", {}), who
    assert came


def test_trials_to_be_confirmed_are_listed_whatever_their_day(client, world):
    studio = Studio(world)
    due = [studio.trial(slot=studio.slot(days)) for days in (2, 3)]
    studio.trial("confirmed", slot=studio.slot(4))
    (line,) = [one for one in home(client, world, "lin")["duties"] if one.count == 2]
    page = client.get(line.url)
    assert page.context["page"].rows == due
    assert "等您处理" in page.text
    Duty.objects.filter(code="trial-confirm", subject=f"trial:{due[0].pk}").update(
        closed_at=clock.now()
    )
    assert client.get(line.url).context["page"].rows == due[1:]
    with time_machine.travel(clock.now() + timedelta(days=5)):
        client.force_login(world.lin)
        assert client.get(line.url).context["page"].rows == due[1:]


def test_rosters_to_be_called_lead_to_who_is_registered(client, world):
    world.candidate(campus=world.other)
    mine = world.candidate()
    for number, about in ((1, "育英 (2)"), (2, "育英 (1)")):
        Duty.objects.create(
            code="roster-call",
            subject=f"rosterimport:{number}",
            about=about,
            role="office",
            campus=world.campus,
            due_at=clock.now(),
            url="/candidates/",
            opened_at=clock.now(),
        )
    (line,) = home(client, world, "office")["duties"]
    assert "2 份名单" in line.shown.what and "等 2 人" not in line.shown.what
    assert client.get(line.url).context["page"].rows == [mine]


@pytest.mark.parametrize("who", ["lin", "office"])
def test_of_who_is_registered_it_is_said_for_whom_they_wait(client, world, who):
    candidate = world.candidate()
    client.force_login(world.people[who])
    assert "等待项目办转入筛选" in client.get(f"/candidates/{candidate.pk}/").text
    row = client.get("/candidates/").text.partition("<tbody")[2]
    assert "项目办" in row


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
