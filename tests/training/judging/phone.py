"""A judge's card on a phone, for tests in a browser."""

from playwright.sync_api import Page, expect

from training.judging.models import Judgement


def give(page: Page, value: int, first: int = 0) -> None:
    """Touch a mark in each criterion from the so manieth on."""
    for one in page.locator("[data-criterion]").all()[first:]:
        one.locator(f"input[type=radio][value='{value}']").click()


def kept(page: Page, said: str) -> None:
    expect(page.locator(f"[data-kept] [data-when={said}]")).to_be_visible()


def locked(page: Page, card: Judgement) -> Judgement:
    for _ in range(200):
        card.refresh_from_db()
        if card.state == "locked":
            return card
        page.wait_for_timeout(50)
    raise AssertionError(card.state)
