"""The office at its reference data in a browser, under the pages' own policy."""

import os

import pytest
from django.contrib import admin
from playwright.sync_api import expect

from candidates.demo import credit_code
from candidates.register.models import Batch
from spark.campuses.models import Campus, Region
from tests.browser import Visitor
from tests.office import page
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Playwright keeps an event loop in this thread; the ORM is used beside it, not in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
EVERY_SIZE = pytest.mark.parametrize(
    "visitor",
    [(1440, "zh-hans"), (390, "zh-hans"), (1440, "en"), (390, "en")],
    indirect=True,
    ids=["1440-zh", "390-zh", "1440-en", "390-en"],
)


@EVERY_SIZE
def test_every_page_fits_and_breaks_nothing(visitor: Visitor, world: World):
    """The visitor finds sideways scrolling, and whatever the policy blocks."""
    batch = world.batch.pk
    visitor.log_in(world.office)
    for address in (
        *(page(model, "changelist") for model in admin.site._registry),
        page(Batch, "add"),
        page(Batch, "change", batch),
        page(Batch, "close", batch),
        page(Batch, "copy_earlier"),
        page(Campus, "delete", world.campus.pk),
    ):
        visitor.open(address)


@pytest.mark.parametrize("visitor", [(1440, "zh-hans")], indirect=True)
def test_the_office_adds_a_college(visitor: Visitor, world: World):
    """From the side bar to the saved row, the region found by typing its name."""
    Region.objects.update_or_create(
        code="330200", defaults={"name_zh": "宁波市", "name_en": "Ningbo"}
    )
    visitor.log_in(world.office)
    window = visitor.page
    window.locator("#side summary", has_text="设置").click()
    window.get_by_role("link", name="基础数据").click()
    window.locator(f"#nav-sidebar a[href='{page(Campus, 'changelist')}']").click()
    window.locator("a.addlink").click()
    for name, value in {
        "name_zh": "宁波职业学院",
        "name_en": "Ningbo College",
        "code": "NBZY",
        "credit_code": credit_code("52330200000000901"),
    }.items():
        window.locator(f"[name={name}]").fill(value)
    window.locator("#id_region + .select2-container").click()
    window.locator(".select2-search__field").fill("宁波")
    window.locator(".select2-results__option", has_text="宁波市").click()
    window.locator("[name=_save]").click()
    expect(window.get_by_text("宁波职业学院").first).to_be_visible()
    assert Campus.objects.get(code="NBZY").region_id == "330200"
