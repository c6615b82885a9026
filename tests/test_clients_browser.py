"""The office connects a system at a browser, copies its secret, and renews it."""

import os

import pytest
from playwright.sync_api import expect

from spark.accounts.models import Application
from tests.browser import Visitor
from tests.candidates.lists.test_api import ask
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}])"


@pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
def test_a_secret_is_copied_once_and_renewed_in_its_place(
    visitor: Visitor, world: World, client
):
    page = visitor.page
    visitor.log_in(world.office)
    visitor.open("/clients/connect/")
    page.fill("#id_name", "教务系统")
    page.select_option("#id_campus", str(world.campus.pk))
    page.fill("#id_purpose", "每晚同步名册")
    page.check("input[value='candidates:read']")
    page.click("main button[type=submit]")
    first = copied(visitor)
    made = Application.objects.get()
    assert ask(client, made.client_id, first).status_code == 200
    page.click("main .sp-acts a.btn")
    summary = page.locator("summary", has_text=renew(visitor))
    summary.click()
    page.check("#renew-leaked")
    page.locator("details[open] button[type=submit]").click()
    second = copied(visitor)
    assert ask(client, made.client_id, first).status_code == 401
    assert ask(client, made.client_id, second).status_code == 200
    page.click("main .sp-acts a.btn")
    page.wait_for_load_state("networkidle")
    kept = page.content() + page.evaluate(STORED)
    assert first not in kept and second not in kept


def copied(visitor: Visitor) -> str:
    """The secret as it is shown, which the button takes along."""
    visitor.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = visitor.page.locator("[data-copy=client-secret]")
    button.click()
    said = {"zh-hans": "已复制", "en": "Copied"}[visitor.language]
    expect(button).to_contain_text(said)
    taken = visitor.page.evaluate("navigator.clipboard.readText()")
    assert taken == visitor.page.text_content("#client-secret")
    return taken


def renew(visitor: Visitor) -> str:
    return {"zh-hans": "更换密钥", "en": "Renew the secret"}[visitor.language]
