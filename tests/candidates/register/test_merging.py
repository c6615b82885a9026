"""Two records of one person become one."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from candidates.demo import id_number
from candidates.register import queries
from candidates.register.models import (
    Candidate,
    Person,
)
from candidates.rosters import actions
from spark.accounts.scope import SYSTEM
from spark.errors import words
from tests.candidates.register.identities import (
    WHY,
    in_another_batch,
    merging,
    opening,
    refused,
    years_ago,
)
from tests.story import at_once, outcome
from tests.world import World, invented


def test_merging_leaves_one_person_and_an_empty_row_that_says_where(world):
    earlier, candidate = in_another_batch(world), world.candidate("waiting")
    wrong, kept = candidate.person, earlier.person
    merging(candidate.pk, kept.pk)(world.office)
    candidate.refresh_from_db()
    assert candidate.person == kept
    wrong.refresh_from_db()
    assert wrong.merged_into == kept
    assert (wrong.name, wrong.name_key, wrong.id_number, wrong.id_masked) == ("",) * 4
    assert wrong.id_hash == f"merged:{wrong.pk}"
    assert wrong.birth_date == date(1900, 1, 1)
    assert WHY in {e.reason for e in queries.story(candidate, internal=True)}
    assert WHY not in {e.reason for e in queries.story(candidate, internal=False)}
    assert queries.other_batches(world.office, candidate) == [earlier]


def test_the_freed_number_is_a_new_persons_when_it_comes_again(world):
    earlier, candidate = in_another_batch(world), world.candidate()
    freed = candidate.person.id_number
    merging(candidate.pk, earlier.person_id)(world.office)
    again = world.candidate(id_number=freed)
    assert again.person_id not in {candidate.person_id, earlier.person_id}


def test_openings_and_earlier_merges_follow(world):
    earlier, candidate = in_another_batch(world), world.candidate()
    third = world.intake("third", world.batch.closes_on)
    entry = invented()
    actions.add_candidates(
        actor=SYSTEM, batch=third, campus=world.campus, entries=[entry]
    )
    last = Candidate.objects.latest("pk")
    opening(last.pk)(world.office)
    first = last.person
    merging(last.pk, candidate.person_id)(world.office)
    merging(candidate.pk, earlier.person_id)(world.office)
    first.refresh_from_db()
    assert first.merged_into == earlier.person
    earlier.refresh_from_db()
    assert len(queries.openings(queries.with_file(world.office, earlier.pk))) == 1


def test_two_of_one_batch_stay_two(world):
    candidate, other = world.candidate(), world.candidate(campus=world.other)
    said = refused(merging(candidate.pk, other.person_id))
    assert said.code == "persons-in-one-batch"
    text = words(said).text + words(said).way_out
    assert str(world.batch) in text and str(world.other) in text
    assert Person.objects.exclude(merged_into=None).count() == 0


def test_who_is_gone_or_the_same_is_nobody_to_merge_with(world):
    earlier, candidate = in_another_batch(world), world.candidate()
    emptied = candidate.person_id
    merging(candidate.pk, earlier.person_id)(world.office)
    another = world.candidate()
    for other in (emptied, another.person_id, 0):
        act = merging(another.pk, other)
        assert outcome(lambda act=act: act(SYSTEM)) == "404"


def test_merging_looks_at_ages_too(world):
    earlier = in_another_batch(
        world,
        id_number=id_number(years_ago(17), 11),
        birth_date=years_ago(17),
        guardian_name="林父",
        guardian_phone="13700001111",
    )
    candidate = world.candidate()
    assert refused(merging(candidate.pk, earlier.person_id)).code == "guardian-needed"


def test_a_merged_row_keeps_nothing_even_by_hand(world):
    candidate, other = world.candidate(), world.candidate()
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=candidate.person_id).update(
            merged_into=other.person_id
        )


def test_what_the_database_refuses_has_its_words(db):
    """The names the refusals hang on are those of the constraints."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint")
        names = {name for (name,) in cursor.fetchall()}
    assert {"candidates_person_id_hash_key", "candidate_once_per_batch"} <= names


def test_a_roster_sent_meanwhile_registers_nobody_on_an_emptied_row(
    transactional_db,
):
    world = World()
    earlier, candidate = in_another_batch(world), world.candidate()
    later = world.intake("later", world.batch.closes_on)
    person = candidate.person
    entry = invented(name=person.name, id_number=person.id_number)

    def sending() -> None:
        actions.add_candidates(
            actor=SYSTEM, batch=later, campus=world.campus, entries=[entry]
        )

    act = merging(candidate.pk, earlier.person_id)
    assert at_once(sending, lambda: act(SYSTEM)) == ["done", "done"]
    assert not Candidate.objects.exclude(person__merged_into=None).exists()
    assert Candidate.objects.filter(batch=later).count() == 1


def test_two_merges_at_once_leave_somebody(transactional_db):
    world = World()
    earlier, candidate = in_another_batch(world), world.candidate()
    merge = merging(candidate.pk, earlier.person_id)
    other = merging(earlier.pk, candidate.person_id)
    assert at_once(lambda: merge(SYSTEM), lambda: other(SYSTEM)) == ["404", "done"]
    assert not Candidate.objects.exclude(person__merged_into=None).exists()
