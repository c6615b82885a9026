"""What the programme office sets up: programmes, directions, batches and quotas."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_fsm import FSMField, FSMModelMixin, transition

from spark.audit.guards import held_by_database, one_of, tracked
from spark.campuses.models import BilingualName, Campus, Region
from spark.errors import BY_DATABASE
from spark.plausible import DAYS, PEOPLE, YEAR, Span, held, within

BY_DATABASE["batch_closes_after_opening"] = "batch-dates"
BY_DATABASE["quota_once"] = "quota-known"
BATCH_LASTS = Span(
    "opens_on", "closes_on", 5 * YEAR, _("A batch lasts five years at most.")
)


@tracked(deletion=True)
class Programme(BilingualName):
    """What batches are an intake of: Spark Plan, Factory Second Class."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")


@tracked(deletion=True)
class Direction(BilingualName):
    """What somebody is grown into, e.g. a comprehensive anchor."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    aliases = models.JSONField(
        _("names in rosters"),
        default=list,
        blank=True,
        help_text=_("What colleges write for it, as a list."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("direction")
        verbose_name_plural = _("directions")


@tracked(deletion=True)
class DirectionCategory(BilingualName):
    """A field of goods within a direction: food, home textiles.

    Medicine, finance, law and education may only be spoken about with a practice
    licence filed with the platform (网络主播行为规范, Art. 13).
    """

    direction = models.ForeignKey(
        Direction,
        on_delete=models.PROTECT,
        related_name="categories",
        verbose_name=_("direction"),
    )
    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    needs_licence = models.BooleanField(
        _("needs a practice licence"),
        default=False,
        help_text=_("Medicine and health, finance, law, education."),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")


class BatchState(models.TextChoices):
    OPEN = "open", pgettext_lazy("batch", "Open")
    CLOSED = "closed", pgettext_lazy("batch", "Closed")


@held_by_database
@tracked()
class Batch(FSMModelMixin, BilingualName):
    """One intake of a programme in a region. Ages are counted on `closes_on`.

    Once closed it takes nobody in any more; who is in goes on.
    """

    State = BatchState

    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, verbose_name=_("programme")
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, verbose_name=_("region")
    )
    opens_on = models.DateField(_("opens"), validators=within(DAYS))
    closes_on = models.DateField(_("closes"), validators=within(DAYS))
    state = FSMField(
        _("state"),
        max_length=10,
        default=BatchState.OPEN,
        choices=BatchState,
        protected=True,
    )
    blind = models.BooleanField(
        _("blind review"),
        default=True,
        db_default=True,
        help_text=_("Reviewers see neither names nor colleges, and only their queue."),
    )
    calibrated = models.BooleanField(
        _("calibration first"),
        default=False,
        db_default=False,
        help_text=_(
            "A reviewer's queue opens once they marked the anchor clips of its "
            "scorecards."
        ),
    )
    campuses = models.ManyToManyField(
        Campus, related_name="batches", verbose_name=_("campuses taking part")
    )
    directions = models.ManyToManyField(
        Direction, related_name="batches", verbose_name=_("directions")
    )

    class Meta:
        ordering = ["-opens_on"]
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        constraints = [
            one_of("state", BatchState, "batch_state_known"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="batch_closes_after_opening",
                violation_error_message=_("A batch closes on or after its first day."),
            ),
            held("batch_in_bounds", opens_on=DAYS, closes_on=DAYS),
            BATCH_LASTS.held("batch_lasts"),
        ]

    def clean(self) -> None:
        BATCH_LASTS.check(vars(self))

    @property
    def is_open(self) -> bool:
        return self.state == BatchState.OPEN

    @transition(field=state, source=BatchState.OPEN, target=BatchState.CLOSED)
    def close(self) -> None:
        """Everybody is decided on."""

    @transition(field=state, source=BatchState.CLOSED, target=BatchState.OPEN)
    def reopen(self) -> None:
        """It was closed too early."""


ADDED, REMOVED = pghistory.InsertEvent, pghistory.DeleteEvent


@tracked(ADDED(label="added"), REMOVED(label="removed"), obj_field=None)
class BatchCampus(Batch.campuses.through):  # type: ignore[name-defined]
    """That a college takes part; a model of its own, so that history is kept."""

    class Meta:
        proxy = True


@tracked(ADDED(label="added"), REMOVED(label="removed"), obj_field=None)
class BatchDirection(Batch.directions.through):  # type: ignore[name-defined]
    """That a direction is offered; a model of its own, so that history is kept."""

    class Meta:
        proxy = True


QUOTA_TWICE = _("There is a quota for this direction and college already.")


@tracked(deletion=True)
class Quota(models.Model):
    """Places of a direction in a batch, altogether or for one college."""

    batch = models.ForeignKey(
        Batch,
        on_delete=models.CASCADE,
        related_name="quotas",
        verbose_name=_("batch"),
    )
    direction = models.ForeignKey(
        Direction, on_delete=models.PROTECT, verbose_name=_("direction")
    )
    campus = models.ForeignKey(
        Campus,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        verbose_name=_("campus"),
        help_text=_("Empty: for all colleges together."),
    )
    places = models.PositiveIntegerField(_("places"), validators=within(PEOPLE))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "direction", "campus"],
                nulls_distinct=False,
                name="quota_once",
                violation_error_message=QUOTA_TWICE,
            ),
            models.CheckConstraint(
                condition=models.Q(places__gte=0), name="quota_not_negative"
            ),
            held("quota_in_bounds", places=PEOPLE),
        ]

    def __str__(self) -> str:
        facts = [self.direction, self.campus, self.places]
        return " · ".join(str(fact) for fact in facts if fact is not None)
