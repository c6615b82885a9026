"""On a phone the clip beside the card is moved and slowed by buttons."""

import os

import pytest
from playwright.sync_api import expect

from candidates.applying import actions as applying
from candidates.register.models import Candidate
from candidates.screening import actions, handover
from candidates.screening.models import Screening
from spark.accounts.models import User
from tests.browser import Visitor
from tests.candidates.applying.applicants import call_of, submit, written
from tests.candidates.clips.senders import Sender, video
from tests.candidates.clips.test_clips import probed
from tests.candidates.screening.reviewing import panel
from tests.story import record_of
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def who_reviews_a_clip(world: World) -> User:
    """Of somebody who applied with it and was called."""
    sender = Sender(written(call_of(world)))
    probed(sender.send(video()))
    submit(sender.application)
    applying.confirm(actor=world.lin, ids=[sender.application.pk])
    candidate = Candidate.objects.get(applications=sender.application)
    handover.register_to_screening(actor=world.office, ids=[candidate.pk])
    panel(world)
    record = record_of(Screening, candidate)
    actions.assign(actor=world.office, ids=[record.pk])
    return record.reviews.earliest("pk").reviewer


@pytest.mark.parametrize("visitor", [(390, "en")], indirect=True, ids=["390-en"])
def test_the_clip_is_moved_and_slowed_by_buttons(visitor: Visitor, world: World):
    visitor.log_in(who_reviews_a_clip(world))
    visitor.open("/screening/queue/")
    page = visitor.page
    player = page.locator("[data-player] video")
    player.evaluate("video => { video.pause(); video.currentTime = 10 }")
    page.get_by_role("button", name="Back 5 seconds").click()
    assert player.evaluate("video => video.currentTime") == 5
    page.get_by_role("button", name="Forward 5 seconds").click()
    assert player.evaluate("video => video.currentTime") == 10
    for _ in range(3):
        page.get_by_role("button", name="Slower").click()
    expect(page.locator("[data-rate]")).to_have_text("0.75×")
    page.get_by_role("button", name="Faster").click()
    expect(page.locator("[data-rate]")).to_have_text("1×")
    page.get_by_role("button", name="Note the time").click()
    assert "00:10" in page.locator(".on .sp-evid").input_value()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
