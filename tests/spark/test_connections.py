"""A connection that the server has ended is noticed before it is used."""

import pytest
from django.db import connection


@pytest.fixture
def other(db):
    other = connection.copy()
    other.ensure_connection()
    yield other
    other.close()


def ended_by_server(process: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])
        assert cursor.fetchone() == (True,)


def test_it_is_usable_as_long_as_the_server_has_it(other):
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
    with other.execute_wrapper(lambda *_: pytest.fail("it asks the server")):
        assert other.is_usable()
    ended_by_server(other.connection.info.backend_pid)
    assert not other.is_usable()


def test_another_is_made_in_its_place(other):
    first = other.connection.info.backend_pid
    ended_by_server(first)
    other.health_check_enabled, other.health_check_done = True, False
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (first,)


def test_one_closed_on_this_side_is_not_usable(other):
    other.connection.close()
    assert not other.is_usable()
