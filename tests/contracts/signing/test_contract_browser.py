"""A contract from its draft until it is in force, by the signing officer."""

import os
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from contracts.signing.models import Contract
from spark import clock
from tests.browser import Visitor, leaving
from tests.contracts.signing.papers import PDF
from tests.terms import terms, typed
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
def test_a_contract_from_its_draft_until_it_is_in_force(visitor: Visitor, world: World):
    candidate, today = world.candidate("draft"), clock.today()
    visitor.log_in(world.signing)
    visitor.page.locator("main .sp-due a.btn, main a.btn.go").first.click()
    visitor.page.wait_for_url(f"**/candidates/{candidate.pk}/**")
    given = typed(terms())
    refused(visitor, given | {"ends_on": str(today - timedelta(days=1))}, "ends_on")
    refused(visitor, given | {"starts_on": "1999-01-01"}, "starts_on")
    with leaving(visitor.page):
        filled(visitor, given).locator("button[type=submit]").click()
    contract = Contract.objects.get(candidate=candidate)
    assert contract.state == "issued"
    scan = {"name": "合同.pdf", "mimeType": "application/pdf", "buffer": PDF}
    paper = visitor.form("signing", "sign").locator("[type=file]")
    paper.set_input_files([scan])
    visitor.press("signing", "sign", signed_on=str(today))
    visitor.press("signing", "countersign", signed_on=str(today))
    contract.refresh_from_db()
    assert contract.state == "in_force" and contract.scans.count() == 1
    expect(visitor.page.locator("main")).to_contain_text("合同.pdf")


def filled(visitor: Visitor, given: dict[str, str]) -> Locator:
    """The form of the terms, opened if it isn't yet, with these in it."""
    form = visitor.form("signing", "issue")
    if not form.is_visible():
        form.locator("xpath=ancestor::details[1]/summary").click()
    for name, value in given.items():
        visitor.fill(form.locator(f"[name='signing-issue-{name}']"), value)
    return form


def refused(visitor: Visitor, given: dict[str, str], field: str) -> None:
    """What was typed stays, and the field says what is wrong with it."""
    form = filled(visitor, given)
    form.locator("button[type=submit]").click()
    wrong = form.locator(f"[name='signing-issue-{field}']")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(wrong).to_have_value(given[field])
    visitor.errors.clear()  # the browser's own, of an answer that refuses
