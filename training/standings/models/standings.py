"""A round's standings: each with what it was made of, kept for good."""

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from candidates.register.models import Candidate
from spark.audit.guards import one_of, tracked
from spark.changes.announcing import announced_if, announced_with
from training.trials.models import Round

APPEND_ONLY = pgtrigger.Protect(
    name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
)
OF_ROUND = """
    SELECT place.id, candidate.campus_id FROM training_place place
    JOIN candidates_candidate candidate ON candidate.id = place.candidate_id
    WHERE place.standing_id = (
        SELECT id FROM training_standing WHERE round_id = NEW.id
        ORDER BY number DESC LIMIT 1
    )
"""
announced_with("standings", "closed_at", OF_ROUND)(Round)
# Until its round is closed, no college's systems read a place.
OF_CLOSED = """
    SELECT NEW.id, candidate.campus_id FROM training_standing standing
    JOIN training_round round ON round.id = standing.round_id
    JOIN candidates_candidate candidate ON candidate.id = NEW.candidate_id
    WHERE standing.id = NEW.standing_id AND round.closed_at IS NOT NULL
"""
MEASURES = (
    *("rank", "score", "sd", "low", "high"),
    *("rank_low", "rank_high", "p_in"),
)


class Verdict(models.TextChoices):
    """Whether anybody could be ranked, and why not."""

    RANKED = "ranked", _("ranked")
    NOBODY = "nobody", _("nobody has enough results")
    ROOMS_APART = "rooms-apart", _("people can't be told from rooms")
    HOURS_APART = "hours-apart", _("people can't be told from hours")


@pgtrigger.register(APPEND_ONLY)
@tracked(
    pghistory.InsertEvent(label="computed"), exclude=["inputs", "details", "groups"]
)
class Standing(models.Model):
    """One reckoning of a round; the one with the highest number is in force.

    Args:
        inputs: what it was made of, all of it: canonical JSON, deflated.
        inputs_hash: SHA-256 of that JSON.
        results: how many trials counted.
        ranked: how many people have a rank.
        take: how many are to be taken; none when nobody was ranked.
        details: spreads, effects of rooms, hours and judges, trials pulled in, and the
            quotas it was made with: direction, college or none, places.
        groups: of people and the places that connect them, when they can't be compared.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="standings")
    number = models.PositiveIntegerField()
    computed_at = models.DateTimeField(_("computed"))
    inputs = models.BinaryField()
    inputs_hash = models.CharField(max_length=64)
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    results = models.PositiveIntegerField(_("results"))
    ranked = models.PositiveIntegerField(default=0, db_default=0)
    take = models.PositiveIntegerField(_("to be taken"), null=True)
    told_apart = models.FloatField(null=True)
    details = models.JSONField(default=dict, db_default={})
    groups = models.JSONField(default=list, db_default=[])

    class Meta:
        verbose_name = _("standings")
        verbose_name_plural = _("standings")
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="standing_once"),
            one_of("verdict", Verdict, "standing_verdict_known"),
            models.CheckConstraint(
                condition=models.Q(
                    verdict=Verdict.RANKED,
                    take__isnull=False,
                    told_apart__isnull=False,
                )
                | ~models.Q(verdict=Verdict.RANKED)
                & models.Q(take=None, told_apart=None),
                name="standing_ranked_or_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.number}"

    @property
    def is_ranked(self) -> bool:
        return self.verdict == Verdict.RANKED


@announced_if("standings", OF_CLOSED)
@pgtrigger.register(APPEND_ONLY)
class Place(models.Model):
    """A candidate's place; without a rank there is not enough data.

    Args:
        from_cut: score less the cut's, in standard deviations of that difference; empty
            when everybody is taken.
        trials, seconds, viewers, gmv_fen: all in all, of the trials that counted.
        counted: each of these trials: its numbers, and what was expected there.
    """

    standing = models.ForeignKey(
        Standing, on_delete=models.PROTECT, related_name="places"
    )
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="places"
    )
    rank = models.PositiveIntegerField(_("rank"), null=True)
    score = models.FloatField(_("score"), null=True)
    sd = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    rank_low = models.PositiveIntegerField(null=True)
    rank_high = models.PositiveIntegerField(null=True)
    p_in = models.FloatField(null=True)
    from_cut = models.FloatField(null=True)
    trials = models.PositiveIntegerField(_("trials"))
    bands = models.PositiveIntegerField()
    seconds = models.PositiveIntegerField()
    viewers = models.PositiveBigIntegerField(_("viewers"))
    gmv_fen = models.PositiveBigIntegerField(_("GMV, in fen"))
    counted = models.JSONField(default=list, db_default=[])

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(
                fields=["standing", "candidate"], name="place_once"
            ),
            models.CheckConstraint(
                condition=models.Q(**{f"{name}__isnull": False for name in MEASURES})
                | models.Q(**dict.fromkeys((*MEASURES, "from_cut"))),
                name="place_whole_or_short",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.rank or '–'}"

    @property
    def is_short(self) -> bool:
        """Whether there wasn't enough data to rank."""
        return self.rank is None
