"""The law of internships: each finding at its border, the hardest first."""

from datetime import date, timedelta

import pytest

from candidates.incubation.rules import Before, Host, Papers, may_start
from spark.campuses.calendar import NATIONAL

pytestmark = pytest.mark.usefixtures("anywhere")

START = date(2026, 3, 2)
HOST = Host("育英基地", interns=2, staff=20, post_staff=10, minimum_wage_fen=249_000)
END = START + timedelta(days=150)


def filed(**changes) -> Papers:
    given = {
        "starts_on": START,
        "ends_on": END,
        "birth_date": date(2006, 3, 2),
        "agreement_on": START,
        "consent_on": START,
        "policy_number": "PZDS2026001",
        "insured_until": END,
        "mentor_name": "郭师傅",
        "teacher_name": "林晓岚",
        "limits": NATIONAL,
        "host": HOST,
        "pay_fen": 300_000,
        "post_pay_fen": 350_000,
    }
    return Papers(**given | changes)


def found(**changes) -> list[tuple[str, str]]:
    return [(finding.code, finding.level) for finding in may_start(filed(**changes))]


def test_papers_in_order_leave_nothing_to_say():
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"birth_date": date(2010, 3, 3)}, "intern-under-16"),
        ({"agreement_on": None}, "agreement-missing"),
        ({"agreement_on": START + timedelta(days=1)}, "agreement-missing"),
        ({"consent_on": None}, "consent-missing"),
        ({"consent_on": START + timedelta(days=1)}, "consent-missing"),
        ({"policy_number": ""}, "insurance-missing"),
        ({"insured_until": None}, "insurance-missing"),
        ({"insured_until": END - timedelta(days=1)}, "insurance-short"),
        ({"mentor_name": ""}, "mentor-missing"),
        ({"teacher_name": ""}, "mentor-missing"),
    ],
)
def test_what_is_missing_blocks(changes, code):
    assert found(**changes) == [(code, "block")]


@pytest.mark.parametrize(
    "changes",
    [
        {"birth_date": date(2010, 3, 2)},  # 16 on the first day
        {"birth_date": date(2008, 2, 29)},
        {"agreement_on": START - timedelta(days=90)},
        {"consent_on": START - timedelta(days=90)},
        {"insured_until": END + timedelta(days=1)},
    ],
)
def test_what_is_just_enough_passes(changes):
    assert found(**changes) == []


def test_longer_than_half_a_year_is_a_warning():
    half = START + timedelta(days=183)
    assert found(ends_on=half, insured_until=half) == []
    longer = half + timedelta(days=1)
    assert found(ends_on=longer, insured_until=longer) == [("internship-long", "warn")]
    (warning,) = may_start(filed(ends_on=longer, insured_until=longer))
    assert warning.facts == {"days": 184, "limit": 183, "blocks": False}


@pytest.mark.parametrize(
    ("signed", "broken_off", "said"),
    [
        ({}, True, []),
        ({"agreement_on": START - timedelta(days=1)}, True, ["block"]),
        ({"consent_on": START - timedelta(days=1)}, True, ["block"]),
        ({"consent_on": START - timedelta(days=1)}, False, ["warn"]),
    ],
)
def test_what_was_signed_for_an_internship_ends_with_it(signed, broken_off, said):
    findings = may_start(filed(before=Before(START, broken_off), **signed))
    assert [finding.level for finding in findings] == said
    assert {finding.code for finding in findings} <= {"papers-of-before"}


def test_a_short_insurance_is_told_by_how_much():
    until = END - timedelta(days=3)
    (short,) = may_start(filed(insured_until=until))
    assert short.facts == {"insured_until": until, "ends_on": END, "short": 3}


def test_everything_wrong_is_said_hardest_first():
    assert found(
        birth_date=date(2012, 1, 1),
        agreement_on=None,
        consent_on=None,
        policy_number="",
        mentor_name="",
        ends_on=START + timedelta(days=200),
    ) == [
        ("intern-under-16", "block"),
        ("agreement-missing", "block"),
        ("consent-missing", "block"),
        ("insurance-missing", "block"),
        ("mentor-missing", "block"),
        ("internship-long", "warn"),
    ]


def test_every_finding_names_its_law():
    everything = filed(birth_date=date(2012, 1, 1), agreement_on=None)
    assert {finding.article for finding in may_start(everything)} == {
        "internship-rules-16",
        "internship-rules",
    }
