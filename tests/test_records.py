"""What the stage records share on the edge: fragments, buttons and refusals."""

import pytest
from django.test import Client
from django.urls import reverse

from candidates.register.models import Candidate
from candidates.screening import actions as screening
from candidates.screening.models import Screening
from contracts.signing.models import Contract
from spark import clock
from spark.accounts.scope import SYSTEM
from tests.stages import STAGES
from tests.story import record_of, standing
from tests.terms import terms, typed
from tests.world import World, papers

HTMX = {"HX-Request": "true"}
TYPED = "讲品没有演示，镜头表现紧张"


def part(client: Client, stage: str, candidate: Candidate) -> dict:
    """The stage's record in the candidate's page, as its template gets it."""
    response = client.get(reverse("candidate-detail", args=[candidate.pk]))
    found = response.context["main"] if response.status_code == 200 else []
    parts = {part.name: part.context for part in found}
    return parts[stage]["record"] if stage in parts else {"actions": []}


def verbs(client: Client, room: str, candidate: Candidate) -> dict[str, dict]:
    """The actions of a record's buttons by their verbs."""
    return {a["verb"]: a for a in part(client, room, candidate)["actions"]}


def press(client: Client, room: str, candidate: Candidate, verb: str, **typed):
    """Press a button that is offered, having typed something into its form."""
    headers = typed.pop("headers", {})
    action = verbs(client, room, candidate)[verb]
    form = action["fields"]
    data = {form.add_prefix(name): value for name, value in typed.items()}
    return client.post(action["url"], data, headers=headers)


def post(client: Client, room: str, pk: int, verb: str, headers: dict | None = None):
    """Press a button that isn't offered."""
    return client.post(reverse(f"{room}-act", args=[pk, verb]), headers=headers)


def offered(client: Client, world: World, room: str, point: str) -> dict[str, set]:
    """The verbs offered to each person who is offered any."""
    candidate = world.candidate(point)
    found = {}
    for name, user in world.people.items():
        client.force_login(user)
        found[name] = set(verbs(client, room, candidate))
    return {name: some for name, some in found.items() if some}


def by_cases(room: str, point: str) -> dict[str, set[str]]:
    """Who is offered which verbs there, as the stage's cases have it."""
    found: dict[str, set[str]] = {}
    for verb in STAGES[room].possible[point]:
        for name in STAGES[room].cases[verb].may:
            found.setdefault(name, set()).add(verb)
    return found


def given_out(found: dict[str, set[str]]) -> dict[str, set[str]]:
    """And the office gives screenings to reviewers, which changes no state."""
    return found | {"office": {*found["office"], "assign"}}


@pytest.mark.parametrize(
    ("room", "point", "by_whom"),
    [
        ("screening", "registered", {"office": {"enter"}}),
        (
            "screening",
            "waiting",
            {
                "office": {"assign", "open-review", "leave"},
                "reviewer": {"open-review"},
                "lin": {"leave"},
            },
        ),
        ("screening", "in_review", given_out(by_cases("screening", "in_review"))),
        ("screening", "passed", {"office": {"leave"}, "lin": {"leave"}}),
        ("incubation", "passed", {"office": {"enter"}}),
        (
            "incubation",
            "paperwork",
            {"office": {"activate", "leave"}, "lin": {"activate", "leave"}},
        ),
        ("training", "active", {"office": {"enter"}}),
        (
            "training",
            "enrolled",
            {"office": {"start-learning", "leave"}, "lin": {"leave"}},
        ),
        ("signing", "qualified", {"signing": {"enter"}}),
        (
            "signing",
            "issued",
            {"signing": {"sign", "expire", "decline", "void", "leave"}},
        ),
        ("management", "in_force", {"signing": {"enter"}}),
        ("management", "probation", {"manager": {"confirm", "leave"}}),
        ("management", "registered", {}),
    ],
)
def test_each_role_is_offered_what_it_may_do_now(client, world, room, point, by_whom):
    assert offered(client, world, room, point) == by_whom


def test_a_noted_decision_can_be_released(client, world):
    candidate = world.candidate("in_review")
    ids = [record_of(Screening, candidate).pk]
    screening.decide(actor=SYSTEM, ids=ids, decision="passed", reason="x")
    client.force_login(world.office)
    assert set(verbs(client, "screening", candidate)) == {
        "assign",
        "decide",
        "release",
        "ask-more",
        "leave",
    }


def test_only_the_office_sees_a_decision_before_its_release(client, world):
    candidate = world.candidate("in_review")
    ids = [record_of(Screening, candidate).pk]
    screening.decide(actor=SYSTEM, ids=ids, decision="rejected", reason=TYPED)
    shown = {}
    for name in ("office", "lin", "reviewer"):
        client.force_login(world.people[name])
        facts = part(client, "screening", candidate)["facts"]
        shown[name] = TYPED in {value for _, value in facts}
    assert shown == {"office": True, "lin": False, "reviewer": False}


def test_an_act_by_htmx_sends_the_browser_on_and_without_it_too(client, world):
    client.force_login(world.office)
    for headers in (HTMX, {}):
        candidate = world.candidate("waiting")
        pk = record_of(Screening, candidate).pk
        response = post(client, "screening", pk, "open-review", headers)
        page = f"/candidates/{candidate.pk}/"
        if headers:
            assert (response.status_code, response["HX-Redirect"]) == (200, page)
        else:
            assert (response.status_code, response["Location"]) == (302, page)
        assert standing(candidate) == ("screening", "in_review")
        (said,) = client.get(page).context["messages"]
        assert said.level_tag == "success"


