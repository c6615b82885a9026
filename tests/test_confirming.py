"""What can't be undone says so and asks before; what can is undone from its toast."""

import gc
import re
from datetime import timedelta
from inspect import signature

import pytest
from django.urls import reverse

from candidates.incubation import actions as incubation
from candidates.incubation.models import Incubation
from candidates.screening import actions as screening
from candidates.screening.models import Screening
from candidates.screening.stages import Ground
from spark import clock
from spark.accounts.buttons import Button
from spark.accounts.scope import SYSTEM
from spark.accounts.verbs import DECLARED, Verb
from tests.story import last_event, record_of
from tests.test_records import HTMX, press, verbs
from tests.training.trials.studio import Studio
from tests.unasked import UNASKED


def all_buttons() -> list[Button]:
    """Looks through all there is: once, for that takes its time in a large process."""
    return [one for one in gc.get_objects() if issubclass(type(one), Button)]


def asks_or_is_undone(verb: Verb, buttons: list[Button]) -> bool:
    buttons = [button for button in buttons if button.verb is verb]
    asked = all(b.form or (b.danger and b.consequence) for b in buttons)
    return bool(verb.follows or verb.undone_by or (buttons and asked))


def test_every_verb_warns_is_undone_or_has_a_form_of_its_own():
    buttons = all_buttons()
    unasked = {v.history for v in DECLARED if not asks_or_is_undone(v, buttons)}
    assert unasked == set().union(*UNASKED.values())


@pytest.mark.parametrize(
    "verb", [verb for verb in DECLARED if verb.undone_by], ids=lambda verb: verb.history
)
def test_what_takes_a_verb_back_asks_for_nothing_but_a_reason(verb):
    back = verb.undoing
    row, *_more = signature(back.function).parameters
    assert back.asks <= {row, "actor", "reason", "at"}


# One candidate's internship ----------------------------------------------------------


@pytest.fixture
def active(world):
    return world.candidate("active")


def offer_in(page: str) -> dict[str, str]:
    """What the toast's button sends."""
    form = re.search(r'<form[^>]+action="/undo/".*?</form>', page, re.DOTALL)
    pairs = re.findall(r'name="(undo|back)" value="([^"]*)"', form[0] if form else "")
    return dict(pairs)


def to_release(world):
    """Somebody whose decision is noted."""
    candidate = world.candidate("in_review")
    ids = [record_of(Screening, candidate).pk]
    why = {"ground": Ground.PLACES, "reason": "讲品没有演示"}
    screening.decide(actor=SYSTEM, ids=ids, decision="rejected", **why)
    return candidate


def suspended(client, candidate) -> dict[str, str]:
    response = press(client, "incubation", candidate, "suspend", reason="期末考试")
    return offer_in(client.get(response.url).text)


def state_of(candidate) -> str:
    return record_of(Incubation, candidate).state


def test_a_toast_undoes_what_it_tells(client, world, active):
    client.force_login(world.lin)
    offer = suspended(client, active)
    assert state_of(active) == "suspended"
    response = client.post(reverse("undo"), offer)
    assert response.url == reverse("candidate-detail", args=[active.pk])
    assert state_of(active) == "active"
    event = last_event(record_of(Incubation, active))
    assert event["verb"] == "incubation.resume"


def test_what_changed_since_is_not_undone(client, world, active):
    client.force_login(world.lin)
    offer = suspended(client, active)
    ids = [record_of(Incubation, active).pk]
    incubation.resume(actor=SYSTEM, ids=ids)
    incubation.suspend(actor=SYSTEM, ids=ids, reason="病假")
    page = client.post(reverse("undo"), offer, follow=True)
    assert state_of(active) == "suspended"
    (said,) = page.context["messages"]
    assert said.level_tag == "warning"
    assert offer_in(page.text) == {}


def test_an_undo_is_for_who_did_it_and_for_minutes(client, world, active, time_machine):
    client.force_login(world.lin)
    offer = suspended(client, active)
    client.force_login(world.office)
    assert client.post(reverse("undo"), offer).status_code == 404
    client.force_login(world.lin)
    assert client.post(reverse("undo"), {"undo": "x"}).status_code == 404
    time_machine.move_to(clock.now() + timedelta(minutes=11))
    assert client.post(reverse("undo"), offer).status_code == 404
    assert state_of(active) == "suspended"


def test_an_undo_leads_to_no_other_site(client, world, active):
    client.force_login(world.lin)
    offer = suspended(client, active) | {"back": "https://elsewhere.example/"}
    assert client.post(reverse("undo"), offer).url == "/"


def test_what_cannot_be_undone_offers_nothing(client, world):
    client.force_login(world.office)
    response = press(client, "screening", to_release(world), "release")
    assert offer_in(client.get(response.url).text) == {}


# The warning -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "only an appeal changes it"), ("zh-hans", "只能通过申诉改变")],
)
def test_a_warning_is_on_the_page_in_both_languages(client, world, language, said):
    client.cookies["django_language"] = language
    client.force_login(world.office)
    candidate = to_release(world)
    action = verbs(client, "screening", candidate)["release"]
    assert action["follows"] and action["whom"] == candidate.person.name
    assert said in client.get(reverse("candidate-detail", args=[candidate.pk])).text


def test_many_at_once_are_warned_of_too(client, world):
    client.cookies["django_language"] = "en"
    client.force_login(world.office)
    ids = [to_release(world).pk]
    page = client.post(
        reverse("candidate-bulk", args=["screening-release"]), {"ids": ids}
    )
    assert "only an appeal changes it" in page.text


# On air ------------------------------------------------------------------------------


def test_an_early_end_asks_why_on_its_page(client, world):
    trial = Studio(world).trial("live")
    client.cookies["django_language"] = "en"
    client.force_login(world.mentor)
    url = reverse("trial-act", args=[trial.pk, "finish"])
    assert "Why so soon" in client.get(reverse("trial-detail", args=[trial.pk])).text
    assert client.post(url, {}, headers=HTMX).status_code == 422
    client.post(url, {"finish-reason": "样品没有到"})
    trial.refresh_from_db()
    assert trial.state == "finished"


def test_a_mistaken_start_is_taken_back_from_the_toast(client, world, time_machine):
    trial = Studio(world).trial("confirmed")
    time_machine.move_to(trial.during.lower)
    client.force_login(world.mentor)
    page = client.post(reverse("trial-act", args=[trial.pk, "go-live"]), follow=True)
    trial.refresh_from_db()
    assert trial.state == "live"
    client.post(reverse("undo"), offer_in(page.text))
    trial.refresh_from_db()
    assert (trial.state, trial.went_live_at) == ("confirmed", None)
