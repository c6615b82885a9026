"""The demo's finished round: judged, ranked, corrected, who goes on, an appeal."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from math import exp

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from candidates.demo import Cast
from candidates.register.models import Batch, Candidate
from spark import clock
from spark.accounts.models import User
from training.demo.judging import appoint, mark_as
from training.demo.racing import race
from training.standings import actions as standings
from training.studio.models import LiveRoom, Seat, Slot
from training.trials import actions as trials
from training.trials.models import Round, Trial

AIR_TIMES = ("10:00", "14:30", "19:30")
LONG = timedelta(hours=1)
BEGAN, ENDED, SHOWN = 14, 9, 8  # days ago: after the tests, before the next campaign
EACH = 3
WORTH = (0.0, 0.5, -0.4)  # of rooms, and of hours, in logs
MOST = 12  # people
PLACES = len(WORTH) * len(AIR_TIMES)


def rank(cast: Cast, batch: Batch, candidates: Sequence[int]) -> None:
    """A heat before the campaign under way, by those who will be in that."""
    rooms = list(LiveRoom.objects.order_by("pk")[: len(WORTH)])
    since = map(cast.clock.day, range(BEGAN, ENDED - 1, -1))
    days = [day for day in since if not cast.clock.days.is_rest_day(day)]
    if len(days) < EACH:
        return
    people = Candidate.objects.filter(pk__in=candidates).order_by("pk")[:MOST]
    round_ = _round(cast, batch)
    made = [
        _trial(round_, rooms, candidate, days[turn], (number, turn))
        for number, candidate in enumerate(people)
        for turn in range(EACH)
    ]
    held = [trial for trial, *_rest in made]
    appoint(cast, held, cast.clock.at(BEGAN + 1, "10:00"))
    for trial, gmv_fen, score in made:
        _held(cast.staff.office, trial, gmv_fen, score)
    _ranked(cast, round_, held)
    race(cast, round_)


def _round(cast: Cast, batch: Batch) -> Round:
    office = cast.staff.office
    first, last = cast.clock.day(BEGAN), cast.clock.day(ENDED)
    campaign = trials.open_campaign(
        actor=office,
        batch=batch,
        name_zh="秋季热身赛",
        name_en="Autumn warm-up",
        starts_on=first,
        ends_on=last,
        at=cast.clock.at(BEGAN + 1, "09:00"),
    )
    return trials.open_round(
        actor=office,
        pk=campaign.pk,
        starts_on=first,
        ends_on=last,
        trials_each=EACH,
        minimum_trials=EACH,
        cut=8,
        at=cast.clock.at(BEGAN + 1, "09:10"),
    )


def _trial(
    round_: Round,
    rooms: list[LiveRoom],
    candidate: Candidate,
    day: date,
    turns: tuple[int, int],
) -> tuple[Trial, int, str]:
    """A trial to be held, what will be sold there, and the judges' score.

    Args:
        turns: whose it is, by number, and which of theirs.
    """
    number, turn = turns
    place = (number + 4 * turn) % PLACES
    room, hour = place % len(rooms), place // len(WORTH)
    starts = clock.at(day, time.fromisoformat(AIR_TIMES[hour]))
    during = DateTimeTZRange(starts, starts + LONG)
    slot, _ = Slot.objects.get_or_create(
        room=rooms[room], during=during, defaults={"expected_viewers": 4200}
    )
    trial = Trial.objects.create(
        candidate=candidate,
        person_id=candidate.person_id,
        round=round_,
        slot=slot,
        seat=Seat.objects.get(room=rooms[room], number=1 + number // PLACES),
        during=during,
    )
    skill = 0.22 * ((number * 5) % MOST - MOST / 2) / 2
    luck = 0.25 * ((number * 7 + turn * 3) % 5 - 2)
    gmv_fen = round(900_000 * exp(skill + WORTH[room] + WORTH[hour] + luck))
    score = 3.5 + skill / 2 + 0.1 * (turn - 1)
    return trial, gmv_fen, f"{min(max(score, 1), 5):.1f}"


def _held(office: User, trial: Trial, gmv_fen: int, score: str) -> None:
    ids, starts, ends = [trial.pk], trial.during.lower, trial.during.upper
    trials.confirm(actor=office, ids=ids, at=starts - timedelta(days=1))
    trials.go_live(actor=office, ids=ids, at=starts)
    trials.finish(actor=office, ids=ids, at=ends)
    viewers = 3_600 + 97 * trial.pk % 900
    numbers = {
        "viewers": viewers,
        "views": viewers * 13 // 10,
        "average_watch_seconds": 70 + trial.pk % 40,
        "gmv_fen": gmv_fen,
        "judges_score": score,
        "is_final": True,
    }
    at = ends + timedelta(minutes=9)
    standings.enter_result(actor=office, pk=trial.pk, numbers=numbers, at=at)
    mark_as(trial, float(score))


def _ranked(cast: Cast, round_: Round, held: list[Trial]) -> None:
    """Ranked, corrected where a zero was forgotten, and ranked again."""
    office = cast.staff.office

    def made(hour: str) -> None:
        at = cast.clock.at(SHOWN, hour)
        standings.compute_standings(actor=office, pk=round_.pk, at=at)

    made("09:00")
    wrong = held[-1].result
    standings.enter_result(
        actor=office,
        pk=wrong.trial_id,
        numbers={"gmv_fen": 3 * (wrong.gmv_fen or 0)},
        reason="平台更正了成交金额",
        at=cast.clock.at(SHOWN, "10:20"),
    )
    made("10:30")
