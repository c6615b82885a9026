"""Students apply at once, some click twice or go on elsewhere: each is there once."""

import asyncio

import pytest

from tests.faults.running import Running
from tests.faults.students import (
    BEHIND_PROXY,
    Found,
    all_apply,
    crowd,
    found,
    kept,
    open_page,
)

pytestmark = pytest.mark.faults
STUDENTS, LIMIT = 30, 25
SECONDS = 6  # in which 300 in ten minutes would be 3


@pytest.fixture
def spark(start) -> Running:
    return start(**BEHIND_PROXY).wait_until_it_answers()


def test_each_is_there_once_sent_and_whole(spark):
    students = crowd(spark, open_page(spark, LIMIT), STUDENTS)
    answers = asyncio.run(all_apply(students, SECONDS))
    assert not answers.wrong
    assert found(students, kept(spark)) == Found(
        begun=STUDENTS,
        submitted=STUDENTS,
        waitlisted=STUDENTS - LIMIT,
        doubled=0,
        lost=0,
    )
