"""A receiver for each test that asks for one."""

from collections.abc import Iterator

import pytest

from tests.spark.webhooks.receiver import Receiver, receiver


@pytest.fixture
def system() -> Iterator[Receiver]:
    with receiver() as taken:
        yield taken
