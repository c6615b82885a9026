"""Signing: every verb, what it leads to, and whose it is."""

from functools import partial

from contracts.signing import actions
from contracts.signing.models import Contract
from spark import clock
from tests.story import Case, StageCases, leaving
from tests.terms import terms

OFFICER, SEES = {"signing"}, {"lin", "office"}
CLOSE = {("incubation-close", "coordinator")}


def issue(*, actor, ids, **changes) -> None:
    actions.issue(actor=actor, ids=ids, **terms(**changes))


def dated(action):
    def act(*, actor, ids) -> None:
        action(actor=actor, ids=ids, signed_on=clock.today())

    return act


def because(action):
    return partial(action, reason="升学")


STATES = {
    "draft": {"issued", "void"},
    "issued": {"signed_by_candidate", "declined", "expired", "void"},
    "signed_by_candidate": {"in_force", "void"},
    "in_force": {"ended"},
    "ended": set(),
    "void": set(),
    "declined": set(),
    "expired": set(),
}
CASES = {
    "issue": Case(
        "draft",
        issue,
        ("signing", "issued"),
        {("contract-sign", "signing")},
        {("contract-issued", "lin")},
        may=OFFICER,
        sees=SEES,
    ),
    "sign": Case(
        "issued",
        dated(actions.sign),
        ("signing", "signed_by_candidate"),
        {("contract-countersign", "signing")},
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "countersign": Case(
        "signed_by_candidate",
        dated(actions.countersign),
        ("signing", "in_force"),
        set(),
        {("contract-in-force", "lin")},
        may=OFFICER,
        sees=SEES,
    ),
    "void": Case(
        "issued",
        because(actions.void),
        ("signing", "void"),
        {("contract-again", "signing")},
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "expire": Case(
        "issued",
        actions.expire,
        ("signing", "expired"),
        {("contract-again", "signing")},
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "decline": Case(
        "issued",
        because(actions.decline),
        ("left signing", "declined"),
        CLOSE,
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "leave": Case(
        "void",
        leaving(actions.leave, "terms"),
        ("left signing", "terms"),
        CLOSE,
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "draft-again": Case(
        "void",
        actions.draft_again,
        ("signing", "draft"),
        {("contract-issue", "signing")},
        set(),
        may=OFFICER,
        sees=SEES,
    ),
    "end": Case(
        "in_force",
        because(actions.end),
        ("left signing", "ended"),
        CLOSE,
        set(),
        may=OFFICER,
        sees=SEES,
    ),
}
ASIDE = {
    "void": ("draft", because(actions.void)),
    "expired": ("issued", actions.expire),
    "declined": ("issued", because(actions.decline)),
    "ended": ("in_force", because(actions.end)),
}
SIGNING = StageCases(
    Contract,
    actions.leave,
    STATES,
    CASES,
    ASIDE,
    possible={
        "draft": {"issue", "void", "leave"},
        "issued": {"sign", "void", "expire", "decline", "leave"},
        "signed_by_candidate": {"countersign", "void", "leave"},
        "in_force": {"end", "leave"},
        "void": {"draft-again", "leave"},
        "expired": {"draft-again", "leave"},
        "declined": set(),
        "ended": set(),
    },
    over="declined",
)
