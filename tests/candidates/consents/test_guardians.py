"""A guardian consents on their own link, alone, for a time, and may take it back."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from candidates.consents import actions, rules
from candidates.consents.models import Consent, GuardianConsent, GuardianLink, Notice
from candidates.register.models import Candidate
from spark import clock
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from spark.duties.models import Duty
from spark.errors import Refused
from spark.notifications.models import Message
from tests.cards import let_in
from tests.story import outcome, who_may
from tests.world import World

PAGE = "/guardian/"


def aged(years: int, days: int = 40) -> dict:
    """Somebody of that age, whose next birthday is so many days before the year's."""
    born = clock.today() - timedelta(days=years * 365 + days)
    return {
        "birth_date": born,
        "guardian_name": "林建国",
        "guardian_phone": "13900001234",
    }


@pytest.fixture
def minor(world) -> Candidate:
    return world.candidate("paperwork", **aged(17))


@pytest.fixture
def token(world, minor) -> str:
    return actions.ask(actor=world.lin, pk=minor.pk, relation="father")


def link() -> GuardianLink:
    return GuardianLink.objects.get(revoked_at=None)


def enter(client: Client, world: World, token: str):
    code = actions.read_out(actor=world.lin, pk=link().pk)
    return client.post("/g/", {"token": token, "code": code})


def state() -> str:
    return GuardianConsent.objects.latest("pk").state


def duty(candidate: Candidate) -> Duty | None:
    rows = Duty.objects.filter(code="guardian-consent", closed_at=None)
    return rows.filter(candidate_key=candidate.pk).first()


def watch(days: int = 0) -> None:
    actions.watch(actor=SYSTEM, at=clock.now() + timedelta(days=days))


def test_a_guardian_consents_on_their_own_link(client, world, minor, token):
    watch()
    assert duty(minor)
    assert enter(client, world, token)["Location"] == PAGE
    page = client.get(PAGE)
    assert "no-store" in page["Cache-Control"]
    said = (minor.person.name, "林建国", minor.campus.name_zh, "未满 18 周岁")
    assert all(part in page.text for part in said)
    assert client.post(f"{PAGE}consent/").status_code == 302
    given = GuardianConsent.objects.get()
    assert given.state == "given"
    assert given.expires_on == rules.of_age_on(minor.person.birth_date)
    assert duty(minor) is None
    told = Message.objects.filter(kind="guardian-answered").first()
    assert told and told.facts["answer"] == "given"
    (_, entry, *_rest) = trail.timeline(given, internal=False)
    assert entry.title and "林建国" not in str(entry)


def test_the_link_alone_changes_nothing_and_tells_nobodys_name(
    client, world, minor, token
):
    before = GuardianLink.objects.values().get()
    page = client.get(f"/g/{token}/")
    assert page.status_code == client.get("/g/unknown/").status_code == 200
    assert minor.person.name not in page.text and "林建国" not in page.text
    assert page["Referrer-Policy"] == "strict-origin"
    assert GuardianLink.objects.values().get() == before
    assert client.get(PAGE).status_code == 401
    assert client.post(f"{PAGE}consent/").status_code == 401


def test_the_student_asks_but_cannot_answer(client, world, minor):
    let_in(client, minor.pk)
    asked = client.post(f"/my/consents/ask/{minor.pk}/", {"relation": "mother"})
    assert "data:image/svg+xml" in asked.text and "/g/" in asked.text
    assert "/g/" not in client.get("/my/").text
    made = link()
    for verb in (actions.consent, actions.decline):
        assert "done" not in who_may(world, partial(verb, pk=made.consent_id))
    assert client.post(f"{PAGE}consent/").status_code == 401
    assert client.post("/my/consents/consent/1/").status_code == 404
    assert state() == "asked"


def test_twenty_wrong_codes_lock_that_link_and_no_other(client, world, minor, token):
    other = world.candidate("paperwork", **aged(16))
    theirs = actions.ask(actor=world.lin, pk=other.pk, relation="mother")
    mine = GuardianLink.objects.get(consent__candidate=minor)
    for _ in range(20):
        code = actions.read_out(actor=world.lin, pk=mine.pk)
        wrong = f"{(int(code) + 1) % 10**6:06d}"
        assert actions.open_by(token, wrong) is None
    with pytest.raises(Refused, match="portal-link-locked"):
        actions.read_out(actor=world.lin, pk=mine.pk)
    beside = GuardianLink.objects.get(consent__candidate=other)
    code = actions.read_out(actor=world.lin, pk=beside.pk)
    assert actions.open_by(token, code) is None
    assert actions.open_by(theirs, code) == beside


def test_token_and_code_are_kept_nowhere(world, minor, token):
    code = actions.read_out(actor=world.lin, pk=link().pk)
    with connection.cursor() as cursor:
        for table in ("candidates_guardianlink", "candidates_guardianlinkevent"):
            cursor.execute(f"SELECT string_agg(t::text, '|') FROM {table} t")
            kept = cursor.fetchone()[0]
            assert token not in kept and f",{code}," not in kept
        cursor.execute("SELECT string_agg(t::text, '') FROM pghistory_context t")
        assert token not in (cursor.fetchone()[0] or "")


