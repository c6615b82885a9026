"""What isn't released yet is on no page that leads from anybody's own, in no list.

Each of these is written so that it stands nowhere else: a colleague's words on a locked
card, figures on air, places of a standing, and why somebody goes on.
"""

import re
from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.test import Client

from spark.accounts.models import Role
from spark.resources import RESOURCES
from tests.cards import let_in
from tests.conftest import forget_cache
from tests.training.judging.judging import enter, lock, panel
from tests.training.racing.raced import Raced
from tests.training.systems import System
from training.judging import actions
from training.trials.models import Trial

NOTE, REASON = "暗号甲乙", "密语丙丁"
SCORE = 43.2198
ON_AIR = {"viewers": 987654, "gmv_fen": 765432109}
SECRETS = {
    "standing": ("43.22", "43.21"),
    "decision": (REASON,),
    "on air": ("987,654", "987654", "7,654,321", "765432109"),
    "card": (NOTE,),
}
LINK = re.compile(r'(?:href|hx-get)="(/[^"#?]*)')
NOT_READ = ("/accounts/", "/static/", "/media/", "/i18n/")
MOST = 80  # pages of one visitor


@pytest.fixture
def raced(world, time_machine) -> Raced:
    """Two were ranked and noted on; a third trial is on air, judged by two mentors."""
    forget_cache()
    raced = Raced(world, [SCORE, -SCORE])
    slot = raced.studio.slot(4, "10:00")
    trial = raced.studio.trial("live", raced.people[0], slot)
    judges = [one for one in panel(world) if one != world.mentor]
    for judge in (*judges, world.mentor):
        actions.name_judge(actor=world.office, pk=trial.pk, judge=judge)
    lock(trial.judgements.get(judge=judges[0]), note=NOTE)
    enter(trial, **ON_AIR)
    standing = raced.stand([SCORE, -SCORE])
    assert standing.places.count() == 2
    raced.decide(0, ground="promise", outcome="out", reason=REASON)
    time_machine.move_to(trial.during.lower + timedelta(minutes=20))
    return raced


def found_in(texts: Iterable[str]) -> set[str]:
    text = "\n".join(texts)
    return {
        name for name, words in SECRETS.items() if any(word in text for word in words)
    }


def read_by(client: Client, start: str, *more: str) -> list[str]:
    """Every page that links lead to, from where somebody begins."""
    waiting, seen, texts = [start, *more], set(), []
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if path in seen or path.startswith(NOT_READ):
            continue
        seen.add(path)
        answer = client.get(path)
        if answer.status_code != 200 or answer.streaming:
            continue
        if "text/html" not in answer.get("Content-Type", ""):
            continue
        texts.append(answer.text)
        waiting += LINK.findall(answer.text)
    assert len(texts) > 3
    return texts


def their_own(raced: Raced) -> list[str]:
    """Addresses that somebody who knows of them may try."""
    trial, round_ = Trial.objects.get(state="live"), raced.round
    places = [f"/places/{one.pk}/" for one in raced.standing.places.all()]
    return [
        *(f"/trials/{trial.pk}/", f"/judging/of/{trial.pk}/", raced.url, "/live/"),
        *("/live/hall/", f"/rounds/{round_.pk}/standings/", *places),
    ]


@pytest.mark.parametrize("who", ["lin", "mei", "manager", "signing", "mentor"])
def test_nobody_reads_what_isnt_released(client, raced, who):
    """The mentor still judges the trial on air; a judge's card is their own."""
    client.force_login(raced.world.people[who])
    assert found_in(read_by(client, "/", *their_own(raced))) == set()


def test_nor_does_a_candidate(client, raced):
    let_in(client, raced.people[0].pk)
    assert found_in(read_by(client, "/my/", *their_own(raced))) == set()


def test_nor_does_a_colleges_system(raced):
    system = System(raced.world, raced.world.campus)
    answers = [system.get(name) for name in (*RESOURCES, "changes")]
    assert found_in(answer.text for answer in answers) == set()


def test_who_runs_the_hall_reads_no_more_there_than_its_judges_may(client, raced):
    client.force_login(raced.world.office)
    assert found_in([client.get("/live/hall/").text]) == set()


def test_the_office_reads_all_of_it(client, raced):
    """So all of it is there to be read."""
    client.force_login(raced.world.office)
    assert found_in(client.get(path).text for path in their_own(raced)) == set(SECRETS)


def test_a_judge_who_is_done_reads_the_figures_and_no_standing(client, raced):
    world, trial = raced.world, Trial.objects.get(state="live")
    lock(trial.judgements.get(judge=world.mentor), at=trial.during.lower)
    client.force_login(world.mentor)
    own = [f"/trials/{trial.pk}/", f"/judging/of/{trial.pk}/", "/live/"]
    assert found_in(client.get(path).text for path in own) == {"on air"}


def test_the_programmes_system_reads_standings_and_figures_on_air(raced):
    system = System(raced.world, raced.world.other)
    grants = system.app.service_user.role_grants
    grants.update(role=Role.OFFICE_CLIENT, campus=None)
    answers = [system.get(name) for name in ("standings", "live-figures")]
    assert found_in(answer.text for answer in answers) == {"standing", "on air"}
