"""A campus's system reads how papers stand; the files stay with people."""

import pytest

from candidates.papers import actions
from tests.candidates.papers.bringing import brought
from tests.contracts.signing.papers import PNG
from tests.training.systems import system

__all__ = ["system"]
REASON = "盖章看不清"


@pytest.fixture
def papers(world) -> list[int]:
    """An agreement given back and sent again, and a consent."""
    candidate = world.candidate("paperwork")
    first = brought(candidate, "agreement")
    actions.give_back(actor=world.lin, pk=first.pk, reason=REASON)
    again, consent = brought(candidate, "agreement", PNG), brought(candidate, "consent")
    return [first.pk, again.pk, consent.pk]


def test_it_is_told_how_each_stands_and_why_one_is_of_no_use(world, papers, system):
    found = system.get("papers").json()["results"]
    assert [(one["kind"], one["state"]) for one in found] == [
        ("consent", "sent"),
        ("agreement", "sent"),
        ("agreement", "returned"),
    ]
    told = system.get(f"papers/{papers[0]}").json()
    assert (told["campus"], told["returned_for"]) == (world.campus.code, REASON)
    assert not {"content", "sha256", "name"} & set(told)


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("state=sent", 2),
        ("kind=consent", 1),
        ("state=returned&kind=consent", 0),
        ("campus=ZJYY", 3),
        ("candidate=1", 0),
    ],
)
def test_they_are_narrowed(papers, system, asked, number):
    assert len(system.get(f"papers?{asked}").json()["results"]) == number


def test_what_becomes_of_one_is_told_and_who_opened_it_is_not(world, system):
    candidate = world.candidate("paperwork")
    system.follow()
    paper = brought(candidate, "agreement")
    actions.open_paper(actor=world.lin, pk=paper.pk)
    actions.accept(actor=world.lin, pk=paper.pk)
    assert system.follow() == [
        ("papers", "papers.bring", paper.pk),
        ("papers", "papers.accept", paper.pk),
    ]


def test_another_colleges_are_not_there(world, system):
    theirs = brought(world.candidate("paperwork", campus=world.other), "agreement")
    assert system.get("papers").json()["results"] == []
    assert system.get(f"papers/{theirs.pk}").status_code == 404


def test_nothing_is_written_by_systems(papers, system):
    for path in (f"papers/{papers[1]}/accept", f"papers/{papers[1]}/open"):
        assert system("POST", path, {}).status_code == 404
    assert system("POST", "papers", {}).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_for_one_and_for_three(
    world, system, count, django_assert_max_num_queries
):
    for number in range(count):
        candidate = world.candidate("paperwork")
        brought(candidate, "agreement", PNG + bytes([number]))
    system.get("papers")
    with django_assert_max_num_queries(4):
        assert len(system.get("papers").json()["results"]) == count
