"""A number opened, a guardian changed and two records merged, at a browser."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser import Visitor
from tests.candidates.register.identities import WHY, in_another_batch
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
def test_the_office_opens_corrects_and_merges(visitor: Visitor, world: World):
    earlier = in_another_batch(world)
    candidate = world.candidate(name="林可馨")
    wrong = candidate.person.id_number
    url = f"/candidates/{candidate.pk}/"
    page, section = visitor.page, visitor.page.locator("#identity")
    visitor.log_in(world.office)
    visitor.open(url)
    expect(section).not_to_contain_text(wrong)
    form = visitor.form("identity", "open-number")
    form.locator("xpath=ancestor::details[1]/summary").click()
    form.locator("select").select_option("check")
    form.locator("textarea").fill(WHY)
    form.locator("button[type=submit]").click()
    expect(section).to_contain_text(wrong)
    visitor.open(url)
    expect(section).to_contain_text(WHY)
    expect(section).not_to_contain_text(wrong)
    visitor.press("identity", "change", guardian_name="林父", phone="139 0000 1111")
    expect(section).to_contain_text("13900001111")
    form = visitor.form("identity", "correct")
    form.locator("xpath=ancestor::details[1]/summary").click()
    form.locator("[name$=id_number]").fill(earlier.person.id_number)
    form.locator("textarea").fill(WHY)
    # The 409 that offers merging is an error to the browser's console.
    form.locator("button[type=submit]").click()
    expect(section.locator("[data-refusal]")).to_be_visible()
    visitor.errors.clear()
    merge = visitor.form("identity", "merge")
    expect(merge.locator("input[type=radio]")).to_be_checked()
    visitor.press("identity", "merge", reason=WHY)
    expect(page.locator("h1")).to_have_text(earlier.person.name)
    expect(section.locator(f"a[href='/candidates/{earlier.pk}/']")).to_be_visible()
