"""A college's system brings students in and keeps them up to date, by number."""

from datetime import date

import pytest

from candidates.demo import id_number
from candidates.register import actions as register
from candidates.register.models import Candidate, Direction, Person
from candidates.register.stages import SystemReason
from candidates.rosters.actions import sync_candidates
from candidates.screening.handover import register_to_screening
from spark import clock
from spark.accounts.models import Role, User
from spark.audit import trail
from spark.crypto import keyed_hash
from spark.errors import Refused
from tests.world import World, invented

GIVEN = (
    *("name", "id_number", "phone", "student_number", "class_name", "direction"),
    *("guardian_name", "guardian_phone"),
)


def row(**changes) -> dict[str, str]:
    """A student nobody has seen yet, as the college's system gives them."""
    person = invented()
    return {name: getattr(person, name) for name in GIVEN} | changes


@pytest.fixture
def system(world) -> User:
    return world.user("system", "教务系统", Role.CLIENT, world.campus)


@pytest.fixture
def sync(world, system):
    def sync(*rows: dict, **changes):
        given = {
            "actor": system,
            "batch": world.batch,
            "campus": world.campus,
            "notice_version": "2026-1",
            "notice_on": clock.today(),
        }
        return sync_candidates(rows=rows, **given | changes)

    return sync


def said(results) -> list[str]:
    return [r.code if isinstance(r, Refused) else r.outcome for r in results]


def events(candidate: Candidate) -> int:
    return sum(
        model.objects.filter(pgh_obj_id=candidate.pk).count()
        for model in set(Candidate.pgh_event_models.values())
    )


def test_who_is_new_is_registered_under_the_notice_they_were_given(world, sync):
    given = row()
    (result,) = sync(given)
    candidate = Candidate.objects.get()
    assert (result.outcome, result.candidate) == ("added", candidate)
    assert (candidate.batch, candidate.campus) == (world.batch, world.campus)
    assert candidate.person.id_hash == keyed_hash(given["id_number"])
    assert candidate.student_number == given["student_number"]
    entry = trail.timeline(candidate, internal=False)[0]
    assert (entry.title, entry.who) == ("由院校系统同步", "教务系统")
    assert entry.reason == f"2026-1 · {clock.today()}"


def test_what_is_said_anew_is_written_and_the_rest_stays(sync):
    given = row()
    sync(given)
    number = given["student_number"]
    (result,) = sync(
        {"student_number": number, "phone": "13900000001", "class_name": ""}
    )
    candidate = Candidate.objects.get()
    assert result.outcome == "updated"
    assert set(result.before) == {"phone", "class_name"}
    assert (candidate.phone, candidate.class_name) == ("13900000001", "")
    assert candidate.direction.slug == given["direction"]


def test_the_same_again_writes_nothing(sync):
    given = row()
    sync(given)
    before = Candidate.objects.get()
    kept = events(before)
    assert said(sync(given)) == ["unchanged"]
    after = Candidate.objects.get()
    assert (after.updated_at, events(after)) == (before.updated_at, kept)


def test_a_row_that_is_refused_leaves_the_others_alone(sync):
    first, second = row(), row(name="")
    results = sync(first, second, row(), first)
    assert said(results) == ["added", "particulars-missing", "added", "row-repeated"]
    assert results[1].facts == {"fields": "name"}
    assert Candidate.objects.count() == 2


def test_who_has_no_number_yet_is_known_by_the_id_number(world, sync):
    candidate = world.candidate(student_number="")
    person = Person.objects.get(pk=candidate.person_id)
    given = row(name=person.name, id_number=person.id_number)
    (result,) = sync(given)
    assert (result.outcome, result.candidate.pk) == ("updated", candidate.pk)
    candidate.refresh_from_db()
    assert candidate.student_number == given["student_number"]


def same_person(world: World, candidate: Candidate, **changes) -> dict[str, str]:
    person = Person.objects.get(pk=candidate.person_id)
    return (
        row(
            name=person.name,
            id_number=person.id_number,
            student_number=candidate.student_number,
        )
        | changes
    )


def test_whose_numbers_disagree_is_left_alone(world, sync):
    candidate = world.candidate()
    kept = Candidate.objects.values().get()
    number = candidate.student_number
    assert said(sync(row(student_number=number))) == ["student-number-of-another"]
    other = same_person(world, candidate, student_number="1")
    assert said(sync(other)) == ["student-number-differs"]
    named = same_person(world, candidate, name="王小二")
    assert said(sync(named)) == ["person-unclear"]
    own = {"student_number": candidate.student_number, "name": "王小二"}
    assert said(sync(own)) == ["name-differs"]
    assert Candidate.objects.values().get() == kept


