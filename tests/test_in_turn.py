"""Two save the same row in the same moment: still one of them is asked."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from candidates.register.models import Candidate
from tests.story import at_once
from tests.test_seen import CHANGE, fields, save
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def holding(candidate: Candidate, held: threading.Event) -> None:
    """The row for a second, so that both are there before either can save."""
    with transaction.atomic():
        Candidate.objects.select_for_update().get(pk=candidate.pk)
        held.set()
        time.sleep(1)
    connection.close()


def test_who_comes_second_is_asked_though_both_came_at_once():
    world = World()
    candidate = world.candidate("waiting", phone="13900000000")
    url = reverse("identity-act", args=[candidate.pk, "change"])
    clients = Client(), Client()
    for client in clients:
        client.force_login(world.lin)
    page = clients[0].get(reverse("candidate-detail", args=[candidate.pk]))
    sent = fields(page.text, CHANGE)
    answers: list[int] = []

    def saving(client: Client, phone: str) -> None:
        answers.append(save(client, url, sent, phone=phone).status_code)

    held = threading.Event()
    holder = threading.Thread(target=holding, args=[candidate, held])
    holder.start()
    held.wait(10)
    at_once(
        lambda: saving(clients[0], "13900000001"),
        lambda: saving(clients[1], "13900000002"),
    )
    holder.join(10)
    assert sorted(answers) == [302, 422]
