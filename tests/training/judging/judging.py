"""Trials with judges, for tests of judging."""

from datetime import timedelta
from itertools import count

from candidates.screening.actions import Written
from spark import clock
from spark.accounts.models import Role, User
from spark.accounts.scope import SYSTEM
from tests.training.trials.studio import Studio
from tests.world import World
from training.judging import actions
from training.judging.actions import Sent
from training.judging.models import Judgement, LiveFigures
from training.trials.models import Trial

_sequence = count(1)


def panel(world: World, number: int = 2) -> list[User]:
    """Mentors at the base beside the world's own, of no college."""
    return [
        world.user(f"panel{n}", f"评委{n}", Role.MENTOR, world.base)
        for n in range(1, number)
    ] + [world.mentor]


def judged(studio: Studio, until: str = "finished", **more) -> tuple[Trial, list]:
    """A trial with the two cards that the office gave out."""
    trial = studio.trial(until, **more)
    actions.assign_judges(
        actor=SYSTEM, ids=[trial.pk], at=trial.during.lower - timedelta(days=1)
    )
    return trial, list(trial.judgements.order_by("pk"))


def marks(card: Judgement, value: int = 4, **by_code: int) -> dict[int, Written]:
    """One value for the whole card but for some criteria."""
    return {
        one.pk: Written(by_code.get(one.code, value))
        for one in card.card.criteria.all()
    }


def write(card: Judgement, verb=actions.mark, value: int = 4, **more) -> None:
    """What their judge sends, after all that was sent before."""
    given = {
        "actor": card.judge,
        "pk": card.pk,
        "marks": marks(card, value),
        "note": "",
        "sent": Sent("a", next(_sequence)),
        "at": card.trial.during.upper,
    }
    verb(**given | more)
    card.refresh_from_db()


def lock(card: Judgement, value: int = 4, **more) -> None:
    write(card, actions.lock, value, **more)


def enter(trial: Trial, **more) -> LiveFigures:
    """Figures as of ten minutes after it began, entered then."""
    given = {"actor": SYSTEM, "at": trial.during.lower + timedelta(minutes=10)}
    given |= {"viewers": 4000, "gmv_fen": 123400}
    return actions.enter_live_figures(pk=trial.pk, **given | more)


def on_screen(trial: Trial) -> LiveFigures:
    """Figures of a trial, whatever its state."""
    now = clock.now()
    return LiveFigures.objects.create(
        trial=trial, viewers=4000, as_of=now, entered_at=now
    )
