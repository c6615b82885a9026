"""Sheets of campaigns and their rounds."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates.register.access import BATCHES
from spark.plausible import FEW, REST, SOME
from spark.sheets.checking import Column
from spark.sheets.fields import Text, Whole, one_of
from spark.sheets.kinds import RecordSheet
from spark.sheets.times import Day
from training.studio.sheets import VERB
from training.trials.access import CAMPAIGNS, ROUNDS
from training.trials.models import Campaign, Round


def days() -> tuple[Column, Column]:
    return (
        Column("starts_on", "开始日期", "First day", Day(), "2026-12-01"),
        Column("ends_on", "结束日期", "Last day", Day(), "2026-12-20"),
    )


def _few() -> Whole:
    return Whole(min_value=FEW.least, max_value=FEW.most)


def in_order(values: Mapping[str, Any]) -> None:
    if values["ends_on"] < values["starts_on"]:
        said = _("It ends on or after its first day.")
        raise ValidationError({"ends_on": said})


class Campaigns(RecordSheet):
    slug = "campaigns"
    title = gettext_lazy("Campaigns")
    verb = VERB
    about = gettext_lazy("Competitions of the batches, known again by Chinese name.")
    known_by = ("batch_id", "name_zh")
    compared = ("name_en", "starts_on", "ends_on")

    @cached_property
    def columns(self) -> Sequence[Column]:
        batches, by = BATCHES.visible_to(self.actor), ("slug", "name_zh", "name_en")
        unknown = gettext_lazy("Write the short name of a batch.")
        batch = one_of(batches, *by, unknown=unknown)
        name = Text(max_length=80)
        return (
            Column(
                "batch",
                "期次",
                "Batch",
                batch,
                "示例 hangzhou-2026-autumn",
                also=("批次",),
            ),
            Column("name_zh", "中文名", "Chinese name", name, "秋季试播赛"),
            Column("name_en", "英文名", "English name", name, "Autumn"),
            *days(),
        )

    def record(self, values: Mapping[str, Any]) -> Campaign:
        in_order(values)
        return Campaign(**values)

    def existing(self, records: Sequence[Campaign]) -> Iterable[Campaign]:
        batches = {campaign.batch_id for campaign in records}
        return CAMPAIGNS.visible_to(self.actor).filter(batch__in=batches)

    def fits(self, record: Campaign, old: Campaign | None) -> None:
        rounds = old.rounds.all() if old else ()
        for round_ in rounds:
            if round_.starts_on < record.starts_on or round_.ends_on > record.ends_on:
                said = _("Round %(n)s would lie outside these days.")
                raise ValidationError({"starts_on": said % {"n": round_.number}})

    def words(self, record: Campaign) -> str:
        return f"{record.name_zh} · {record.starts_on}–{record.ends_on}"


class Rounds(RecordSheet):
    slug = "rounds"
    title = gettext_lazy("Rounds")
    verb = VERB
    about = gettext_lazy("The rounds of campaigns, known again by their number.")
    known_by = ("campaign_id", "number")
    compared = (
        *("trials_each", "minimum_trials", "cut", "starts_on", "ends_on"),
        *("rest_hours", "products"),
    )

    @cached_property
    def columns(self) -> Sequence[Column]:
        campaigns = CAMPAIGNS.visible_to(self.actor)
        unknown = gettext_lazy("Write the name of a campaign.")
        field = one_of(campaigns, "name_zh", "name_en", unknown=unknown)
        cut = Whole(min_value=SOME.least, max_value=SOME.most, required=False)
        products = Text(max_length=2_000, required=False)
        rest = Whole(min_value=REST.least, max_value=REST.most)
        return (
            Column("campaign", "赛程", "Campaign", field, "示例 秋季试播赛"),
            Column("number", "轮次", "Round", _few(), "1"),
            Column("trials_each", "每人场次", "Trials each", _few(), "2"),
            Column("minimum_trials", "参与排名场次", "To be ranked", _few(), "2"),
            Column("cut", "晋级人数", "Advance", cut, "8"),
            *days(),
            Column("rest_hours", "间隔小时", "Rest hours", rest, "12"),
            Column("products", "商品", "Products", products, ""),
        )

    def record(self, values: Mapping[str, Any]) -> Round:
        in_order(values)
        campaign = values["campaign"]
        outside = values["starts_on"] < campaign.starts_on
        if outside or values["ends_on"] > campaign.ends_on:
            said = _("The campaign is from %(first)s to %(last)s.")
            facts = {"first": campaign.starts_on, "last": campaign.ends_on}
            raise ValidationError({"starts_on": said % facts})
        products = "\n".join(values["products"].split(";")).strip()
        return Round(**{**values, "products": products})

    def existing(self, records: Sequence[Round]) -> Iterable[Round]:
        own = {round_.campaign_id for round_ in records}
        rows = ROUNDS.visible_to(self.actor).filter(campaign__in=own)
        return rows.prefetch_related("trials")

    def fits(self, record: Round, old: Round | None) -> None:
        if old is None:
            return
        if not old.is_open:
            raise ValidationError({"number": _("This round is closed")})
        moved = (record.starts_on, record.ends_on) != (old.starts_on, old.ends_on)
        if moved and old.trials.all():
            said = _("The round has trials: change its days on the campaign's page.")
            raise ValidationError({"starts_on": said})

    def words(self, record: Round) -> str:
        days = f"{record.starts_on}–{record.ends_on}"
        return f"{record.campaign} · {record.number} · {record.trials_each} · {days}"
