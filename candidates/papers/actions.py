"""Verbs of papers: brought by candidates, accepted or given back by their college."""

from datetime import datetime, timedelta

from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from candidates.papers.access import BRINGING, COLLEGES, PAPERS
from candidates.papers.models import Paper
from candidates.papers.queries import count_kept, papers_of, unseen, wanted_of
from candidates.papers.rules import MOST, may_bring
from candidates.papers.stages import Kind, State
from candidates.register.actions import check_reason, tell_candidates
from candidates.register.models import Candidate
from candidates.screening.actions import receive_more
from candidates.screening.models import Screening
from spark.accounts.models import Role, User
from spark.accounts.roles import GuestRole
from spark.accounts.scope import SYSTEM, Actor
from spark.accounts.security.models import SecurityKind
from spark.accounts.verbs import verb
from spark.crypto import decrypt, encrypt
from spark.documents import scanned
from spark.duties import board
from spark.errors import Refused

SOON = timedelta(days=3)  # within which the college looks at it


@verb(
    PAPERS,
    source=BRINGING,
    roles={GuestRole.CANDIDATE},
    label=_("Paper photographed"),
    many=False,
)
def bring(candidate: Candidate, *, kind: str, file: File, at: datetime) -> Paper:
    """Keep a page of a paper, or a PDF of all, for the college to look at.

    Raises:
        Refused: paper-not-wanted, paper-enough; paper-too-large, paper-not-readable;
            paper-twice, if the same file is there.
    """
    if kind not in _kinds_of(candidate):
        raise Refused("paper-not-wanted")
    if count_kept(candidate, kind) >= MOST:
        raise Refused("paper-enough", limit=MOST)
    read = scanned.read(file, called="paper")
    paper = Paper.objects.create(
        candidate=candidate,
        kind=kind,
        state_since=at,
        name=read.name,
        media_type=read.media_type,
        size=read.size,
        sha256=read.sha256,
        content=encrypt(read.content),
    )
    if not unseen([candidate.pk]).exclude(pk=paper.pk).exists():
        board.open_for(
            [paper], "papers-look", Role.COORDINATOR, at=at, due=at + SOON, url=_part
        )
    return paper


def _kinds_of(candidate: Candidate) -> tuple[Kind, ...]:
    return may_bring(candidate.stage, candidate.state, wanted_of(candidate))


def _part(paper: Paper) -> str:
    return f"/candidates/{paper.candidate_id}/#papers"


@verb(PAPERS, roles=COLLEGES, label=_("Paper accepted"), many=False)
def accept(paper: Paper, *, actor: Actor, at: datetime) -> None:
    """It is what it should be. What reviewers were missing lets them go on, once all
    pages that came of it are looked at.
    """
    paper.accept()
    _settle(paper, at)
    if paper.kind == Kind.ASKED and not unseen([paper.candidate_id], paper.kind):
        _go_on(paper, actor, at)


def _go_on(paper: Paper, actor: Actor, at: datetime) -> None:
    """Unless they do already, or something else is asked for by now."""
    if paper.kind in _kinds_of(paper.candidate):
        record = Screening.objects.get(candidate=paper.candidate_id)
        receive_more(actor=actor, ids=[record.pk], at=at)


@verb(
    PAPERS,
    roles=COLLEGES,
    label=_("Paper given back"),
    many=False,
    transition=Paper.give_back,
)
def give_back(paper: Paper, *, reason: str, at: datetime) -> None:
    """Say why it can't be used, so that they photograph it again; nothing else is kept.

    Raises:
        Refused: reason-missing, reason-with-number.
    """
    check_reason(reason)
    paper.give_back()
    paper.returned_for = reason
    _settle(paper, at)
    told = {"kind": paper.kind, "text": reason}
    url = f"/my/papers/{paper.kind}/"
    tell_candidates("own-paper-returned", [paper], lambda row: told, at=at, url=url)


def _settle(paper: Paper, at: datetime) -> None:
    paper.state_since = at
    paper.save()
    if not unseen([paper.candidate_id]).exists():
        board.close(papers_of(SYSTEM, paper.candidate_id), "papers-look", at=at)


@verb(
    PAPERS,
    roles=COLLEGES,
    label=_("Paper opened"),
    name="open",
    many=False,
    internal=True,
    states={State.SENT, State.ACCEPTED},
    security=SecurityKind.OPENED,
)
def open_paper(paper: Paper, *, actor: User, at: datetime) -> tuple[str, bytes]:
    """Its type and content. That somebody opened it stays on record.

    Raises:
        Refused: paper-gone.
    """
    if paper.content is None:
        raise Refused("paper-gone", status=410)
    paper.opened_at, paper.opened_by = at, actor
    paper.save(update_fields=["opened_at", "opened_by"])
    return paper.media_type, decrypt(bytes(paper.content))
