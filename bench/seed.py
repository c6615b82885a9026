"""Grow the bench's database to a number of candidates; what is there stays."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.management import call_command

from candidates.demo import DIRECTIONS, FAMILY, GIVEN, Invented, id_number
from candidates.register.models import Batch, Candidate
from candidates.rosters.actions import add_candidates
from candidates.screening.handover import register_to_screening
from spark.accounts.scope import SYSTEM

CHUNK = 2_000


def grow(wanted: int) -> int:
    """Returns how many there are: more than wanted, if an earlier bench grew more."""
    call_command("migrate", verbosity=0)
    call_command("demo", "--if-empty", verbosity=0)
    batch = Batch.objects.get(slug="hangzhou-2026-autumn")
    campuses = list(batch.campuses.order_by("code"))
    have = Candidate.objects.count()
    while have < wanted:
        count = min(CHUNK, wanted - have)
        add_candidates(
            actor=SYSTEM,
            batch=batch,
            campus=campuses[have // CHUNK % len(campuses)],
            entries=list(people(have, count)),
            reason="bench",
        )
        have += count
    screening = Candidate.objects.filter(stage="registered").order_by("pk")
    while Candidate.objects.filter(stage="screening").count() < wanted // 4:
        ids = screening.values_list("pk", flat=True)[:CHUNK]
        register_to_screening(actor=SYSTEM, ids=list(ids))
    return Candidate.objects.count()


def batch_of_its_own(slug: str, name_zh: str, name_en: str) -> Batch:
    """For the colleges and directions of the demo's."""
    like = Batch.objects.get(slug="hangzhou-2026-autumn")
    batch = Batch.objects.create(
        slug=slug,
        name_zh=name_zh,
        name_en=name_en,
        programme=like.programme,
        region=like.region,
        opens_on=like.opens_on,
        closes_on=like.closes_on,
    )
    batch.campuses.set(like.campuses.all())
    batch.directions.set(like.directions.all())
    return batch


def join(batch: Batch, wanted: int, first: int) -> list[int]:
    """So many of each college alike; `first` is where their numbers begin."""
    campuses = list(batch.campuses.order_by("code"))
    each = wanted // len(campuses)
    for number, campus in enumerate(campuses):
        last = number == len(campuses) - 1
        count = wanted - each * number if last else each
        add_candidates(
            actor=SYSTEM,
            batch=batch,
            campus=campus,
            entries=list(people(first + each * number, count)),
            reason="bench",
        )
    return list(batch.candidate_set.order_by("pk").values_list("pk", flat=True))


def people(first: int, count: int) -> Iterator[Invented]:
    for number in range(first, first + count):
        birth = date(2003, 1, 1) + timedelta(days=number // 900 % 1400)
        yield Invented(
            name=FAMILY[number % len(FAMILY)] + GIVEN[number // 24 % len(GIVEN)],
            id_number=id_number(birth, number % 900, f"{520101 + number // 1260000}"),
            birth_date=birth,
            phone=f"188{number:08d}",
            guardian_name="",
            guardian_phone="",
            department="数字商贸学院",
            major="网络营销与直播电商",
            class_name=f"直播23{number % 40:02d}班",
            student_number=f"2023{number:07d}",
            direction=DIRECTIONS[number % len(DIRECTIONS)][0],
        )
