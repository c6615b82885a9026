"""People are registered, roster by roster; some rosters still wait."""

from collections.abc import Iterator
from itertools import cycle

from candidates.demo.cast import Cast, Part, by_campus, ending
from candidates.demo.people import Crowd, Invented
from candidates.demo.waves import AUTUMN, WAVES, Fate, Wave
from candidates.register.actions import leave
from candidates.register.models import Batch, Candidate
from candidates.rosters.actions import (
    add_candidates,
    confirm_roster,
    send_roster,
    undo_roster,
)
from candidates.rosters.models import RosterImport
from candidates.rosters.sheets.importing import check_import, write_import
from spark.accounts.models import User
from spark.campuses.models import Campus

HEADER = "姓名,身份证号,手机号,意向方向,班级,学号"


def enrol(cast: Cast, seed: int) -> Crowd:
    """Register everybody; the few who leave before they are called do so."""
    crowd = Crowd(seed)
    for wave in WAVES:
        lot = list(zip(wave.lot(), cycle(wave.campuses), strict=False))
        for campus in dict.fromkeys(wave.campuses):
            fates = [cast.fate(fate) for fate, code in lot if code == campus]
            cast.parts += _registered(cast, crowd, wave, campus, fates)
    for group in cast.waves("registered"):
        for code, leavers in by_campus(ending(group, "registered", "left")).items():
            at = cast.at(group[0], "called", "09:25")
            ids = [part.candidate for part in leavers]
            cast.let_go(leave, cast.staff.coordinators[code], leavers, ids, at)
    return crowd


def _registered(
    cast: Cast, crowd: Crowd, wave: Wave, campus: str, fates: list[Fate]
) -> Iterator[Part]:
    batch = Batch.objects.get(slug=wave.batch)
    opened = batch.opens_on
    started = opened.year - (3 if opened.month < 8 else 2)
    people = list(crowd.people(len(fates), campus, started))
    if wave.name == "third" and campus == "ZJYY":
        people[0].name = _namesake(campus)
    taken = add_candidates(
        actor=cast.staff.coordinators[campus],
        batch=batch,
        campus=Campus.objects.get(code=campus),
        entries=people,
        reason=f"{started}级报名表.xlsx",
        at=cast.clock.at(wave.days["registered"], "09:10"),
    )
    for entry, fate in zip(taken, fates, strict=True):
        yield Part(entry.candidate.pk, campus, wave, fate)


def _namesake(campus: str) -> str:
    """The name of somebody who came to the batch before from the same college."""
    known = Candidate.objects.filter(campus__code=campus, batch__slug=AUTUMN)
    return known.earliest("pk").person.name


def rosters(cast: Cast, crowd: Crowd) -> None:
    """One is taken back, one imported with a slip in it, and one waits for a word.

    It gives somebody's ID number under another name.
    """
    lin, mei = (cast.staff.coordinators[code] for code in ("ZJYY", "LJZY"))
    started = cast.clock.today.year - 2
    wrong = _sent(cast, lin, "ZJYY", "直播2403班（旧）.csv", crowd, 3, started)
    _imported(lin, wrong)
    wrong.refresh_from_db()
    undo_roster(actor=lin, pk=wrong.pk)
    _imported(lin, _sent(cast, lin, "ZJYY", "直播2403班.csv", crowd, 6, started))
    waits = ("电商2402班.csv", crowd, 4, started, _number_of("ZJYY"))
    check_import(_sent(cast, mei, "LJZY", *waits).pk)


def _number_of(campus: str) -> str:
    """The ID number of somebody who came first from a college."""
    known = Candidate.objects.filter(campus__code=campus).earliest("pk")
    return known.person.id_number


def _imported(sender: User, roster: RosterImport) -> None:
    check_import(roster.pk)
    roster.refresh_from_db()
    confirm_roster(actor=sender, pk=roster.pk)
    write_import(roster.pk)


def _sent(
    cast: Cast,
    sender: User,
    campus: str,
    name: str,
    crowd: Crowd,
    count: int,
    started: int,
    number: str = "",
) -> RosterImport:
    people = crowd.people(count * 2, campus, started)
    adults = [person for person in people if not person.guardian_name][:count]
    adults[0].id_number = number or adults[0].id_number
    return send_roster(
        actor=sender,
        batch=Batch.objects.get(slug=AUTUMN),
        campus=Campus.objects.get(code=campus),
        file_name=name,
        content="\n".join([HEADER, *_rows(adults)]).encode(),
        notice_version="告知书 2026-1",
        notice_on=cast.clock.day(1),
    )


def _rows(people: list[Invented]) -> Iterator[str]:
    """As a college writes them; the last but one has a slip in its ID number."""
    for number, person in enumerate(people):
        identity = person.id_number
        if number == len(people) - 2:
            identity = identity[:-1] + ("1" if identity[-1] == "0" else "0")
        cells = [person.name, identity, person.phone, "综合主播"]
        yield ",".join([*cells, person.class_name, person.student_number])
