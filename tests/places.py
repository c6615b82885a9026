"""A second base and a second team beside the world's, each with its own people."""

from django.db.models import Model

from candidates.incubation.access import INCUBATIONS
from candidates.register.models import Candidate
from candidates.screening.access import SCREENINGS
from contracts.signing.access import CONTRACTS
from contracts.team import actions as team
from contracts.team.access import MEMBERSHIPS
from contracts.team.models import Membership
from spark.accounts.models import Role, User
from spark.accounts.scope import SYSTEM, Door
from spark.campuses.models import Base, MatrixTeam
from tests.story import record_of
from tests.training.trials.studio import Studio
from tests.world import World
from training.course.access import ENROLMENTS
from training.studio.models import LiveRoom
from training.trials.access import TRIALS
from training.trials.models import Trial

# By what a duty's subject calls it, the door to a kind of record.
DOORS: dict[str, Door] = {
    str(door.model._meta.model_name): door
    for door in (SCREENINGS, INCUBATIONS, ENROLMENTS, CONTRACTS, MEMBERSHIPS, TRIALS)
}


class Places:
    """Two of everything: `mentor` and `manager` of the world here, `far_…` there."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.base = Base.objects.create(
            code="YZJD", name_zh="远洲基地", name_en="Far base", region=world.region
        )
        self.team = MatrixTeam.objects.create(name_zh="远队", name_en="Far team")
        self.mentor = world.user("far_mentor", "远师傅", Role.MENTOR, self.base)
        self.manager = world.user("far_manager", "远队长", Role.TEAM, self.team)
        self.studio = Studio(world)
        self.room = self.studio.live_room("远间", base=self.base, team=self.team)

    @property
    def rooms(self) -> tuple[LiveRoom, LiveRoom]:
        return self.studio.room, self.room

    def trial(
        self, room: LiveRoom, until: str = "finished", mentor: User | None = None
    ) -> Trial:
        """Somebody's in this room, each a day of its own."""
        slot = self.studio.slot(2 + Trial.objects.count(), room=room, mentor=mentor)
        return self.studio.trial(until, slot=slot)

    def confirmed(self, place: MatrixTeam) -> Candidate:
        candidate = self.world.candidate("probation")
        ids = [record_of(Membership, candidate).pk]
        team.confirm(actor=SYSTEM, ids=ids, team=place)
        return candidate


def subject_of(duty_or_message: Model) -> tuple[Door, str]:
    """The door to what it is about, and its key there."""
    kind, _, key = duty_or_message.subject.partition(":")  # type: ignore[attr-defined]
    return DOORS[kind], key
