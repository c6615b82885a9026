"""What can't be undone is written down though the database goes away meanwhile."""

import pytest
from django.db import OperationalError, connection, transaction

from spark import jobs

END = "SELECT pg_terminate_backend(pg_backend_pid())"


@pytest.mark.django_db(transaction=True)
def test_what_the_database_interrupted_is_done_again():
    asked = iter([END, "SELECT 7"])

    def write() -> int:
        with connection.cursor() as cursor:
            cursor.execute(next(asked))
            return cursor.fetchone()[0]

    assert jobs.lasting(write) == 7


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_nothing_is_done_by_halves():
    done = []

    def write() -> None:
        done.append(1)
        raise OperationalError

    with pytest.raises(OperationalError), transaction.atomic():
        jobs.lasting(write)
    assert done == [1]