def test_who_is_in_the_batch_through_another_college_stays_there(world, sync):
    theirs = world.candidate(campus=world.other)
    given = same_person(world, theirs)
    assert said(sync(given)) == ["candidate-elsewhere"]
    assert Candidate.objects.get().campus == world.other


def test_two_colleges_may_have_one_number(world, sync):
    theirs = world.candidate(campus=world.other)
    assert said(sync(row(student_number=theirs.student_number))) == ["added"]


def test_a_number_that_two_have_says_so(world, sync):
    world.candidate(student_number="7")
    world.candidate(student_number="7")
    assert said(sync(row(student_number="7"))) == ["student-number-twice"]


def test_who_left_stays_gone(world, sync):
    candidate = world.candidate()
    register.leave_pipeline([candidate], "further_study", at=clock.now())
    assert said(sync(same_person(world, candidate))) == ["candidate-left"]


def test_who_left_by_an_import_taken_back_is_registered_again(world, sync):
    candidate = world.candidate()
    register.leave_pipeline([candidate], SystemReason.IMPORT_UNDONE, at=clock.now())
    (result,) = sync(same_person(world, candidate, class_name="直播2302班"))
    assert (result.outcome, result.candidate.pk) == ("added", candidate.pk)
    candidate = Candidate.objects.get()
    assert (candidate.stage, candidate.class_name) == ("registered", "直播2302班")


def test_the_direction_is_fixed_once_screening_has_begun(world, sync):
    vertical = Direction.objects.create(slug="vertical", name_zh="垂类", name_en="V")
    world.batch.directions.add(vertical)
    candidate = world.candidate()
    given = {"student_number": candidate.student_number, "direction": "vertical"}
    assert said(sync(given)) == ["updated"]
    register_to_screening(actor=world.office, ids=[candidate.pk])
    fixed = given | {"direction": "comprehensive"}
    assert said(sync(fixed)) == ["direction-fixed"]
    assert said(sync(given)) == ["unchanged"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"age": 15}, "under-16"),
        ({"age": 17}, "guardian-missing"),
        ({"age": 17, "guardian_name": "林父"}, "guardian-phone-missing"),
        ({"direction": "painting"}, "direction-unknown"),
    ],
)
def test_who_may_not_enter_is_refused_and_nothing_is_kept(sync, changes, code):
    given = dict(changes)
    if age := given.pop("age", None):
        given["id_number"] = id_number(date(clock.today().year - age, 1, 1), 7)
    assert said(sync(row(**given))) == [code]
    assert not Person.objects.exists()


def test_nobody_is_registered_without_notice_and_consent(sync):
    assert said(sync(row(), notice_version="")) == ["notice-missing"]
    with pytest.raises(Refused, match="consent-later"):
        sync(row(), notice_on=date(2999, 1, 1))


def test_a_closed_batch_takes_nobody_in_but_who_is_in_goes_on(world, sync):
    given = row()
    sync(given)
    world.batch.close()
    world.batch.save()
    assert said(sync(row(), given | {"phone": "13900000001"})) == [
        "batch-closed",
        "updated",
    ]


def test_a_system_brings_its_own_colleges_students_only(world, sync):
    with pytest.raises(Refused, match="not-your-campus"):
        sync(row(), campus=world.other)
    world.batch.campuses.set([world.other])
    with pytest.raises(Refused, match="campus-not-in-batch"):
        sync(row())


def test_a_guardian_of_a_minor_is_not_erased(world, sync):
    minor = row(
        id_number=id_number(date(clock.today().year - 17, 1, 1), 7),
        guardian_name="林父",
        guardian_phone="13900000009",
    )
    assert said(sync(minor)) == ["added"]
    assert said(sync(minor | {"guardian_phone": ""})) == ["guardian-needed"]


@pytest.mark.parametrize("count", [1, 3])
def test_many_cost_as_many_queries_as_one(sync, count, django_assert_max_num_queries):
    rows = [row() for _ in range(count)]
    with django_assert_max_num_queries(14):
        assert said(sync(*rows)) == ["added"] * count
    changed = [one | {"phone": f"1390000000{n}"} for n, one in enumerate(rows)]
    with django_assert_max_num_queries(9):
        assert said(sync(*changed)) == ["updated"] * count
