"""Keys are changed under what they wrote: everything is read after as before."""

from datetime import date, timedelta
from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.core.checks import Tags, run_checks
from django.core.management import CommandError, call_command
from django.db import transaction

from candidates.applying.models import Application
from candidates.demo import id_number
from candidates.papers.models import Paper
from candidates.portal.access import guest_of
from candidates.register.models import Export, Person
from candidates.rights.actions import ask
from candidates.rights.models import DataRequest
from candidates.rosters.models import RosterImport, UnclearRow
from contracts.signing.models import Contract, Scan
from spark import clock
from spark.accounts.models import Invitation
from spark.accounts.scope import SYSTEM
from spark.crypto import decrypt, encrypt, keyed_hash
from spark.management.commands.reencrypt import encrypted_fields
from spark.rest.models import Answer, Job, Portion
from spark.robots.models import Robot
from spark.sheets.models import StagedSheet
from spark.webhooks import actions as webhooks
from spark.webhooks.models import Webhook
from tests.candidates.applying.applicants import call_of, sent
from tests.candidates.papers.bringing import brought
from tests.contracts.signing.papers import a_scan
from tests.spark.rest.system import System
from tests.spark.robots.groups import robot
from tests.spark.webhooks.receiver import webhook
from tests.story import record_of
from tests.world import World

NEW = Fernet.generate_key().decode()
FILE = b"PK of a sheet"


@pytest.fixture
def written(transactional_db) -> World:
    """A row in every table that holds something encrypted."""
    world = World()
    candidate = world.candidate("in_force")
    RosterImport.objects.create(
        batch=candidate.batch,
        campus=candidate.campus,
        sent_by=world.lin,
        content=encrypt(FILE),
        findings=[{"name": "林可欣"}],
        images={"added": {}},
    )
    Export.objects.create(owner=world.office, content=encrypt(FILE))
    StagedSheet.objects.create(
        key="a", file_name="表.csv", content=encrypt(FILE), sent_at=clock.now()
    )
    UnclearRow.objects.create(
        campus=candidate.campus,
        batch=candidate.batch,
        person=candidate.person,
        name="王小二",
        key="a",
    )
    sent(call_of(world))
    ask(
        actor=guest_of(candidate),
        pk=candidate.pk,
        kind="correction",
        text="号码错了",
        id_number=id_number(date(2004, 5, 6), 77),
    )
    app = System(world).app
    Answer.objects.create(application=app, key="a", status=200, body={"id": 7})
    job = Job.objects.create(application=app, resource="candidates", atomic=False)
    Portion.objects.create(job=job, first=0, size=1, done=1, outcomes=[{"id": 7}])
    Portion.objects.create(job=job, first=1, size=1, rows=[{"name": "林可欣"}])
    a_scan(world, record_of(Contract, candidate))
    brought(world.candidate("paperwork"), "agreement")
    hook = webhook(world, "https://example.org/spark")
    webhooks.rotate_secret(actor=SYSTEM, pk=hook.pk)
    robot(world, "https://oapi.dingtalk.com/robot/send?access_token=a", secret="SEC1")
    secret = get_adapter().encrypt("JBSWY3DPEHPK3PXP")
    Authenticator.objects.create(
        user=world.office, type="totp", data={"secret": secret}
    )
    return world


def read() -> list:
    """All that is encrypted, in clear."""
    roster, scan = RosterImport.objects.get(), Scan.objects.get()
    factor = Authenticator.objects.get()
    return [
        [person.id_number for person in Person.objects.order_by("pk")],
        [(sent.id_number, sent.answers) for sent in Application.objects.all()],
        DataRequest.objects.get().id_number,
        roster.findings,
        roster.images,
        decrypt(bytes(roster.content)),
        decrypt(bytes(Export.objects.get().content)),
        decrypt(bytes(scan.content)),
        StagedSheet.objects.get().file_name,
        decrypt(bytes(StagedSheet.objects.get().content)),
        UnclearRow.objects.get().name,
        decrypt(bytes(Paper.objects.get().content)),
        Answer.objects.get().body,
        [(part.rows, part.outcomes) for part in Portion.objects.order_by("pk")],
        [(robot.address, robot.secret) for robot in Robot.objects.all()],
        decrypt(bytes(Webhook.objects.get().secret)),
        decrypt(bytes(Webhook.objects.get().former_secret)),
        get_adapter().decrypt(factor.data["secret"]),
    ]


def said_by(command: str) -> list[str]:
    said = StringIO()
    call_command(command, stdout=said)
    return said.getvalue().splitlines()


def history() -> int:
    kept = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
    return sum(model._default_manager.count() for model in kept)


def problems() -> list[str]:
    return [
        found.id or ""
        for found in run_checks(None, [Tags.database], databases=["default"])
    ]


def test_everything_is_encrypted_anew_and_the_old_key_may_go(written, settings):
    (old,), before, events = settings.FIELD_KEYS, read(), history()
    settings.FIELD_KEYS = [NEW, old]
    first = said_by("reencrypt")
    assert len(first) == 1 + len(list(encrypted_fields())) == 21
    assert all(" 0 of" not in line for line in first)
    assert all(" 0 of" in line for line in said_by("reencrypt"))
    assert read() == before and history() == events
    settings.FIELD_KEYS = [NEW]
    assert read() == before and not problems()
    settings.FIELD_KEYS = [old]
    with pytest.raises(InvalidToken):
        read()


def test_a_row_that_no_key_fits_is_named(written, settings):
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CommandError, match=r"rest_answer.body of row \d+ fits none"):
        said_by("reencrypt")


def test_a_scan_is_still_never_changed(written, settings):
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    said_by("reencrypt")
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Scan.objects.update(name="another")


def test_without_the_key_of_what_is_stored_nothing_starts(written, settings):
    assert not problems()
    settings.FIELD_KEYS = [NEW]
    assert problems() == ["spark.E002"]


def test_people_are_found_by_another_key(written, settings):
    world, events = written, history()
    merged = Person.objects.create(
        name="",
        name_key="",
        id_number="",
        id_hash="merged:7",
        id_masked="",
        birth_date="1900-01-01",
        merged_into=Person.objects.first(),
    )
    Invitation.objects.create(
        user=world.lin,
        token_hash=keyed_hash("t"),
        expires_at=clock.now() + timedelta(1),
    )
    numbers = [person.id_number for person in Person.objects.exclude(id_number="")]
    events = history()
    settings.LOOKUP_KEY = "another-key-for-this-test"
    assert problems() == ["spark.E003"]
    assert said_by("rehash") == [
        f"{len(numbers) + 1} ID numbers hashed anew",
        "1 invitations are void: send them again on “People”",
    ]
    assert not problems() and history() == events
    for number in numbers:
        assert Person.objects.get(id_hash=keyed_hash(number)).id_number == number
    application = Application.objects.get()
    assert application.id_hash == keyed_hash(application.id_number)
    assert Person.objects.get(pk=merged.pk).id_hash == "merged:7"
    assert said_by("rehash") == ["0 ID numbers hashed anew"]
