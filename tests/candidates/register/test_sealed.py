"""ID numbers are decrypted where they are shown, and by nothing that lists people."""

from collections import Counter

import pytest
from cryptography.fernet import MultiFernet
from django.urls import reverse

from candidates.register.actions import open_id_number
from candidates.register.models import Candidate, Person


@pytest.fixture
def decrypted(monkeypatch) -> Counter[str]:
    """How often anything was."""
    count: Counter[str] = Counter()
    decrypt = MultiFernet.decrypt

    def counted(self, token, ttl=None):
        count["times"] += 1
        return decrypt(self, token, ttl)

    monkeypatch.setattr(MultiFernet, "decrypt", counted)
    return count


@pytest.mark.parametrize("rows", [1, 3])
def test_who_joins_people_decrypts_nothing(world, decrypted, rows):
    numbers = {world.candidate().person_id: None for _ in range(rows)}
    for candidate in Candidate.objects.select_related("person"):
        assert candidate.person.name
        candidate.person.save(update_fields=["id_number"])
        candidate.person.refresh_from_db(fields=["name"])
    assert decrypted["times"] == 0
    for person in Person.objects.all():
        numbers[person.pk] = person.id_number, person.id_number
    assert decrypted["times"] == rows
    assert all(len(number) == 18 for number, _ in numbers.values())


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("path", "who", "point"),
    [
        ("/candidates/", "office", "active"),
        ("/candidates/", "reviewer", "waiting"),
        ("/screening/", "office", "waiting"),
        ("/screening/board/", "reviewer", "waiting"),
        ("/training/", "office", "competing"),
        ("/numbers/", "office", "confirmed"),
        ("/trials/", "office", "competing"),
    ],
)
def test_no_page_of_many_decrypts(client, world, decrypted, path, who, point, rows):
    for _ in range(rows):
        world.candidate(point)
    client.force_login(world.people[who])
    decrypted.clear()
    assert client.get(path).status_code == 200
    assert decrypted["times"] == 0


def test_a_candidates_page_decrypts_nothing_and_opening_one_number(
    office, world, decrypted
):
    candidate = world.candidate("confirmed")
    decrypted.clear()
    office.get(reverse("candidate-detail", args=[candidate.pk]))
    assert decrypted["times"] == 0
    number = open_id_number(
        actor=world.office, pk=candidate.pk, purpose="check", reason="核对"
    )
    assert (len(number), decrypted["times"]) == (18, 1)


def test_what_is_written_is_read_again(world):
    person = world.candidate().person
    person.id_number = ""
    person.save(update_fields=["id_number"])
    assert Person.objects.get(pk=person.pk).id_number == ""
