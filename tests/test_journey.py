"""Every kind of exit and return, and what is left of it: standing, duties, history."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from candidates.inbox.forms import kinds_of_colleges
from candidates.incubation import actions as incubation
from candidates.incubation.handover import screening_to_incubation
from candidates.register.access import CANDIDATES
from candidates.register.models import Candidate, LeaveReason, StageRecord
from candidates.screening import actions as screening
from contracts.signing import actions as signing
from contracts.team import actions as team
from contracts.team.handover import signing_to_management
from spark.accounts.scope import SYSTEM
from spark.audit import trail
from spark.duties.kinds import DUTY_KINDS
from spark.duties.models import Duty
from spark.notifications.kinds import MESSAGE_KINDS
from spark.notifications.models import CampusMessage, Channel, Message
from spark.records import SECTIONS
from tests.classroom import Classroom
from tests.conftest import forget_cache
from tests.fates import FATES
from tests.steps import LEAVING, Action, Step
from tests.story import duties, standing
from tests.world import World
from training.course import actions as course
from training.course.handover import incubation_to_training

pytestmark = pytest.mark.django_db
FOREIGN = {"zh-hans": re.compile("[A-Za-z]"), "en": re.compile("[\u3400-\u9fff]")}
PREFIXES = {section.door.name for section in SECTIONS.values()}  # in history
# Duties that no step of a fate opens or leaves open.
ELSEWHERE = (
    "trial-",
    "holidays-",
    "webhook-",
    "robot-",
    "data-",
    "guardian-",
    "consent-",
    "applications-",
    "person-",
    "roster-",
    "papers-",
    "screening-mark",
    "screening-assign",
    "screening-move-up",
    "screening-release",
    "training-release",
    "screening-more-late",
    "judging-",
    "incident-",
    "round-",
)
# Verbs that change no state, or do as another of the board's: what they do is in
# tests/candidates/screening.
BESIDE = {
    "screening.assign",
    "screening.give-clip",
    "screening.move-up",
    "screening.release-batch",
    "screening.take-board",
    "screening.take-marks",
    "screening.ask-release",
    "screening.watch",
}
# The kind of message a college, or the teams' managers, get for an action.
MESSAGES: dict[Action, str] = {
    screening.ask_more: "screening-more-asked",
    screening.release: "screening-released",
    screening.take_from_waitlist: "screening-released",
    screening.close_waitlist: "screening-released",
    screening.roll_waitlist: "screening-rolled",
    screening_to_incubation: "incubation-opened",
    incubation.suspend: "incubation-suspended",
    incubation_to_training: "training-entered",
    course.release: "training-released",
    signing.issue: "contract-issued",
    signing.countersign: "contract-in-force",
    signing_to_management: "membership-opened",
    team.confirm: "membership-confirmed",
}
# Written about a scan, which the contract's own part of the page lists.
ABOUT_SCANS: set[Action] = {signing.add_scan, signing.open_scan}
DECIDING: set[Action] = {screening.decide, course.decide}
RELEASING: set[Action] = {screening.release, course.release}


@pytest.fixture(scope="module")
def classroom(shared_world, django_db_blocker) -> Iterator[Classroom]:
    """Lived once, for tests that only look."""
    with django_db_blocker.unblock():
        shared_world.leave()
        with transaction.atomic():
            yield Classroom(World())
            transaction.set_rollback(True)
        forget_cache()


def test_everybody_stands_where_their_fate_says(classroom):
    stands = {name: standing(candidate) for name, candidate in classroom.people.items()}
    assert stands == {name: fate.ends.standing for name, fate in FATES.items()}


def test_who_was_moved_on_is_registered_in_the_next_batch(classroom):
    rolled = classroom.people["rolled into the next batch"]
    (again,) = Candidate.objects.filter(batch=classroom.next_batch)
    assert (again.person_id, again.campus_id) == (rolled.person_id, rolled.campus_id)
    assert standing(again) == ("registered", "")


def test_every_transition_belongs_to_a_fate(classroom):
    possible = {
        (model, move.name, move.source)
        for model in StageRecord.__subclasses__()
        for move in model._meta.get_field("state").get_all_transitions(model)
    }
    assert classroom.moved == possible


def test_every_verb_of_every_room_belongs_to_a_fate(classroom):
    lived = {step.verb.name for fate in FATES.values() for step in fate.road}
    verbs = {verb.name for verb in trail.TITLES.values()}
    named = {verb for verb in verbs if verb.partition(".")[0] in PREFIXES}
    assert lived >= named - BESIDE
    doors = [section.door for section in SECTIONS.values()]
    declared = {verb.history for door in doors for verb in door.verbs.values()}
    assert declared and lived >= declared - BESIDE


def test_open_is_what_the_fates_leave_open_and_nothing_else(classroom):
    found = {name: duties(candidate) for name, candidate in classroom.people.items()}
    assert found == {name: fate.ends.duties for name, fate in FATES.items()}
    assert Duty.objects.filter(closed_at=None).count() == sum(map(len, found.values()))
    assert {code for open_ in found.values() for code, _role in open_} == {
        code for code in DUTY_KINDS if not code.startswith(ELSEWHERE)
    }


def test_each_college_is_told_of_its_own_and_of_each_step_once(classroom):
    due: Counter = Counter()
    for name, fate in FATES.items():
        for step in fate.road:
            if kind := MESSAGES.get(step.act):
                manager = kind == "membership-opened"
                reader = (
                    classroom.world.manager if manager else classroom.college_of(name)
                )
                due[kind, reader.pk] += 1
    sent: Counter = Counter()
    for message in Message.objects.filter(channel=Channel.IN_APP):
        sent[message.kind, message.to_id] += message.facts["count"]
    assert sent == due


def test_a_colleges_systems_are_told_what_its_coordinators_are(classroom):
    kinds = set(kinds_of_colleges())
    told = Message.objects.filter(channel=Channel.IN_APP, kind__in=kinds)
    systems = CampusMessage.objects.values_list("kind", "dedup_key")
    assert set(systems) == set(told.values_list("kind", "dedup_key"))
    for message in CampusMessage.objects.all():
        theirs = CANDIDATES.visible_to(SYSTEM).filter(campus=message.campus_id)
        assert theirs.filter(person__name=message.facts["name"]).exists()


def test_nobody_is_told_what_isnt_theirs(classroom):
    for message in Message.objects.select_related("to"):
        theirs = CANDIDATES.visible_to(message.to)
        assert theirs.filter(person__name=message.facts["name"]).exists()
        if message.url != "/candidates/":
            assert theirs.filter(pk=message.url.split("/")[2]).exists()
        roles = set(message.to.role_grants.values_list("role", flat=True))
        assert roles & set(MESSAGE_KINDS[message.kind].audience)


def story_of(classroom: Classroom, name: str, *, internal: bool) -> Iterator[tuple]:
    """Title, actor and reason of each step of a fate, in the language that is on."""
    noted = ""
    for step in FATES[name].road:
        if step.act in DECIDING:
            noted = step.reason
        if step.act in ABOUT_SCANS or (step.verb.internal and not internal):
            continue
        actor = classroom.actor(step, name)
        reason = noted if step.act in RELEASING else reason_of(step)
        yield str(step.verb.label), str(actor or gettext("System")), reason


def reason_of(step: Step) -> str:
    if source := step.verb.source:
        return str(source) % {"source": step.reason}
    if step.act not in LEAVING:
        return step.reason
    heading = str(LeaveReason.objects.get(slug=step.choice))
    return gettext("%(heading)s: %(reason)s") % {
        "heading": heading,
        "reason": step.reason,
    }


@pytest.mark.parametrize("reader", ["office", "college"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_history_tells_the_whole_story(classroom, language, reader):
    """In order, with actor and reason; the software's words in one language."""
    office, clients = classroom.world.office, {}
    for name, candidate in classroom.people.items():
        user = office if reader == "office" else classroom.college_of(name)
        client = clients.setdefault(user, Client())
        if not client.cookies:
            client.force_login(user)
            client.cookies["django_language"] = language
        answer = client.get(reverse("candidate-detail", args=[candidate.pk]))
        with translation.override(language):
            due = list(story_of(classroom, name, internal=user == office))
            shown = [
                (str(e.title), e.who, e.reason or "".join(e.details))
                for e in answer.context["entries"]
            ]
        assert shown[::-1] == due, name
        assert not FOREIGN[language].search(software_words(classroom, answer.text))


def software_words(classroom: Classroom, page: str) -> str:
    """The timeline of a page, without people's names and the reasons they typed."""
    part = (
        page.partition('id="timeline"')[2].partition(">")[2].partition("</section>")[0]
    )
    words = re.sub(r"<[^>]*>", " ", part)
    assert words.strip()
    people = map(str, classroom.world.people.values())
    reasons = {step.reason for fate in FATES.values() for step in fate.road}
    for typed in (*people, *reasons):
        words = words.replace(typed, "")
    return words
