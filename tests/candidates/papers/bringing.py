"""Candidates who owe papers, and what they photograph."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from candidates.papers import actions
from candidates.papers.models import Paper
from candidates.portal.access import guest_of
from candidates.register.models import Candidate
from candidates.screening import actions as screening
from candidates.screening.models import Screening
from tests.cards import let_in
from tests.contracts.signing.papers import JPEG
from tests.story import record_of


def asked(world, wanted: str = "paper") -> Candidate:
    candidate = world.candidate("in_review")
    record = record_of(Screening, candidate)
    screening.ask_more(
        actor=world.office, ids=[record.pk], reason="缺成绩单", wanted=wanted
    )
    candidate.refresh_from_db()
    return candidate


def photograph(content: bytes = JPEG, name: str = "IMG_0417.JPG") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/html")


def own(candidate: Candidate) -> Client:
    client = Client()
    let_in(client, candidate.pk)
    return client


def brought(candidate: Candidate, kind: str, content: bytes = JPEG) -> Paper:
    return actions.bring(
        actor=guest_of(candidate), pk=candidate.pk, kind=kind, file=photograph(content)
    )
