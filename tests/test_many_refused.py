"""Who is left out of an act on many reads all that stands against them, and its law."""

from datetime import timedelta

from django.urls import reverse

from candidates.consents import actions as consents
from candidates.register.models import Candidate, Person
from contracts.signing.models import Contract
from spark import clock
from tests.candidates.consents.test_gate import MINOR, MISSING, born
from tests.cards import guardian_consents
from tests.story import record_of, standing
from tests.terms import terms, typed
from tests.test_many_at_once import bulk, decided
from tests.training.trials.studio import Studio


def against(answer) -> dict[str, list[str]]:
    """By name, the codes of all that stands against them."""
    out = answer.context["out"]
    return {subject.name: [why.code for why in whys] for subject, whys in out}


def minor(world, point: str) -> Candidate:
    """Whose guardian hasn't consented."""
    candidate = world.candidate(point)
    person = Person.objects.filter(pk=candidate.person_id)
    person.update(birth_date=born()["birth_date"])
    Candidate.objects.filter(pk=candidate.pk).update(**MINOR)
    return candidate


def test_terms_and_guardian_are_missed_at_once(client, world):
    one, other = minor(world, "draft"), world.candidate("draft")
    client.force_login(world.signing)
    given = typed(terms(pay_fen=100_000)) | {"reason": ""}
    answer = bulk(client, "signing-issue", [one, other], **given)
    assert against(answer) == {
        one.person.name: [MISSING, "contract-pay-low"],
        other.person.name: ["contract-pay-low"],
    }
    for _subject, whys in answer.context["out"]:
        assert all(why.way_out and why.source for why in whys)


def test_a_day_and_a_guardian_are_missed_at_once(client, world):
    one = minor(world, "draft")
    given = guardian_consents(one.pk)
    client.force_login(world.signing)
    bulk(client, "signing-issue", [one], **typed(terms()), reason="", confirmed="1")
    assert record_of(Contract, one).state == "issued"
    consents.take_back(actor=world.lin, pk=given.pk)
    early = str(clock.today() - timedelta(days=1))
    answer = bulk(client, "signing-sign", [one], signed_on=early)
    assert against(answer) == {one.person.name: ["signed-before-drafted", MISSING]}


def test_who_is_in_place_reads_what_is_wanting_not_where_they_are(client, world):
    ready, undecided = decided(world, 1)[0], world.candidate("in_review")
    elsewhere = world.candidate("waiting")
    client.force_login(world.office)
    answer = bulk(client, "screening-release", [ready, undecided, elsewhere])
    assert [subject.key for subject in answer.context["hit"]] == [ready.pk]
    assert against(answer) == {
        undecided.person.name: ["screening-undecided"],
        elsewhere.person.name: [""],
    }
    assert standing(undecided) == ("screening", "in_review")


def test_a_trial_reads_all_that_keeps_it_off_air(client, world):
    trial = Studio(world).trial("planned")
    client.force_login(world.mentor)
    url = reverse("trial-many", args=["go-live"])
    answer = client.post(url, {"ids": [trial.pk]})
    name = trial.candidate.person.name
    assert against(answer)[name][:2] == ["trial-too-early", "trial-unconfirmed"]
    assert answer.context["hit"] == []
