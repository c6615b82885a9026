"""On a phone, over a net that comes and goes: a clip is sent, and goes on."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from candidates.clips import actions
from candidates.clips.models import Clip
from spark.accounts.scope import SYSTEM
from tests.browser import Visitor
from tests.candidates.applying.applicants import call_of
from tests.candidates.clips.senders import video
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
PIECES = 6


class Net:
    """Lets so many pieces pass, then nothing."""

    def __init__(self) -> None:
        self.passes = 0
        self.offsets: list[int] = []

    def __call__(self, route: Route) -> None:
        request = route.request
        if self.passes and request.method == "PATCH":
            self.passes -= 1
            self.offsets.append(int(request.headers["upload-offset"]))
            route.continue_()
        elif self.passes:
            route.continue_()
        else:
            route.abort("internetdisconnected")


@pytest.mark.parametrize("visitor", [(390, "zh-hans")], indirect=True, ids=["390-zh"])
def test_a_clip_goes_on_where_the_net_and_the_tab_left_it(visitor: Visitor, tmp_path):
    call = call_of(World())
    page, content = visitor.page, video()
    file = Path(tmp_path, "我的试镜.mp4")
    file.write_bytes(content)
    piece = -(-len(content) // PIECES)
    net = Net()
    page.route("**/mine/clip/uploads/*/", net)
    page.on("dialog", lambda dialog: dialog.accept())
    lost = page.locator("[data-lost]")

    def choose() -> None:
        visitor.open(f"/a/{call.slug}/mine/clip/")
        box = page.locator("[data-clip]")
        box.evaluate(f"box => {{ box.dataset.chunk = {piece} }}")
        page.locator("[data-clip-file]").set_input_files(file)

    def until(true: Callable[[], bool]) -> None:
        for _ in range(200):
            if true():
                return
            page.wait_for_timeout(50)
        raise AssertionError(net.offsets)

    visitor.open(f"/a/{call.slug}/")
    page.locator("main form .btn.go").click()
    net.passes = 2
    choose()
    until(lambda: len(net.offsets) == 2)
    expect(lost).to_be_visible()
    assert Clip.objects.get().received == 2 * piece
    net.passes = 1  # the net is back: it goes on by itself
    until(lambda: len(net.offsets) == 3)
    expect(lost).to_be_visible()
    page.reload()  # as a closed tab
    expect(page.locator("[data-clip]")).to_contain_text("50%")
    net.passes = PIECES
    choose()
    expect(page.locator("[data-clip] .sp-st")).to_have_text("正在检查")
    assert net.offsets == [at * piece for at in range(PIECES)]
    clip = Clip.objects.get()
    actions.probe(actor=SYSTEM, pk=clip.pk)
    expect(page.locator("video")).to_be_visible()
    state = "video => video.play().then(() => video.currentTime >= 0)"
    assert page.locator("video").evaluate(
        f"video => {{ video.muted = true; return ({state})(video) }}"
    )
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    assert [error for error in visitor.errors if "net::ERR" not in error] == []
    visitor.errors.clear()
