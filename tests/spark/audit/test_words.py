"""Nobody's numbers get into history or a message, whoever writes them where."""

import pytest
from django.urls import reverse

from candidates.register.access import reasons_at
from candidates.register.models import Candidate
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from spark.errors import Refused
from spark.notifications import outbox
from spark.notifications.models import Message
from spark.text.numbers import holds_own_number, without_numbers
from tests.world import invented

OWN = [
    "他是330106200801010021",
    "他是 330106 20080101 002X",
    "身份证 330106-2008-0101-0021",
    "电话 138 0000 0001",
    "+86 138-0000-0001",
    "１３８００００００01",
    "1 3 8 0 0 0 0 0 0 0 1",
    "卡 6222 0212 3456 7894",
    "6222021234567894123",
]
OTHERS = [
    "学号 2023000001",
    "2026-11-30 2026-12-05 12",
    "20261130-20261205",
    "3 月 5 日 10:00-12:00",
    "合同 2026-1100-2233",
    "138 人来了",
]


@pytest.mark.parametrize("said", OWN)
def test_numbers_of_people_are_found(said):
    assert holds_own_number(said)


@pytest.mark.parametrize("said", OTHERS)
def test_dates_and_other_numbers_are_not(said):
    assert not holds_own_number(said) and without_numbers(said) == said


def test_an_id_number_spaced_digit_by_digit_is_found():
    number = invented().id_number
    assert holds_own_number(" ".join(number))
    assert without_numbers(f"他是 {' '.join(number)}。") == "他是 ***。"


@pytest.mark.parametrize("said", OWN)
@pytest.mark.parametrize("name", ["reason", "note", "text", "answer", "marks"])
def test_what_people_write_is_refused_at_the_frame(world, name, said):
    written = {3: {"value": 4, "note": said}} if name == "marks" else said

    @trail.action("test.written", "Written")
    def write(*, actor, **given) -> None:
        raise AssertionError("was done")

    try:
        with pytest.raises(Refused) as refused:
            write(actor=world.lin, **{name: written})
    finally:
        del trail.TITLES["test.written"]
    assert (refused.value.code, refused.value.status) == ("reason-with-number", 422)


@pytest.mark.parametrize("said", ["打 138 0000 0001 没人接", "打了三次，没人接"])
def test_leaving_takes_no_number(client, world, said):
    candidate = world.candidate()
    client.force_login(world.lin)
    given = {"left_reason": reasons_at("registered").first().slug, "reason": said}
    url = reverse("candidate-leave", args=[candidate.pk])
    given |= {f"registered-leave-{name}": value for name, value in given.items()}
    answer = client.post(url, given)
    left = Candidate.objects.get(pk=candidate.pk).stage == "left"
    assert left == ("138" not in said)
    assert ("去掉号码" in answer.text) != left


def test_what_software_says_is_starred_in_history_and_messages(world):
    candidate, number = world.candidate(), invented().id_number
    with trail.acting(SYSTEM, "register.leave", reason=f"row {number}"):
        Candidate.objects.filter(pk=candidate.pk).update(department="另一系")
    told = {"name": candidate.person.name, "reason": "打 13800000001", "count": 1}
    outbox.put(
        "robot-paused",
        to=[world.office],
        subject="test:1",
        dedup="test:1",
        facts=told | {"lines": [{"file": f"{number}.xlsx"}]},
    )
    entries = trail.timeline(candidate, internal=True)
    assert "row ***" in {entry.reason for entry in entries}
    facts = Message.objects.filter(dedup_key="test:1").latest("pk").facts
    assert facts == told | {"reason": "打 ***", "lines": [{"file": "***.xlsx"}]}