def test_an_act_with_a_form_takes_what_was_typed(client, world):
    candidate = world.candidate("in_review")
    client.force_login(world.office)
    told = {"decision": "rejected", "ground": "below", "reason": TYPED}
    press(client, "screening", candidate, "decide", **told)
    record = record_of(Screening, candidate)
    assert (record.decision, record.decision_reason) == ("rejected", TYPED)


def test_papers_typed_into_the_form_start_the_internship(client, world):
    candidate = world.candidate("paperwork")
    client.force_login(world.lin)
    press(client, "incubation", candidate, "activate", **typed(papers()))
    assert standing(candidate) == ("incubation", "active")


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "browser"])
def test_a_wrong_form_is_shown_again_with_what_was_typed(client, world, headers):
    candidate = world.candidate("in_review")
    client.force_login(world.office)
    given = {"decision": "perhaps", "ground": "score", "reason": TYPED}
    given |= {"headers": headers}
    response = press(client, "screening", candidate, "decide", **given)
    assert response.status_code == 422
    assert TYPED in response.text
    actions = {a["verb"]: a for a in response.context["record"]["actions"]}
    assert set(actions["decide"]["fields"].errors) == {"decision"}
    assert ("<html" in response.text) is not headers
    assert record_of(Screening, candidate).decision == ""


def refused(response, status: int, code: str) -> bool:
    """A refusal in words, with the button still there to try again."""
    refusal = response.context["refusal"]
    return (
        response.status_code == status
        and refusal.code == code
        and refusal.text in response.text
    )


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "browser"])
def test_a_refusal_is_shown_in_words_with_its_status(client, world, headers):
    candidate = world.candidate("in_review")
    pk = record_of(Screening, candidate).pk
    client.force_login(world.office)
    response = post(client, "screening", pk, "release", headers)
    assert refused(response, 409, "screening-undecided")
    response = post(client, "screening", pk, "open-review", headers)
    assert refused(response, 409, "state-moved")
    client.force_login(world.lin)
    response = post(client, "screening", pk, "release", headers)
    assert refused(response, 403, "not-your-role")
    assert ("<html" in response.text) is not headers


def test_a_rule_that_refuses_keeps_what_was_typed(client, world):
    candidate = world.candidate("paperwork")
    client.force_login(world.lin)
    given = typed(papers(policy_number="", teacher_name="欧阳老师"))
    response = press(client, "incubation", candidate, "activate", **given, headers=HTMX)
    assert refused(response, 422, "insurance-missing")
    assert "欧阳老师" in response.text
    assert standing(candidate) == ("incubation", "paperwork")


def test_terms_that_end_before_they_begin_are_refused_by_the_form(client, world):
    candidate = world.candidate("draft")
    client.force_login(world.signing)
    today = clock.today()
    given = typed(terms(starts_on=today, ends_on=today))
    response = press(client, "signing", candidate, "issue", **given)
    assert response.status_code == 422
    actions = {a["verb"]: a for a in response.context["record"]["actions"]}
    assert set(actions["issue"]["fields"].errors) == {"ends_on"}
    assert standing(candidate) == ("signing", "draft")


def test_a_button_is_pressed_not_visited(client, world):
    pk = record_of(Screening, world.candidate("waiting")).pk
    client.force_login(world.office)
    act = reverse("screening-act", args=[pk, "open-review"])
    enter = reverse("screening-enter", args=[pk])
    assert [client.get(url).status_code for url in (act, enter)] == [405, 405]


def test_what_is_not_there_is_not_there(client, world):
    own = record_of(Screening, world.candidate("waiting")).pk
    other = record_of(Screening, world.candidate("waiting", campus=world.other)).pk
    client.force_login(world.lin)
    for pk, verb in ((own, "no-such"), (other, "leave"), (other + 1, "leave")):
        assert post(client, "screening", pk, verb).status_code == 404


def test_strangers_are_asked_to_log_in(client, world):
    candidate = world.candidate("waiting")
    pk = record_of(Screening, candidate).pk
    for response in (
        post(client, "screening", pk, "leave"),
        client.get(reverse("candidate-detail", args=[candidate.pk])),
        client.get(reverse("screening-list")),
    ):
        assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["htmx", "browser"])
def test_a_stage_is_entered_once_by_who_may(client, world, headers):
    candidate = world.candidate()
    url = reverse("screening-enter", args=[candidate.pk])
    client.force_login(world.lin)
    assert refused(client.post(url, headers=headers), 403, "not-your-role")
    client.force_login(world.office)
    response = client.post(url, headers=headers)
    assert response.status_code == (200 if headers else 302)
    assert standing(candidate) == ("screening", "waiting")
    assert refused(client.post(url, headers=headers), 409, "state-moved")


def test_the_newest_record_is_shown(client, world):
    candidate = world.candidate("draft")
    client.force_login(world.signing)
    press(client, "signing", candidate, "void", reason="岗位变更")
    assert set(verbs(client, "signing", candidate)) == {"draft-again", "leave"}
    post(client, "signing", record_of(Contract, candidate).pk, "draft-again")
    assert set(verbs(client, "signing", candidate)) == {"issue", "void", "leave"}


@pytest.mark.parametrize(
    ("room", "point", "who", "verb"),
    [
        ("signing", "issued", "signing", "decline"),
        ("management", "confirmed", "manager", "leave"),
    ],
)
def test_who_lets_somebody_go_still_sees_the_page_it_leads_to(
    client, world, room, point, who, verb
):
    candidate = world.candidate(point)
    client.force_login(world.people[who])
    given = {"left_reason": "family"} if verb == "leave" else {}
    response = press(client, room, candidate, verb, reason="回乡", **given)
    assert client.get(response["Location"]).status_code == 200