def test_the_same_link_and_a_new_code_take_it_back(client, world, minor, token):
    enter(client, world, token)
    client.post(f"{PAGE}consent/")
    client.post(f"{PAGE}leave/")
    assert client.get(PAGE).status_code == 401
    assert enter(Client(), world, token).status_code == 302
    enter(client, world, token)
    assert client.post(f"{PAGE}take-back/").status_code == 302
    record = GuardianConsent.objects.get()
    assert record.state == "revoked" and record.revoked_at
    assert not record.holds_on(clock.today())
    assert duty(minor)
    assert client.post(f"{PAGE}consent/").status_code == 409


def test_the_page_closes_by_itself_after_an_hour(client, world, minor, token):
    enter(client, world, token)
    session = client.session
    session["guardian"] = [session["guardian"][0], clock.now().isoformat()]
    session.save()
    assert client.get(PAGE).status_code == 401


def test_a_new_link_ends_the_one_before_and_what_is_open_by_it(
    client, world, minor, token
):
    enter(client, world, token)
    actions.make_link(actor=world.lin, pk=GuardianConsent.objects.get().pk)
    assert client.get(PAGE).status_code == 401
    assert enter(Client(), world, token).status_code == 422


def test_asked_again_before_it_ends_the_newer_follows(world, minor):
    young = world.candidate("paperwork", **aged(16, days=10))
    at = clock.now()

    def answered(when, relation: str) -> GuardianConsent:
        actions.ask(actor=world.lin, pk=young.pk, relation=relation, at=when)
        record = GuardianConsent.objects.get(state="asked")
        actions.consent(actor=SYSTEM, pk=record.pk, at=when)
        return record

    first = answered(at, "father")
    watch(days=330)
    assert duty(young) is None
    ask = partial(actions.ask, actor=world.lin, pk=young.pk, relation="mother")
    with pytest.raises(Refused, match="guardian-consented"):
        ask(at=at + timedelta(days=330))
    watch(days=340)
    found = duty(young)
    first.refresh_from_db()
    assert found and clock.day(found.due_at) == first.expires_on
    answered(at + timedelta(days=340), "mother")
    first.refresh_from_db()
    assert first.state == "followed" and duty(young) is None


@pytest.mark.parametrize(
    ("years", "code"), [(15, "consent-under-16"), (18, "guardian-not-needed")]
)
def test_of_whom_nobody_asks_a_guardian(world, minor, years, code):
    born = aged(years)["birth_date"]
    minor.person.birth_date = born
    minor.person.save()
    act = partial(actions.ask, actor=world.lin, pk=minor.pk, relation="father")
    assert outcome(act) == code


def test_no_guardian_on_file_nobody_to_ask(world, minor):
    Candidate.objects.update(guardian_name="")
    act = partial(actions.ask, actor=world.lin, pk=minor.pk, relation="father")
    assert outcome(act) == "guardian-unnamed"


def test_who_asks_and_who_reads_out(world, minor, token):
    keepers = {"lin", "office"}
    ask = partial(actions.ask, pk=minor.pk, relation="father")
    assert who_may(world, ask)["done"] == keepers
    assert who_may(world, partial(actions.read_out, pk=link().pk))["done"] == keepers


def test_the_database_holds_it_too(world, minor, token):
    record = GuardianConsent.objects.get()
    late = rules.of_age_on(minor.person.birth_date) + timedelta(days=1)
    wrong = [
        {"expires_on": late, "answered_at": clock.now(), "state": "given"},
        {"state": "given", "answered_at": clock.now()},
        {"state": "revoked"},
    ]
    for fields in wrong:
        with pytest.raises(DatabaseError), transaction.atomic():
            GuardianConsent.objects.filter(pk=record.pk).update(**fields)
    for act in (
        lambda: Notice.objects.update(version="x"),
        lambda: GuardianConsent.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_majority_and_a_year_bound_it():
    leap = date(2008, 2, 29)
    assert rules.of_age_on(leap) == date(2026, 3, 1)
    assert rules.of_age_on(date(2008, 3, 1)) == date(2026, 3, 1)
    assert rules.of_age_on(date(2008, 7, 9)) == date(2026, 7, 9)
    assert rules.expires_on(leap, date(2026, 1, 5)) == date(2026, 3, 1)
    assert rules.expires_on(leap, date(2024, 2, 29)) == date(2025, 2, 28)


def test_parts_ask_alike_for_one_and_three(
    client, world, minor, token, django_assert_num_queries
):
    """A minor of many consents costs no more than one of few."""
    sharing = Notice.objects.get(purpose="sharing")
    client.force_login(world.lin)
    url = f"/candidates/{minor.pk}/consents/"
    own = Client()
    let_in(own, minor.pk)
    counts = []
    for _ in range(3):
        given = actions.give(actor=SYSTEM, pk=minor.pk, notice=sharing)
        row = []
        for visitor, address in ((client, url), (own, "/my/")):
            with django_assert_num_queries(99, exact=False) as asked:
                assert visitor.get(address).status_code == 200
            row.append(len(asked))
        counts.append(row)
        actions.withdraw(actor=SYSTEM, ids=[given.pk])
    assert counts == [counts[0]] * 3
    assert Consent.objects.count() == 3


def test_notices_are_the_offices_to_add(office, world):
    sent = {
        "purpose": "sharing",
        "version": "2026-2",
        "from_on": clock.today(),
        "text_zh": "新文本",
        "text_en": "New text",
    }
    url = "/office/candidates/notice/add/"
    assert office.post(url, sent).status_code == 302
    assert office.post(url, sent | {"version": "2026-3"}).status_code == 200
    assert Notice.objects.latest("pk").version == "2026-2"
