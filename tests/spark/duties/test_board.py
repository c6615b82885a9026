"""Duties: opened once, closed by what fulfils them, told in words."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import translation

from candidates.register.models import Person
from candidates.screening.models import Screening
from spark import clock
from spark.accounts.models import Role
from spark.duties import board
from spark.duties.models import Duty
from spark.duties.tasks import forget
from tests.story import record_of


@pytest.fixture
def screening(world) -> Screening:
    """A record whose own duties are out of the way."""
    record = record_of(Screening, world.candidate("waiting"))
    Duty.objects.all().delete()
    return record


def open_duty(record: Screening, code: str = "screening-review", days: int = 7) -> None:
    at = clock.now()
    due = at + timedelta(days=days)
    board.open_for([record], code, Role.REVIEWER, at=at, due=due)


def opened() -> set[str]:
    return set(Duty.objects.filter(closed_at=None).values_list("code", flat=True))


def test_a_duty_says_who_what_where_and_until_when(screening):
    at = clock.now()
    due = at + timedelta(days=7)
    board.open_for([screening], "screening-review", Role.REVIEWER, at=at, due=due)
    duty = Duty.objects.get()
    candidate = screening.candidate
    assert duty.subject == f"screening:{screening.pk}"
    assert (duty.candidate_key, duty.about) == (candidate.pk, "")
    assert (duty.role, duty.person, duty.campus) == (
        Role.REVIEWER,
        None,
        candidate.campus,
    )
    assert (duty.opened_at, duty.due_at) == (at, due)
    assert duty.url == f"/candidates/{candidate.pk}/"


def test_a_duty_already_open_stays_as_it_is(screening):
    open_duty(screening, days=7)
    before = Duty.objects.values().get()
    open_duty(screening, days=1)
    assert Duty.objects.values().get() == before


def test_a_duty_fulfilled_can_come_again(screening):
    open_duty(screening)
    board.close([screening])
    open_duty(screening)
    assert Duty.objects.count() == 2
    assert opened() == {"screening-review"}


def test_closing_takes_all_duties_of_a_record_or_those_named(screening):
    open_duty(screening, "screening-review")
    open_duty(screening, "screening-decide")
    assert board.close([screening], "screening-review") == 1
    assert opened() == {"screening-decide"}
    assert board.close([screening]) == 1
    assert opened() == set()


def test_closing_leaves_other_records_alone(world, screening):
    other = record_of(Screening, world.candidate("waiting"))
    open_duty(screening)
    board.close([screening])
    assert set(Duty.objects.filter(closed_at=None).values_list("subject")) == {
        (f"screening:{other.pk}",)
    }


def test_closing_writes_the_moment_of_the_act_and_keeps_it(screening):
    open_duty(screening)
    at = clock.now() - timedelta(days=1)
    board.close([screening], at=at)
    board.close([screening])
    assert Duty.objects.get().closed_at == at


def test_a_duty_in_words_says_what_about_whom_what_else_and_how(screening):
    open_duty(screening)
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            (shown,) = board.in_words(Duty.objects.all())
        said[language] = (shown.what, shown.consequence, shown.verb)
        assert shown.about == screening.candidate.person.name
        assert shown.overdue is False
    assert all(said["zh-hans"]) and all(said["en"])
    assert not set(said["zh-hans"]) & set(said["en"])


def test_a_name_put_right_is_right_in_what_is_to_be_done(screening):
    open_duty(screening)
    Person.objects.update(name="欧阳慕白")
    (shown,) = board.in_words(Duty.objects.all())
    assert shown.about == "欧阳慕白" and "欧阳慕白" in shown.what


def test_names_cost_one_query_for_many_and_none_if_they_are_at_hand(
    world, screening, django_assert_num_queries
):
    for record in [screening, record_of(Screening, world.candidate("waiting"))]:
        open_duty(record)
    duties = list(Duty.objects.filter(closed_at=None))
    with django_assert_num_queries(1):
        assert len({shown.about for shown in board.in_words(duties)}) == 2
    with django_assert_num_queries(0):
        board.in_words(duties, {})


def test_a_duty_is_overdue_once_its_time_has_passed(screening):
    open_duty(screening, days=1)
    with time_machine.travel(clock.now() + timedelta(days=1, seconds=1)):
        (shown,) = board.in_words(Duty.objects.all())
    assert shown.overdue is True


def test_what_was_done_half_a_year_ago_is_forgotten(screening):
    now = clock.now()
    for days in (181, 179):
        open_duty(screening)
        board.close([screening], at=now - timedelta(days=days))
    open_duty(screening)
    forget()
    kept = Duty.objects.order_by("pk").values_list("closed_at", flat=True)
    assert list(kept) == [now - timedelta(days=179), None]


def test_many_records_cost_one_query(world, screening, django_assert_num_queries):
    ids = [record_of(Screening, world.candidate("waiting")).pk for _ in range(3)]
    records = Screening.objects.select_related("candidate__person").in_bulk(ids)
    Duty.objects.all().delete()
    at = clock.now()
    with django_assert_num_queries(1):
        board.open_for(records.values(), "screening-review", "x", at=at, due=at)
    with django_assert_num_queries(1):
        assert board.close(records.values()) == 3
