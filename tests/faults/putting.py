"""Puts messages for all channels into a Spark that runs; safe to be begun again."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.db import transaction

from bench import seed
from candidates.portal.models import CodeBy, PersonalLink
from candidates.register.models import Batch
from candidates.rosters.actions import add_candidates
from spark import clock
from spark.accounts.models import RoleGrant, User
from spark.accounts.scope import SYSTEM
from spark.campuses.models import Campus
from spark.crypto import encrypt, keyed_hash
from spark.jobs import enqueue_on_commit, lasting
from spark.notifications import outbox
from spark.robots.models import GroupMessage, Robot
from spark.webhooks import queueing, signing
from spark.webhooks.models import Course, Delivery, Webhook
from tests.world import World

OF_EACH = 10  # messages of a robot: as many as go one by one within a minute
PEOPLE = 100
HOOKS = 20
TYPE = "test.told"


def put(number: int, port: int) -> None:
    """So many: a quarter each by mail, in inboxes and to groups; then the rest."""
    lasting(transaction.atomic(begin))
    campus = Campus.objects.get(code="ZJYY")
    parts: list[Callable[[], None]] = [
        lambda: codes(number // 20, campus),
        lambda: groups(number // 4, port, campus),
        lambda: systems(number // 5, port, campus),
        lambda: add_people(campus),
    ]
    for part in parts:
        lasting(transaction.atomic(part))
    told = list(User.objects.filter(email__startswith="told-"))
    for n in range(number // 4 // PEOPLE):
        lasting(transaction.atomic(partial(tell, told, n)))


def begin() -> None:
    if not Batch.objects.exists():
        World()


def add_people(campus: Campus) -> None:
    if User.objects.filter(email__startswith="told-").exists():
        return
    told = User.objects.bulk_create(
        User(email=f"told-{n}@test.spark", name=f"told {n}") for n in range(PEOPLE)
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(user=one, role="coordinator", campus=campus) for one in told
    )


def tell(told: list[User], n: int) -> None:
    outbox.put(
        "screening-released",
        to=told,
        subject=f"told:{n}",
        dedup=f"told:{n}",
        facts={"count": n + 2, "name": "陈语桐"},
        url="/",
    )


def groups(number: int, port: int, campus: Campus) -> None:
    if Robot.objects.filter(name__startswith="told").exists():
        return
    addresses = [f"http://127.0.0.1:{port}/robot/{n}" for n in range(number // OF_EACH)]
    now = clock.now()
    robots = Robot.objects.bulk_create(
        Robot(
            service="dingtalk",
            name=f"told {n}",
            campus=campus,
            address=address,
            address_hash=keyed_hash(address),
        )
        for n, address in enumerate(addresses)
    )
    GroupMessage.objects.bulk_create(
        GroupMessage(
            robot=robot,
            kind="screening-released",
            subject=f"told:{n}",
            dedup_key=f"told:{n}",
            facts={"count": n + 2},
            created_at=now,
            due_at=now,
        )
        for robot in robots
        for n in range(OF_EACH)
    )
    enqueue_on_commit("robots.send")


def systems(number: int, port: int, campus: Campus) -> None:
    now = clock.now()
    if Delivery.objects.filter(type=TYPE).exists():
        return
    for n in range(HOOKS):
        hook = Webhook.objects.create(
            campus=campus,
            url=f"http://127.0.0.1:{port}/hook/{n}",
            secret=encrypt(signing.drawn()),
        )
        Course.objects.create(webhook=hook, position=queueing.here())
        Delivery.objects.bulk_create(
            Delivery(
                webhook=hook,
                type=TYPE,
                resource="candidates",
                object_key=key + 1,
                sequence=1,
                at=now,
            )
            for key in range(number // HOOKS)
        )
    enqueue_on_commit("webhooks.deliver")


def codes(number: int, campus: Campus) -> None:
    batch = Batch.objects.get()
    if PersonalLink.objects.filter(candidate__phone__startswith="188002").exists():
        return
    entries = [
        replace(one, direction="comprehensive") for one in seed.people(200_000, number)
    ]
    add_candidates(actor=SYSTEM, batch=batch, campus=campus, entries=entries)
    now = clock.now()
    held = batch.candidate_set.filter(phone__startswith="188002")
    PersonalLink.objects.bulk_create(
        PersonalLink(
            candidate=candidate,
            token_hash=keyed_hash(secrets.token_hex()),
            created_at=now,
            expires_at=now + timedelta(days=30),
            code_wanted_at=now,
            code_due_at=now,
            code_by=CodeBy.SMS,
            code_language="en",
        )
        for candidate in held.order_by("pk")[:number]
    )
    enqueue_on_commit("portal.send_codes", by=CodeBy.SMS.value)
