"""Polls of the live board: who polls is asked once a minute, and shut out at once."""

from datetime import timedelta

import pytest
import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from spark import clock
from spark.accounts.models import Role, RoleGrant, User
from spark.accounts.people import actions as people
from spark.accounts.people.leaving import disable
from spark.accounts.sessions import end_sessions
from tests.conftest import forget_cache
from tests.training.trials.studio import Studio
from tests.world import World
from training.trials.models import Trial

ASKS = {"HX-Request": "true"}
BOARDS = pytest.mark.parametrize("board", ["live", "live-hall"])
pytestmark = BOARDS


@pytest.fixture
def studio(world: World) -> Studio:
    forget_cache()
    return Studio(world)


@pytest.fixture
def trial(studio: Studio, time_machine) -> Trial:
    trial = studio.trial("live")
    time_machine.move_to(trial.during.lower + timedelta(minutes=1))
    return trial


def watching(world: World, client: Client, board: str) -> tuple[User, str]:
    """A mentor who has the board open and has polled it once."""
    mentor = world.user("watcher", "看板", Role.MENTOR, world.base)
    client.post(reverse("account_login"), {"login": mentor.email, "password": "pw"})
    assert client.get(reverse(board)).status_code == 200
    return mentor, poll(client, board)["ETag"]


def poll(client: Client, board: str, tag: str = ""):
    return client.get(reverse(board), headers=ASKS | {"If-None-Match": tag})


def assert_lost(answer) -> None:
    """The page leads to the log-in page."""
    assert (answer["HX-Redirect"], answer.content) == ("/accounts/login/", b"")


def test_a_poll_needs_neither_session_nor_statement(
    client, world, trial, board, django_assert_num_queries
):
    _mentor, tag = watching(world, client, board)
    with django_assert_num_queries(0):
        same = poll(client, board, tag)
        whole = poll(client, board)
    assert (same.status_code, same.content) == (304, b"")
    assert (whole.status_code, whole["ETag"]) == (200, tag)
    assert str(trial.slot.room) in whole.text and "<html" not in whole.text
    for answer in (same, whole):
        assert answer["Cache-Control"] == "private, no-cache"
        assert "Cookie" in answer["Vary"] and answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors" in answer["Content-Security-Policy"]


def test_a_poll_answers_what_the_view_does(client, world, trial, board):
    _mentor, tag = watching(world, client, board)
    early = poll(client, board)
    forget_cache()
    late = poll(client, board)
    for name in ("ETag", "Cache-Control", "X-Frame-Options"):
        assert early[name] == late[name]
    assert early.content == late.content


def test_the_board_is_made_anew_when_it_is_old(
    client, world, trial, board, time_machine
):
    _mentor, tag = watching(world, client, board)
    trial.finish()
    trial.save(update_fields=["state"])
    assert poll(client, board, tag).status_code == 304
    time_machine.move_to(trial.during.lower + timedelta(minutes=1, seconds=25))
    assert poll(client, board, tag).status_code == 200


def test_who_logs_out_loses_the_board_at_once(client, world, trial, board):
    _mentor, tag = watching(world, client, board)
    kept = client.cookies.copy()
    client.post(reverse("account_logout"))
    client.cookies = kept  # as a tab left open would send it
    assert_lost(poll(client, board, tag))


def test_who_is_logged_out_elsewhere_loses_the_board_at_once(
    client, world, trial, board, django_capture_on_commit_callbacks
):
    mentor, tag = watching(world, client, board)
    with django_capture_on_commit_callbacks(execute=True):
        end_sessions(mentor)
    assert_lost(poll(client, board, tag))


def test_who_is_switched_off_loses_the_board_at_once(
    client, world, trial, board, django_capture_on_commit_callbacks
):
    mentor, tag = watching(world, client, board)
    with django_capture_on_commit_callbacks(execute=True):
        disable(actor=world.office, pk=mentor.pk, reason="离职")
    assert_lost(poll(client, board, tag))


def test_who_loses_the_role_loses_the_board_at_once(
    client, world, trial, board, django_capture_on_commit_callbacks
):
    mentor, tag = watching(world, client, board)
    grant = mentor.role_grants.get()
    with django_capture_on_commit_callbacks(execute=True):
        people.revoke_role(
            actor=world.office, pk=mentor.pk, grant_id=grant.pk, reason="调岗"
        )
    assert poll(client, board, tag).status_code == 403


@pytest.mark.parametrize("how", ["role", "account", "session"])
def test_by_whatever_way_it_is_taken_the_board_is_lost_within_a_minute(
    client, world, trial, board, how, time_machine
):
    """Also by one that tells nobody, as a statement by hand."""
    began = clock.now()
    mentor, tag = watching(world, client, board)
    other = Client()
    other.force_login(world.mentor)
    if how == "role":
        RoleGrant.objects.filter(user=mentor).delete()
    elif how == "account":
        User.objects.filter(pk=mentor.pk).update(is_active=False)
    else:
        Session.objects.filter(pk=client.cookies["sessionid"].value).delete()
    for seconds, has_it in ((20, True), (40, True), (59, True), (61, False)):
        time_machine.move_to(began + timedelta(seconds=seconds))
        poll(other, board)  # keeps the board fresh
        assert (poll(client, board, tag).status_code == 304) == has_it
    assert not poll(client, board).content.count(b"<table")


def test_another_language_is_another_board(client, world, trial, board):
    watching(world, client, board)
    chinese = poll(client, board)
    client.cookies["django_language"] = "en"
    assert "On air" in poll(client, board, chinese["ETag"]).text


def test_nobody_is_let_in_by_anothers_check(client, world, trial, board):
    watching(world, client, board)
    stranger = Client()
    assert_lost(poll(stranger, board))
    stranger.force_login(world.lin)
    assert poll(stranger, board).status_code == 403


def test_a_name_that_is_not_ours_is_refused(client, world, trial, board):
    watching(world, client, board)
    headers = ASKS | {"Host": "elsewhere.example"}
    assert client.get(reverse(board), headers=headers).status_code == 400


def test_the_cache_does_not_learn_by_which_session_it_is(client, world, trial, board):
    watching(world, client, board)
    key = client.cookies["sessionid"].value
    with redis.Redis.from_url(settings.REDIS_URL) as asked:
        seats = [one for one in asked.scan_iter() if b"poll:" in one]
        assert seats and not any(key.encode() in one for one in seats)
