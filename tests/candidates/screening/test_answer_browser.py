"""On a phone: a candidate reads what is asked, sends a better clip, and says so."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from candidates.clips import actions as clips
from candidates.clips.models import Clip
from candidates.portal.actions import make_card, read_out
from candidates.portal.models import PersonalLink
from candidates.screening import actions, queries
from candidates.screening.models import Screening
from spark.accounts.scope import SYSTEM
from tests.browser import Visitor
from tests.candidates.clips.senders import video
from tests.candidates.screening.reviewing import given, panel
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = pytest.mark.parametrize(
    "visitor", [(390, "zh-hans")], indirect=True, ids=["390-zh"]
)


def enter(visitor: Visitor, record: Screening) -> None:
    """By a card, and a code that was read out."""
    token = make_card(actor=SYSTEM, ids=[record.candidate_id])[record.candidate_id]
    link = PersonalLink.objects.get(candidate=record.candidate_id, revoked_at=None)
    visitor.open(f"/p/{token}/")
    visitor.page.locator("[name=code]").fill(read_out(actor=SYSTEM, pk=link.pk))
    visitor.page.locator("main .btn.go").click()


@PHONE
def test_a_better_clip_is_sent_and_comes_back_to_the_same_reviewers(
    visitor: Visitor, world: World, tmp_path: Path
):
    page, file = visitor.page, Path(tmp_path, "重录.mp4")
    file.write_bytes(video())
    panel(world)
    record, (first, second) = given(world)
    words = {"reason": "视频没有声音，请重传", "wanted": "clip"}
    actions.ask_as_reviewer(actor=first.reviewer, pk=first.pk, **words)
    assert not queries.waiting_for(second.reviewer)

    enter(visitor, record)
    expect(page.locator(".sp-next h2")).to_have_text("重新提交一段试镜短片")
    expect(page.locator("main .btn.go")).to_have_count(1)
    page.locator("main .btn.go").click()
    expect(page.locator("#asked")).to_contain_text("视频没有声音，请重传")
    page.locator("[data-clip-file]").set_input_files(file)
    expect(page.locator("[data-clip] .sp-st")).to_have_text("正在检查")
    clips.probe(actor=SYSTEM, pk=Clip.objects.get().pk)
    expect(page.locator("video")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    page.get_by_role("button", name="就提交这段").click()
    expect(page.locator(".sp-next h2")).to_have_text("现在没有要你办的事")
    for review in (first, second):
        assert list(queries.waiting_for(review.reviewer)) == [review]
    assert visitor.errors == []
