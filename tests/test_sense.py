"""What nobody can mean is refused at its field, on pages, in sheets and the API."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from candidates.incubation.models import Incubation
from candidates.register.models import Batch
from candidates.screening.models import Absence
from spark import clock
from spark.campuses.models import Holiday
from tests.candidates.incubation.test_api import given as papers_given
from tests.office import batch_form, page
from tests.story import record_of
from tests.training.standings.test_api import NUMBERS, programme
from tests.training.systems import codes, system
from tests.training.trials.studio import Studio
from tests.world import World
from training.standings.models import Result
from training.trials.models import Campaign, Round

__all__ = ["programme", "system"]
LANGUAGES = pytest.mark.parametrize("language", ["zh-hans", "en"])


@pytest.fixture
def studio(world) -> Studio:
    return Studio(world)


def said(client, language: str, url: str, sent: dict) -> str:
    """What the page says to what is sent, in words."""
    client.cookies["django_language"] = language
    response = client.post(url, sent)
    assert response.status_code in {200, 422}
    return response.text


# A batch's days, and what is said of them.
BATCHES: dict[str, tuple[dict, dict[str, str]]] = {
    "79 years": (
        {"opens_on": "2021-01-01", "closes_on": "2099-12-31"},
        {"zh-hans": "一个期次最长五年。", "en": "A batch lasts five years at most."},
    ),
    "to 9999": (
        {"closes_on": "9999-12-31"},
        {
            "zh-hans": "日期不能晚于 2100-12-31。",
            "en": "Choose a day up to 2100-12-31.",
        },
    ),
    "from 1999": (
        {"opens_on": "1999-01-01"},
        {
            "zh-hans": "日期不能早于 2020-01-01。",
            "en": "Choose a day from 2020-01-01 on.",
        },
    ),
}


@LANGUAGES
@pytest.mark.parametrize("name", BATCHES)
def test_a_batch_of_odd_days_is_refused(office, world, name, language):
    days, words = BATCHES[name]
    url, before = page(Batch, "change", world.batch.pk), vars(world.batch).copy()
    assert words[language] in said(
        office, language, url, batch_form(world.batch, **days)
    )
    world.batch.refresh_from_db()
    assert (world.batch.opens_on, world.batch.closes_on) == (
        before["opens_on"],
        before["closes_on"],
    )


@LANGUAGES
def test_a_copied_batch_is_held_to_the_same(office, world, language):
    sent = {"batch": world.batch.pk, "name_zh": "春", "name_en": "Spring", "slug": "s"}
    sent |= {"opens_on": "2021-01-01", "closes_on": "2099-12-31"}
    words = BATCHES["79 years"][1][language]
    assert words in said(office, language, page(Batch, "copy_earlier"), sent)


# A round's terms, and what is said of them.
ROUNDS: dict[str, tuple[dict, dict[str, str]]] = {
    "2 trials rank at 5": (
        {"trials_each": 2, "minimum_trials": 5},
        {
            "zh-hans": "不能多于每人场次，否则谁都排不进名次。",
            "en": "More than the trials each has: nobody would be ranked.",
        },
    ),
    "999 hours of rest": (
        {"rest_hours": 999},
        {"zh-hans": "请填 72 或更小的数。", "en": "Write 72 or less."},
    ),
    "none go on": (
        {"cut": 0},
        {"zh-hans": "请填 1 或更大的数。", "en": "Write 1 or more."},
    ),
}


@LANGUAGES
@pytest.mark.parametrize("name", ROUNDS)
def test_a_round_of_odd_terms_is_refused(office, studio, name, language):
    odd, words = ROUNDS[name]
    sent = {"trials_each": 2, "minimum_trials": 2, "rest_hours": 12, "extra_slots": 0}
    sent |= {"ties": "trials", "starts_on": studio.today, "ends_on": studio.day(5)}
    url = reverse("campaign-detail", args=[studio.campaign.pk])
    assert words[language] in said(office, language, url, sent | odd)
    assert Round.objects.count() == 1


ROWS = {
    "rounds": {
        "2 trials rank at 5": "秋季试播赛,2,2,5,8,{first},{last},12",
        "999 hours of rest": "秋季试播赛,2,2,2,8,{first},{last},999",
    },
    "campaigns": {
        "four years": "hangzhou-2026-autumn,冬,Winter,2026-12-01,2030-12-20",
        "of 2001": "hangzhou-2026-autumn,冬,Winter,2001-12-01,2001-12-20",
    },
    "audience": {"everybody": "星选一间,周六,19,99999999999"},
}
HEADS = {
    "rounds": "赛程,轮次,每人场次,参与排名场次,晋级人数,开始日期,结束日期,间隔小时",
    "campaigns": "批次,中文名,英文名,开始日期,结束日期",
    "audience": "直播间,星期,小时,每小时观众",
}


@pytest.mark.parametrize(
    ("kind", "row"), [(kind, row) for kind, rows in ROWS.items() for row in rows]
)
def test_a_sheet_of_odd_rows_is_refused(office, studio, kind, row):
    line = ROWS[kind][row].format(first=studio.today, last=studio.day(5))
    file = SimpleUploadedFile("表.csv", f"{HEADS[kind]}\n{line}".encode("utf-8-sig"))
    found = office.post(reverse("sheet-detail", args=[kind]), {"file": file})
    (rejected,) = found.context["found"].rejected
    assert [str(fault) for fault in rejected.faults]
    assert found.context["found"].to_write == []


# What a system sends of an internship, and where it is wrong.
PAPERS = {
    "to 9999": ({"ends_on": "9999-12-31"}, "/ends_on"),
    "of 1999": ({"consent_on": "1999-01-01"}, "/consent_on"),
    "99 years": ({"ends_on": "2099-01-01"}, "/ends_on"),
    "a million a month": ({"pay_fen": 100_000_000}, "/pay_fen"),
}


@pytest.mark.parametrize("name", PAPERS)
def test_an_internship_of_odd_papers_is_refused_by_the_api(world, system, name):
    odd, where = PAPERS[name]
    record = record_of(Incubation, world.candidate("paperwork"))
    response = system("POST", f"incubations/{record.pk}/activate", papers_given(**odd))
    assert (response.status_code, codes(response)) == (400, ["#" + where])


NUMBERS_ODD = {
    "too many viewers": ({"viewers": 1_500_000_000}, "/viewers"),
    "watched for two days": (
        {"average_watch_seconds": 172_800},
        "/average_watch_seconds",
    ),
    "refunds of 9999": ({"refunds_until": "9999-12-31"}, "/refunds_until"),
}


@pytest.mark.parametrize("name", NUMBERS_ODD)
def test_odd_numbers_of_a_trial_are_refused_by_the_api(studio, programme, name):
    odd, where = NUMBERS_ODD[name]
    trial = studio.trial("finished")
    response = programme("POST", "results", {"trial": trial.pk} | NUMBERS | odd)
    assert (response.status_code, codes(response)) == (400, ["#" + where])
    assert not Result.objects.exists()


# What may be true all the same, and what is said of it.
WARNED = {
    "peak above viewers": (
        {"viewers": 50, "peak_online": 80},
        {
            "zh-hans": "最高在线 80 人，比总场观人数 50 还多",
            "en": "At the peak 80 watched at once",
        },
    ),
    "99 million of ten orders": (
        {"gmv_fen": 9_900_000_000, "orders": 10},
        {"zh-hans": "请核对成交额和订单数", "en": "Check GMV and orders"},
    ),
}


@LANGUAGES
@pytest.mark.parametrize("name", WARNED)
def test_odd_numbers_that_may_be_true_are_warned_of(
    client, studio, programme, name, language
):
    odd, words = WARNED[name]
    trial = studio.trial("finished")
    response = programme("POST", "results", {"trial": trial.pk} | NUMBERS | odd)
    assert response.status_code == 201
    client.force_login(studio.world.office)
    client.cookies["django_language"] = language
    shown = client.get(reverse("trial-detail", args=[trial.pk]))
    assert words[language] in shown.text


def rows_beyond(world: World, studio: Studio) -> dict[str, tuple[type, dict]]:
    """Rows, by the constraint that refuses them."""
    today = clock.today()
    days = {"starts_on": today, "ends_on": today}
    names = {"name_zh": "冬", "name_en": "Winter"}
    round_ = {"campaign": studio.campaign, "number": 9, **days}
    return {
        "campaign_lasts": (
            Campaign,
            {"batch": world.batch, **names, **days, "ends_on": studio.day(800)},
        ),
        "round_ranks_somebody": (Round, round_ | {"minimum_trials": 5}),
        "round_in_bounds": (Round, round_ | {"rest_hours": 999}),
        "absence_in_bounds": (
            Absence,
            {"reviewer": world.office, "starts_on": today, "ends_on": "9999-12-31"},
        ),
        "holiday_in_bounds": (
            Holiday,
            {**names, "day": "1949-10-01", "kind": "rest", "source": "x"},
        ),
    }


def test_the_database_refuses_what_nobody_can_mean(world, studio):
    for name, (model, values) in rows_beyond(world, studio).items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            model.objects.create(**values)
    for changed in (
        {"closes_on": "2099-01-01"},
        {"opens_on": "1999-01-01"},
    ):
        with pytest.raises(IntegrityError, match="batch_"), transaction.atomic():
            Batch.objects.update(**changed)
