"""The board: who sees it, what it shows and narrows, deciding on many, releasing."""

from functools import partial

import pytest

from candidates.register.models import Export
from candidates.screening import actions, queries
from candidates.screening.models import Review, Screening
from candidates.screening.ranking import standings
from spark.accounts.models import Role
from spark.notifications.models import Message
from tests.candidates.screening.boards import (
    BOARD,
    board,
    client,
    judged,
    name,
    noted,
    places,
)
from tests.candidates.screening.reviewing import given, lock, panel


def test_the_best_come_first(world):
    low, high = judged(world, 2, 5)
    text = board(world)
    assert text.index(f"/candidates/{high.candidate_id}/") < text.index(
        f"/candidates/{low.candidate_id}/"
    )
    assert "5.00" in text and "2.00" in text


def test_it_is_empty_before_anybody_is_called(world):
    assert client(world).get(BOARD).status_code == 200


@pytest.mark.parametrize("who", ["reviewer", "lin", "mentor", "signing", "manager"])
def test_nobody_else_gets_there(world, who):
    judged(world, 4)
    person = world.people[who]
    slug = world.batch.slug
    for path in ("", "compare/?ids=1&ids=2", f"{slug}/release/", f"{slug}/waitlist/"):
        assert client(world, person).get(BOARD + path).status_code in (403, 404)
    for path in ("many/pass/", "sheet/", f"{slug}/release/"):
        assert client(world, person).post(BOARD + path).status_code in (403, 404)


def test_it_is_narrowed_and_says_what_it_does_not_know(world):
    low, high = judged(world, 2, 5)
    noted(world, [high], "passed")
    shown = [f"/candidates/{one.candidate_id}/" for one in (low, high)]
    for query, expected in {
        "?decision=passed": [False, True],
        "?decision=none": [True, False],
        "?state=waitlisted": [False, False],
        "?reviews=differ": [False, False],
        "?reviews=locked": [True, True],
        f"?campus={low.candidate.campus.code}": [True, True],
        f"?direction={low.candidate.direction.slug}&sort=raw": [True, True],
        f"?q={name(high)}&decision=none": [False, False],
        "?decision=maybe": [False, False],
        "?batch=unknown": [False, False],
        "?colour=red": [False, False],
    }.items():
        text = board(world, query)
        assert [one in text for one in shown] == expected, query


@pytest.mark.parametrize(
    "query",
    [
        "?before=x",
        "?before=1~nan~2",
        "?after=1",
        "?before=1~0&after=1~0",
        "?before=-1~0",
    ],
)
def test_a_place_that_is_none_is_refused(world, query):
    judged(world, 4)
    assert client(world).get(f"{BOARD}{query}").status_code == 400


def test_a_page_leads_to_the_next_and_back(world, monkeypatch):
    monkeypatch.setattr("spark.paging.PAGE", 2)
    records = judged(world, 5, 4, 4, 2, 1)
    pages, query = [], ""
    while True:
        response = client(world).get(f"{BOARD}{query}")
        page = response.context["page"]
        pages.append([int(row["key"]) for row in page.rows])
        if not page.older:
            break
        query = page.older
    assert sum(pages, []) == [one.candidate_id for one in records]
    back = client(world).get(f"{BOARD}{page.newer}").context["page"]
    assert [int(row["key"]) for row in back.rows] == pages[-2]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_the_same_for_many(world, django_assert_max_num_queries, rows):
    judged(world, *range(2, 2 + rows))
    places(world, 2)
    visitor = client(world)
    with django_assert_max_num_queries(12):
        assert visitor.get(BOARD).status_code == 200


def test_who_is_of_the_office_too_sees_no_score_before_their_own_lock(world):
    panel(world)
    record, reviews = given(world)
    other, mine = sorted(reviews, key=lambda one: one.reviewer == world.reviewer)
    lock(other, 4, product=5, interaction=5)
    score = next(
        str(one.score) for one in queries.scored_in(world.batch.pk) if one.score
    )
    assert score in board(world)
    world.reviewer.role_grants.create(role=Role.OFFICE)
    judged_too, *_ = judged(world, 3)
    pair = f"compare/?ids={record.candidate_id}&ids={judged_too.candidate_id}"
    assert score in board(world, pair)
    for query in ("", "?sort=raw", "?sort=spread", pair):
        assert score not in board(world, query, world.reviewer), query
    sheet = client(world, world.reviewer).post(f"{BOARD}sheet/", {"format": "csv"})
    assert score not in sheet.content.decode()
    lock(mine, 3)
    found = standings(queries.scored_in(world.batch.pk))[record.pk]
    assert str(found.raw) in board(world, pair, world.reviewer)


def many(world, verb: str, records, **given) -> object:
    ids = [record.candidate_id for record in records]
    return client(world).post(f"{BOARD}many/{verb}/", {"ids": ids, **given})


WORDS = {"given": "1", "many-ground": "score", "many-reason": "讲品有演示"}


def test_many_are_decided_after_a_rehearsal_by_a_named_person(world):
    first, second = judged(world, 5, 4)
    elsewhere = world.candidate("passed")
    records = [first, second, Screening.objects.get(candidate=elsewhere)]
    before = Message.objects.count()
    page = many(world, "pass", records)
    in_review = Screening.objects.filter(state="in_review")
    assert page.status_code == 200 and not in_review.exclude(decision="")
    page = many(world, "pass", records, **WORDS)
    assert len(page.context["hit"]) == 2 and len(page.context["out"]) == 1
    assert not in_review.exclude(decision="")
    done = many(world, "pass", [first, second], confirmed="1", **WORDS)
    assert done.status_code == 302
    first.refresh_from_db()
    assert (first.decision, first.decision_ground) == ("passed", "score")
    assert (first.decided_by, first.state) == (world.office, "in_review")
    assert Message.objects.count() == before
    ground = WORDS | {"many-ground": "below"}
    assert many(world, "reject", [first], confirmed="1", **ground).status_code == 302
    first.refresh_from_db()
    assert first.decision == "rejected"


