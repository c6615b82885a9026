"""A stage's buttons for many: what must be given, who is hit, who not and why."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from candidates.register.models import Candidate, Quota
from candidates.screening import actions as screening
from candidates.screening.models import Screening
from candidates.screening.stages import Decision
from spark.accounts.scope import SYSTEM
from spark.duties.models import Duty
from tests.story import record_of, standing
from tests.terms import typed
from tests.world import World, papers

REASON = "讲品有演示，镜头表现自然"


def bulk(client, name: str, people: list[Candidate], **given):
    """Send people to a deed; with `given` typed into its form."""
    data = {"ids": [candidate.pk for candidate in people], **given}
    if given:
        data["given"] = "1"
    form = {key if key in OURS else f"many-{key}": value for key, value in data.items()}
    return client.post(reverse("candidate-bulk", args=[name]), form)


OURS = {"ids", "given", "confirmed", "query"}


def names(rows) -> list[str]:
    return [row.name for row in rows]


def decided(world: World, count: int) -> list[Candidate]:
    """People in review with a decision to pass them, not released."""
    people = [world.candidate("in_review") for _ in range(count)]
    ids = [record_of(Screening, candidate).pk for candidate in people]
    screening.decide(actor=SYSTEM, ids=ids, decision="passed", reason=REASON)
    return people


def test_what_must_be_given_is_asked_for_first(office, world):
    people = [world.candidate("in_review"), world.candidate("in_review")]
    answer = bulk(office, "screening-decide", people)
    assert set(answer.context["form"].fields) == {"decision", "ground", "reason"}
    assert (answer.context["ready"], len(answer.context["hit"])) == (False, 2)
    given = {"decision": "passed", "ground": "score"}
    answer = bulk(office, "screening-decide", people, **given, reason="")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"reason"}
    given["reason"] = REASON
    answer = bulk(office, "screening-decide", people, **given)
    assert answer.context["ready"] and len(answer.context["hit"]) == 2
    assert record_of(Screening, people[0]).decision == ""
    answer = bulk(office, "screening-decide", people, **given, confirmed="1")
    assert answer.status_code == 302
    assert {record_of(Screening, candidate).decision for candidate in people} == {
        "passed"
    }


def test_a_rehearsal_names_who_would_be_refused_and_leaves_nothing(office, world):
    Quota.objects.create(
        batch=world.batch, direction=world.candidate().direction, places=2
    )
    people = decided(world, 5)
    duties = Duty.objects.filter(closed_at=None).count()
    answer = bulk(office, "screening-release", people)
    hit, out = answer.context["hit"], answer.context["out"]
    assert (len(hit), len(out)) == (2, 3)
    assert all("2" in why.text for _subject, (why, *_also) in out)
    assert {standing(candidate) for candidate in people} == {("screening", "in_review")}
    assert Duty.objects.filter(closed_at=None).count() == duties
    taken = [
        candidate
        for candidate in people
        if candidate.pk in {subject.key for subject in hit}
    ]
    answer = bulk(office, "screening-release", taken, confirmed="1")
    assert answer.status_code == 302
    assert [standing(candidate)[1] for candidate in taken] == ["passed", "passed"]


def test_who_stands_elsewhere_is_left_out_with_where_they_are(office, world):
    here, there = world.candidate("waiting"), world.candidate("active")
    answer = bulk(office, "screening-open-review", [here, there])
    assert names(answer.context["hit"]) == [here.person.name]
    ((who, (why,)),) = answer.context["out"]
    assert (who.key, why.text) == (there.pk, "当前为「实习中」")


def test_papers_are_filed_for_a_whole_class(client, world):
    young = world.candidate("paperwork")
    others = [world.candidate("paperwork") for _ in range(3)]
    client.force_login(world.lin)
    given = papers(policy_number="")
    given = {name: value for name, value in given.items() if value is not None}
    filed = typed(papers())
    answer = bulk(client, "incubation-activate", [young, *others], **filed)
    assert len(answer.context["hit"]) == 4
    bulk(client, "incubation-activate", [young, *others], **filed, confirmed="1")
    assert {standing(candidate) for candidate in [young, *others]} == {
        ("incubation", "active")
    }


def test_of_two_who_press_at_once_the_other_is_told_what_happened(office, world):
    candidate, other = world.candidate("waiting"), world.candidate("waiting")
    ids = [record_of(Screening, candidate).pk]
    screening.open_review(actor=world.reviewer, ids=ids)
    answer = bulk(office, "screening-open-review", [candidate, other], confirmed="1")
    assert answer.status_code == 409
    text = answer.context["refusal"].text
    assert "方可欣" in text
    assert standing(other) == ("screening", "waiting")


@pytest.mark.parametrize("stage", ["screening", "signing"])
def test_strangers_see_and_hit_nobody(client, world, stage):
    people = [world.candidate("waiting", campus=world.other)]
    client.force_login(world.lin)
    assert bulk(client, "screening-release", people).status_code == 403
    answer = bulk(client, "screening-receive-more", people)
    assert (answer.context["hit"], answer.context["out"]) == ([], [])


def test_more_people_cost_no_more_queries(office, world, django_assert_max_num_queries):
    for count in (2, 6):
        people = [world.candidate("waiting") for _ in range(count)]
        with django_assert_max_num_queries(40):
            answer = bulk(office, "screening-open-review", people)
        assert len(answer.context["hit"]) == count
        with django_assert_max_num_queries(40):
            bulk(office, "screening-open-review", people, confirmed="1")
        assert {standing(candidate) for candidate in people} == {
            ("screening", "in_review")
        }


# Pages for many never end dead --------------------------------------------------------

SAYS = {
    "zh-hans": {
        "mentor": "指导",
        "law": "法定必备",
        "source": "《职业学校学生实习管理规定》",
        "again": "重新核对",
    },
    "en": {
        "mentor": "needs a mentor of the host",
        "law": "by law",
        "source": "Administrative Rules on Internships",
        "again": "Check again",
    },
}
LANGUAGES = pytest.mark.parametrize("language", SAYS)


def speaking(client, user, language: str):
    client.force_login(user)
    client.cookies["django_language"] = language
    return client


def kept(answer, name: str) -> list[str]:
    """The values of hidden fields of a page."""
    tags = re.findall(rf'<input type="hidden" name="{name}" value="(\d+)"', answer.text)
    return sorted(tags)


@LANGUAGES
def test_all_that_is_missing_is_said_of_each_at_once_and_can_be_mended(
    client, world, language
):
    people = [world.candidate("paperwork") for _ in range(2)]
    lin, said = speaking(client, world.lin, language), SAYS[language]
    missing = {"mentor_name", "policy_number", "agreement_on"}
    given = papers()
    short = typed({name: given[name] for name in given if name not in missing})
    answer = bulk(lin, "incubation-activate", people, **short)
    assert (answer.context["hit"], len(answer.context["out"])) == ([], 2)
    for _subject, against in answer.context["out"]:
        codes = {why.code for why in against}
        assert {"agreement-missing", "insurance-missing", "mentor-missing"} <= codes
        assert all(why.way_out for why in against)
    assert answer.text.count(said["mentor"]) >= 2
    assert answer.text.count(said["source"]) >= 6
    # Everybody and everything typed is there, and so is the button.
    assert kept(answer, "ids") == sorted(str(one.pk) for one in people)
    assert answer.context["form"].data["many-starts_on"] == short["starts_on"]
    assert f">{said['again']}</button>" in answer.text
    answer = bulk(lin, "incubation-activate", people, **typed(given))
    assert len(answer.context["hit"]) == 2 and not answer.context["out"]


def test_who_is_left_out_stays_chosen_and_only_the_others_are_hit(client, world):
    ready, other = world.candidate("waiting"), world.candidate("active")
    client.force_login(world.office)
    answer = bulk(client, "screening-open-review", [ready, other])
    both = [ready.pk, other.pk]
    assert kept(answer, "ids") == sorted(map(str, both))
    assert kept(answer, "hit") == [str(ready.pk)]
    assert ">重新核对</button>" in answer.text
    url = reverse("candidate-bulk", args=["screening-open-review"])
    sure = {"ids": both, "hit": [ready.pk], "confirmed": "1"}
    assert client.post(url, sure).status_code == 302
    assert standing(ready) == ("screening", "in_review")
    assert standing(other) == ("incubation", "active")


def test_where_nobody_can_be_hit_the_button_stays(office, world):
    other = world.candidate("active")
    answer = bulk(office, "screening-open-review", [other])
    assert answer.context["hit"] == []
    assert ">重新核对</button>" in answer.text


def test_a_wrong_field_keeps_what_is_typed_and_everybody(office, world):
    people = [world.candidate("in_review") for _ in range(2)]
    answer = bulk(office, "screening-decide", people, decision="passed", reason="")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"ground", "reason"}
    assert answer.context["form"]["decision"].value() == "passed"
    assert kept(answer, "ids") == sorted(str(one.pk) for one in people)
    assert "btn go" in answer.text


@LANGUAGES
def test_what_a_law_requires_is_marked_with_its_name(client, world, language):
    lin, said = speaking(client, world.lin, language), SAYS[language]
    answer = bulk(lin, "incubation-activate", [world.candidate("paperwork")])
    form = answer.context["form"]
    required = {bound.name for bound in form if hasattr(bound.field, "by_law")}
    assert required >= {"agreement_on", "consent_on", "policy_number", "mentor_name"}
    assert answer.text.count(f"{said['law']}</span>") == len(required)
    assert answer.text.count(said["source"]) >= len(required)


@LANGUAGES
def test_a_release_shows_what_each_is_told(client, world, language):
    office = speaking(client, world.office, language)
    people = [world.candidate("in_review") for _ in range(2)]
    for one, decision in zip(people, ("passed", "rejected"), strict=True):
        ids = [record_of(Screening, one).pk]
        screening.decide(actor=SYSTEM, ids=ids, decision=decision, reason=REASON)
    answer = bulk(office, "screening-release", people)
    with translation.override(language):
        labels = [str(Decision("passed").label), str(Decision("rejected").label)]
    shown = {subject.key: subject.becomes for subject in answer.context["hit"]}
    for one, label in zip(people, labels, strict=True):
        assert shown[one.pk].startswith(label) and REASON in shown[one.pk]
        assert shown[one.pk] in answer.text


def test_who_is_decided_on_leaves_the_queue_to_decide(office, world):
    one, other = world.candidate("in_review"), world.candidate("in_review")
    queue = {"duty": "screening-decide"}

    def waiting(query) -> set[int]:
        page = office.get("/candidates/", query).context["page"]
        return {candidate.pk for candidate in page.rows}

    assert waiting(queue) == {one.pk, other.pk}
    ids = [record_of(Screening, one).pk]
    screening.decide(actor=SYSTEM, ids=ids, decision="passed", reason=REASON)
    assert waiting(queue) == {other.pk}
    assert waiting({"duty": "screening-release"}) == {one.pk}
    screening.release(actor=SYSTEM, ids=ids)
    assert waiting({"duty": "screening-release"}) == set()


def test_a_bar_has_first_what_applies_to_most(office, world):
    """Each row says what applies to it; risks stay last."""
    waiting, noted = world.candidate("waiting"), decided(world, 1)[0]
    for _ in range(2):
        world.candidate("in_review")
    context = office.get("/candidates/").context
    verbs = [action.name for action in context["verbs"]]
    can = {key: set(names.split()) for key, names in context["can"].items()}
    counts = [sum(name in names for names in can.values()) for name in verbs]
    risks = [action.button.danger for action in context["verbs"]]
    safe = counts[: risks.index(True)]
    assert safe == sorted(safe, reverse=True) and all(counts)
    assert risks == sorted(risks)
    assert "screening-open-review" in can[waiting.pk]
    assert "screening-release" in can[noted.pk]
    assert [key for key in can if "screening-release" in can[key]] == [noted.pk]
