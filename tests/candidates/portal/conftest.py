"""A candidate with phone and e-mail, their card, and an SMS gateway."""

from collections.abc import Iterator

import pytest

from candidates.portal import actions
from candidates.register.models import Candidate
from tests.candidates.portal.asking import EMAIL, PHONE
from tests.gateway import Gateway, gateway


@pytest.fixture
def candidate(world) -> Candidate:
    made = world.candidate("registered")
    Candidate.objects.filter(pk=made.pk).update(phone=PHONE, email=EMAIL)
    return made


@pytest.fixture
def token(world, candidate) -> str:
    return actions.make_card(actor=world.lin, ids=[candidate.pk])[candidate.pk]


@pytest.fixture
def aliyun(settings) -> Iterator[Gateway]:
    with gateway(settings) as taken:
        yield taken