@pytest.mark.parametrize(
    "wrong",
    [{"many-ground": "freed"}, {"many-ground": ""}, {"many-reason": ""}],
)
def test_a_ground_of_another_decision_or_none_is_refused(world, wrong):
    records = judged(world, 5)
    page = many(world, "pass", records, confirmed="1", **(WORDS | wrong))
    assert page.status_code == 422
    assert not Screening.objects.exclude(decision="").exists()


def test_nobody_and_what_is_no_key_is_refused(world):
    records = judged(world, 5)
    assert many(world, "pass", []).status_code == 422
    assert many(world, "dance", records).status_code == 404
    assert many(world, "compare", records).status_code == 422
    bad = client(world).post(f"{BOARD}many/pass/", {"ids": ["1 or 1=1"]})
    assert bad.status_code == 400
    bad = client(world).post(f"{BOARD}many/pass/", {"everyone": 1, "query": "state=x"})
    assert bad.status_code == 422


def test_the_rehearsal_says_that_places_do_not_suffice(world):
    records = judged(world, 5, 4)
    places(world, 1)
    text = many(world, "pass", records, **WORDS).text
    assert "places left" in text or "名额" in text
    noted(world, records, "passed")
    page = client(world).get(f"{BOARD}{world.batch.slug}/release/")
    assert page.context["overfull"]
    assert 'class="btn go"' not in page.text.split("<main", 1)[1]


def test_two_or_three_are_read_side_by_side(world):
    records = judged(world, 5, 2, 3)
    ids = "&".join(f"ids={one.candidate_id}" for one in records)
    page = client(world).get(f"{BOARD}compare/?{ids}")
    assert all(name(one) in page.text for one in records)
    assert len(page.context["lines"]) == 10
    for wrong, status in {
        f"ids={records[0].candidate_id}": 422,
        f"{ids}&ids={world.candidate('waiting').pk}": 422,
        f"ids={records[0].candidate_id}&ids=999999": 404,
        "ids=x&ids=y": 400,
    }.items():
        answer = client(world).get(f"{BOARD}compare/?{wrong}")
        assert answer.status_code == status, wrong


def test_the_sheet_has_marks_of_the_released_alone_and_is_on_record(world):
    first, second = judged(world, 5, 2)
    take = partial(client(world).post, f"{BOARD}sheet/", {"format": "csv"})
    head = take().content.decode().splitlines()[0]
    assert "5.00" in take().content.decode() and "讲品" not in head
    noted(world, [first], "passed")
    actions.release(actor=world.office, ids=[first.pk])
    lines = take().content.decode().splitlines()
    assert "5 / 5" in lines[1] and "2 / 2" not in "".join(lines)
    assert Export.objects.filter(owner=world.office, count=2).count() == 3
    xlsx = client(world).post(f"{BOARD}sheet/", {"format": "xlsx"})
    assert xlsx.content[:2] == b"PK"


def test_the_sheet_of_marks_has_each_mark_of_the_released_and_is_on_record(world):
    first, second = judged(world, 5, 2)
    take = partial(client(world).post, f"{BOARD}marks/", {"format": "csv"})
    assert len(take().content.decode().splitlines()) == 1
    noted(world, [first], "passed")
    assert name(first) not in take().content.decode()
    actions.release(actor=world.office, ids=[first.pk])
    lines = take().content.decode().splitlines()
    review = first.reviews.first()
    assert len(lines) == 1 + 2 * review.card.criteria.count()
    assert all(name(first) in line and ",5," in line for line in lines[1:])
    assert sum(review.reviewer.name in line for line in lines) == (len(lines) - 1) / 2
    assert name(second) not in "".join(lines)
    counts = Export.objects.filter(chosen={"marks": world.batch.slug})
    assert list(counts.order_by("pk").values_list("count", flat=True)) == [0, 0, 1]
    assert client(world).post(f"{BOARD}marks/", {}).content[:2] == b"PK"
    assert client(world, world.reviewer).post(f"{BOARD}marks/").status_code == 403


def test_reviewers_who_do_not_agree_are_said_to_before_anybody_decides(world):
    panel(world)
    pairs = [(2, 4), (4, 2), (3, 4), (5, 2), (2, 3), (3, 5)]
    for pair in pairs:
        _record, reviews = given(world)
        for review, value in zip(reviews, pair, strict=True):
            lock(review, value)
    assert "reviewers/?batch=" in board(world)
    records = list(Screening.objects.all())
    page = many(world, "pass", records[:1], **WORDS)
    assert page.context["action"].button.consequence.count("recalibrate") or (
        "校准" in page.context["action"].button.consequence
    )
    assert Review.objects.filter(state="locked").count() == 12


def test_the_bar_says_of_all_that_match_how_many_can_be_decided(world, monkeypatch):
    monkeypatch.setattr("spark.paging.PAGE", 2)
    judged(world, 1, 2, 3)
    context = client(world).get(BOARD).context
    assert len(context["page"].rows) == 2
    assert context["fit_all"] == {"pass": 3, "waitlist": 3, "reject": 3}
