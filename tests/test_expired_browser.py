"""At a browser: the log-in expires over a half-filled form; the bar over a list."""

import os

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from candidates.incubation.models import Incubation
from candidates.screening.models import Screening
from tests.browser import PASSWORD, Visitor, at_rest
from tests.story import record_of
from tests.world import World

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop here
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LOOKS = pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-en"],
)
WIDE = pytest.mark.parametrize("visitor", [(1440, "zh-hans")], indirect=True)
SAID = {"zh-hans": "您填写的内容已恢复", "en": "What you had typed is back"}
REASON = "请补一段 60 秒的讲品试播"
NUMBER = "证件 330106200501014538 请核对"


def expire() -> None:
    Session.objects.all().delete()


def log_in_again(visitor: Visitor, user) -> None:
    page = visitor.page
    page.wait_for_url("**/accounts/login/?next=**")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    at_rest(page)


def asking(visitor: Visitor, candidate):
    """The form that asks for more, opened on the candidate's page."""
    visitor.open(f"/candidates/{candidate.pk}/")
    form = visitor.form("screening", "ask-more")
    form.locator("xpath=ancestor::details[1]/summary").click()
    return form


@LOOKS
def test_what_was_half_filled_in_is_back_after_logging_in(visitor, world: World):
    candidate, page = world.candidate("in_review"), visitor.page
    visitor.log_in(world.office)
    form = asking(visitor, candidate)
    form.locator("[name=screening-ask-more-reason]").fill(REASON)
    expire()
    form.locator("button[type=submit]").click()
    log_in_again(visitor, world.office)
    assert page.url.endswith(f"/candidates/{candidate.pk}/")
    expect(page.locator("main [data-restored]")).to_contain_text(SAID[visitor.language])
    form = visitor.form("screening", "ask-more")
    expect(form.locator("[name=screening-ask-more-reason]")).to_be_visible()
    expect(form.locator("[name=screening-ask-more-reason]")).to_have_value(REASON)
    form.locator("button[type=submit]").click()
    expect(page.locator("#toasts .sp-toast")).to_be_visible()
    assert record_of(Screening, candidate).asked_for == REASON
    assert page.evaluate("Object.keys(sessionStorage).includes('half-filled')") is False


@WIDE
def test_numbers_of_people_and_passwords_are_never_kept(visitor, world: World):
    candidate, page = world.candidate("in_review"), visitor.page
    visitor.log_in(world.office)
    form = asking(visitor, candidate)
    form.locator("[name=screening-ask-more-reason]").fill(NUMBER)
    fill = "field => { field.value = '330106200501014538' }"
    for field in page.locator("main [name$=id_number]").all():
        field.evaluate(fill)
    expire()
    page.reload()
    page.wait_for_url("**/accounts/login/?next=**")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "330106200501014538" not in kept
    log_in_again(visitor, world.office)
    expect(page.locator("[name=screening-ask-more-reason]").first).to_have_value("")


@WIDE
def test_nobody_else_finds_it_and_logging_out_forgets_it(visitor, world: World):
    candidate, page = world.candidate("in_review"), visitor.page
    visitor.log_in(world.office)
    form = asking(visitor, candidate)
    form.locator("[name=screening-ask-more-reason]").fill(REASON)
    expire()
    page.reload()
    log_in_again(visitor, world.reviewer)
    expect(page.locator("main [data-restored]")).to_have_count(0)
    assert REASON not in page.content()
    assert REASON not in page.evaluate("JSON.stringify(sessionStorage)")


@WIDE
def test_many_are_asked_about_again_with_what_was_typed(visitor, world: World):
    people, page = [world.candidate("in_review") for _ in range(2)], visitor.page
    visitor.log_in(world.office)
    visitor.open("/candidates/?stage=screening")
    for row in range(2):
        page.locator("#rows [name=ids]").nth(row).check()
    page.locator("#many [data-verb=screening-ask-more]").evaluate("one => one.click()")
    page.locator("[name=many-reason]").fill(REASON)
    expire()
    page.locator("main .sp-many button.go").click()
    log_in_again(visitor, world.office)
    page.wait_for_url("**/bulk/screening-ask-more/")
    expect(page.locator("[name=many-reason]")).to_have_value(REASON)
    expect(page.locator(".sp-names li")).to_have_count(2)
    page.locator("main .sp-many button[name=confirmed]").click()
    expect(page.locator("#toasts .sp-toast")).to_be_visible()
    assert {record_of(Screening, one).asked_for for one in people} == {REASON}


@LOOKS
def test_the_bar_offers_first_what_applies_to_most(visitor, world: World):
    page = visitor.page
    world.candidate("waiting")
    for _ in range(2):
        world.candidate("in_review")
    visitor.log_in(world.office)
    visitor.open("/candidates/?stage=screening")
    for tick in page.locator("#rows [name=ids]").all():
        tick.check()
    verbs, counts = (
        page.locator("#many [data-verb]"),
        "#many [data-verb=%s] [data-count]",
    )
    first = verbs.first
    for verb, count in {"screening-ask-more": 2, "screening-open-review": 1}.items():
        expect(page.locator(counts % verb)).to_have_text(f" {count}")
    safe = page.locator("#many [data-verb]:not([data-danger]) [data-count]")
    shown = [int(text) for text in safe.all_text_contents()]
    assert shown == sorted(shown, reverse=True) and shown[0] == 3
    for tick in page.locator("#rows [name=ids]").all():
        tick.set_checked("screening-open-review" in tick.get_attribute("data-can"))
    expect(page.locator(counts % "screening-open-review")).to_have_text(" 1")
    expect(first.locator("[data-count]")).to_have_text(" 1")
    none = page.locator("#many [data-verb=screening-ask-more]")
    expect(none).to_be_disabled()
    assert none.get_attribute("title")


@WIDE
def test_papers_typed_for_many_stay_until_they_suffice(visitor, world: World):
    candidate, page = world.candidate("paperwork"), visitor.page
    visitor.log_in(world.lin)
    visitor.open("/candidates/?stage=incubation")
    page.locator("#rows [name=ids]").first.check()
    page.locator("#many [data-verb=incubation-activate]").click()
    starts, ends = (
        world.today.isoformat(),
        world.today.replace(year=world.today.year + 1).isoformat(),
    )
    page.locator("[name=many-starts_on]").fill(starts)
    page.locator("[name=many-ends_on]").fill(starts)
    page.locator("[name=many-mentor_name]").fill("李师傅")
    page.locator("main .sp-many button.go").click()
    expect(page.locator("[name=many-mentor_name]")).to_have_value("李师傅")
    assert ["422" in error for error in visitor.errors] == [True]
    visitor.errors.clear()
    page.locator("[name=many-ends_on]").fill(ends)
    page.locator("main .sp-many button.go").click()
    against = page.locator(".sp-outs .why")
    expect(against.nth(2)).to_be_visible()
    expect(page.locator("[name=many-mentor_name]")).to_have_value("李师傅")
    expect(page.locator("main .sp-many button.go")).to_be_enabled()
    assert record_of(Incubation, candidate).state == "paperwork"
