"""A trial once published, and its result."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from candidates.register.models import CandidateRecord, Person
from spark.audit.guards import held_by_database, one_of, tracked
from spark.errors import BY_DATABASE
from training.trials.models.campaigns import Round
from training.trials.models.rooms import Seat, Slot, bounded
from training.trials.stages import HOLDING, MOVABLE, TrialState

BY_DATABASE["trial_seat_once"] = "seat-taken"
BY_DATABASE["trial_person_once"] = "person-booked"
CONTRADICTS = "result-contradicts"


def alone(field: str, name: str) -> ExclusionConstraint:
    """EXCLUDE: of those that hold their place, no two overlap in `field`.

    Checked at the end of a statement, so that one statement may swap two of them.
    """
    return ExclusionConstraint(
        name=name,
        expressions=[
            (field, RangeOperators.EQUAL),
            ("during", RangeOperators.OVERLAPS),
        ],
        condition=models.Q(state__in=HOLDING),
        deferrable=models.Deferrable.IMMEDIATE,
    )


@held_by_database
@tracked(exclude=["starts_at"])
class Trial(CandidateRecord):
    """One person on one seat; made, moved and called off by publishing plans.

    `person` is the candidate's, kept by a trigger when two persons turn out to be one;
    `during` is the slot's, which can't change while the trial is to come.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trials")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="trials")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="trials")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="trials")
    during = DateTimeRangeField(_("time"))
    starts_at = models.GeneratedField(
        expression=Lower("during"),
        output_field=models.DateTimeField(),
        db_persist=True,
    )
    went_live_at = models.DateTimeField(_("on air since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("off air since"), null=True, blank=True)
    state = FSMField(default=TrialState.PLANNED, choices=TrialState, protected=True)

    class Meta:
        verbose_name = _("trial")
        constraints = [
            one_of("state", TrialState, "trial_state_known"),
            bounded("trial_bounded"),
            alone("seat", "trial_seat_once"),
            alone("person", "trial_person_once"),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], name="trial_by_start"),
            models.Index(fields=["state", "starts_at"], name="trial_by_state"),
        ]

    @property
    def is_movable(self) -> bool:
        return self.state in MOVABLE

    @property
    def can_have_result(self) -> bool:
        return self.state == TrialState.FINISHED and self.round.is_open

    @transition(field=state, source=TrialState.PLANNED, target=TrialState.CONFIRMED)
    def confirm(self) -> None:
        """The candidate will come."""

    @transition(field=state, source=TrialState.CONFIRMED, target=TrialState.PLANNED)
    def ask_again(self) -> None:
        """A plan moved it to another slot, so what was confirmed no longer holds."""

    @transition(field=state, source=MOVABLE, target=TrialState.LIVE)
    def go_live(self) -> None:
        """On air."""

    @transition(field=state, source=TrialState.LIVE, target=TrialState.FINISHED)
    def finish(self) -> None:
        """Off air, as planned."""

    @transition(field=state, source=TrialState.LIVE, target=TrialState.ABORTED)
    def abort(self) -> None:
        """Off air, for something that happened."""

    @transition(field=state, source=MOVABLE, target=TrialState.CANCELLED)
    def cancel(self) -> None:
        """Called off beforehand."""

    @transition(field=state, source=MOVABLE, target=TrialState.NO_SHOW)
    def no_show(self) -> None:
        """The candidate wasn't there."""


def _count(label, **options) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True, **options)


def _at_most(few: str, many: str, name: str, message) -> models.CheckConstraint:
    BY_DATABASE[name] = CONTRADICTS
    return models.CheckConstraint(
        condition=models.Q(**{f"{few}__lte": models.F(many)})
        | models.Q(**{few: None})
        | models.Q(**{many: None}),
        name=name,
        violation_error_message=message,
    )


@tracked()
class Result(models.Model):
    """A trial's numbers and the judges' score; money in fen, time in seconds.

    What wasn't measured is empty, never 0.
    """

    trial = models.OneToOneField(Trial, on_delete=models.PROTECT, related_name="result")
    viewers = models.PositiveIntegerField(_("viewers"), help_text=_("UV"))
    views = _count(_("views"), help_text=_("PV"))
    average_watch_seconds = models.PositiveIntegerField(_("average watch, seconds"))
    peak_online = _count(_("most online at once"))
    interacting_viewers = _count(_("viewers who interacted"))
    new_followers = _count(_("new followers"))
    product_clickers = _count(_("viewers who clicked a product"))
    buyers = _count(_("buyers"))
    orders = _count(_("paid orders"))
    gmv_fen = models.PositiveBigIntegerField(_("GMV, in fen"), null=True, blank=True)
    paid_viewers = _count(_("viewers from paid traffic"))
    judges_score = models.DecimalField(
        _("judges' score"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 to 5"),
    )
    is_final = models.BooleanField(
        _("final"),
        default=False,
        help_text=_("Numbers of the day itself are provisional; the next day's count."),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("result")
        constraints = [
            _at_most(
                "viewers",
                "views",
                "result_viewers_within_views",
                _("There are at least as many views as viewers."),
            ),
            _at_most(
                "interacting_viewers",
                "viewers",
                "result_interacting_within_viewers",
                _("Who interacted is among the viewers."),
            ),
            _at_most(
                "product_clickers",
                "viewers",
                "result_clickers_within_viewers",
                _("Who clicked a product is among the viewers."),
            ),
            _at_most(
                "buyers",
                "product_clickers",
                "result_buyers_within_clickers",
                _("Who bought is among those who clicked a product."),
            ),
            _at_most(
                "buyers",
                "orders",
                "result_buyers_within_orders",
                _("There are at least as many orders as buyers."),
            ),
            _at_most(
                "paid_viewers",
                "viewers",
                "result_paid_within_viewers",
                _("Viewers from paid traffic are among the viewers."),
            ),
            models.CheckConstraint(
                condition=models.Q(judges_score=None)
                | models.Q(judges_score__range=(1, 5)),
                name="result_score_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trial} · {self.viewers}"
