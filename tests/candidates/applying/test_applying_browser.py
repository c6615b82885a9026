"""On a phone, without an account: from the poster to “your college has it”."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser import Visitor
from tests.candidates.applying.applicants import call_of, who
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.mark.parametrize("visitor", [(390, "zh-hans")], indirect=True, ids=["390-zh"])
def test_a_student_applies_on_a_phone(visitor: Visitor):
    call = call_of(World())
    page = visitor.page
    main = page.locator("main")

    def fine() -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, page.url
        assert page.locator("main .btn.go").count() <= 1, page.url

    visitor.open(f"/a/{call.slug}/")
    fine()
    main.locator("form .btn.go").click()
    code = page.locator(".sp-code").inner_text()
    fine()
    main.locator("a.btn.go").click()
    given = who()
    number = given.pop("id_number")
    field = page.locator("[name=id_number]")
    field.fill(number[:-1])
    field.blur()
    expect(page.locator(".err")).to_be_visible()
    page.locator("[name=id_number]").fill(number)
    page.locator("[name=id_number]").blur()
    expect(page.locator(".err")).to_have_count(0)
    for name, value in given.items():
        page.locator(f"[name={name}]").fill(value)
    for tick in (
        lambda: None,
        lambda: page.locator("[name=direction]").first.check(),
        lambda: page.locator("[name=week]").nth(4).check(),
        lambda: page.locator("[name=clip]").fill("example.org/v/7"),
        lambda: [page.locator(f"[name={n}]").check() for n in ("notice", "share")],
    ):
        fine()
        tick()
        address = page.url
        main.locator("form .btn.go").click()
        page.wait_for_url(lambda url, address=address: url != address)
    fine()
    expect(main).to_contain_text("https://example.org/v/7")
    main.locator("form[action$='/send/'] .btn").click()
    expect(main.locator(".sp-st")).to_have_text("已提交")
    main.locator("form[action$='/leave/'] button").click()
    page.locator("main a[href$='/code/']").click()
    page.locator("[name=code]").fill(code.lower())
    main.locator("form .btn.go").click()
    expect(main.locator(".sp-st")).to_have_text("已提交")
    fine()
