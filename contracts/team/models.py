"""Places in the matrix teams."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.register.models import StageRecord, stage_record
from candidates.register.stages import Stage
from contracts.team.stages import State
from spark.audit.guards import one_of

# What a team manager sees of candidates is asked of their own table.
COPY_TEAM = pgtrigger.Trigger(
    name="team_echo",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("team_id"),
    func="UPDATE candidates_candidate SET team_id = NEW.team_id"
    " WHERE id = NEW.candidate_id; RETURN NULL;",
)


@pgtrigger.register(COPY_TEAM)
@stage_record(Stage.MANAGEMENT, "memberships")
class Membership(StageRecord):
    """A signed anchor's place; on probation until confirmed."""

    state = FSMField(default=State.PROBATION, choices=State, protected=True)
    team = models.ForeignKey(
        "campuses.MatrixTeam", null=True, blank=True, on_delete=models.PROTECT
    )

    class Meta:
        verbose_name = _("membership")
        constraints = [
            one_of("state", State, "membership_state_known"),
            models.UniqueConstraint(
                fields=["candidate"],
                condition=~models.Q(state=State.ENDED),
                name="membership_open_once",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="membership_by_state"),
            models.Index(fields=["updated_at", "id"], name="membership_by_change"),
        ]

    @transition(field=state, source=State.PROBATION, target=State.CONFIRMED)
    def confirm(self) -> None:
        """Passed probation: a formal employee."""

    @transition(field=state, source=State.CONFIRMED, target=State.ON_LEAVE)
    def go_on_leave(self) -> None:
        """Away for a while."""

    @transition(field=state, source=State.ON_LEAVE, target=State.CONFIRMED)
    def return_from_leave(self) -> None:
        """Back on the rota."""

    @transition(
        field=state,
        source=[State.PROBATION, State.CONFIRMED, State.ON_LEAVE],
        target=State.ENDED,
    )
    def end(self) -> None:
        """Left the team."""
