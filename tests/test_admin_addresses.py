"""The office's lists of reference data, asked by addresses that nobody wrote."""

import pytest
from django.test import Client
from django.urls import reverse

from candidates.register.models import Batch, LeaveReason
from spark.campuses.models import Campus, Holiday, Region
from tests.office import page

LISTS = [page(model, "changelist") for model in (Batch, Region, Holiday)]


@pytest.fixture
def stranger(world) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(world.office)
    return client


@pytest.mark.parametrize(
    "query",
    [
        *("pk=%00", "id=x", "slug=%00", "state__exact=1%00", "q=%00", "nothing=%00"),
        *(f"opens_on__year={10**30}", "opens_on__year=99999", "opens_on__gte=9999-99"),
        *("region__code__exact=%00", f"pk={10**30}", "pk__in=x,", "p=x", "o=%00"),
        *("%00=1", "opens_on__month=99", "pk__isnull=x", "state__in=%ED%A0%80"),
    ],
)
def test_a_list_shows_no_other_rows_and_no_fault(stranger, query):
    answer = stranger.get(f"{LISTS[0]}?{query}", follow=True)
    assert answer.status_code in {200, 400}
    if "%00" in query:
        assert answer.status_code == 400
        assert f'href="{LISTS[0]}"' in answer.text


@pytest.mark.parametrize("key", ["\0", "9" * 30, "x", "", "-1"])
@pytest.mark.parametrize("path", LISTS)
def test_nothing_is_deleted_for_a_key_that_is_none(stranger, path, key):
    before = Batch.objects.count(), Region.objects.count(), Holiday.objects.count()
    given = {"action": "delete_selected", "_selected_action": [key], "post": "yes"}
    for more in ({}, {"index": key}):
        assert stranger.post(path, given | more).status_code < 500
    now = Batch.objects.count(), Region.objects.count(), Holiday.objects.count()
    assert now == before


@pytest.mark.parametrize("key", ["%00", "9" * 30, "x", "%ED%A0%80"])
@pytest.mark.parametrize("model", [Batch, Campus, LeaveReason, Region])
def test_a_page_of_nobody_is_none(stranger, model, key):
    for kind in ("change", "delete", "history"):
        path = f"{page(model, 'changelist')}{key}/{kind}/"
        assert stranger.get(path).status_code < 500


@pytest.mark.parametrize("value", ["%00", "9" * 30, "x", ""])
def test_no_search_ends_in_a_fault(stranger, value):
    names = {"app_label": "candidates", "model_name": "batch", "field_name": "campuses"}
    for changed in ("term", "page", *names):
        given = names | {"term": "Z", changed: value}
        query = "&".join(f"{name}={text}" for name, text in given.items())
        answer = stranger.get(f"{reverse('admin:autocomplete')}?{query}")
        assert answer.status_code < 500
    assert stranger.get(f"{reverse('admin:search')}?s={value}").status_code < 500


@pytest.mark.parametrize("key", ["x", "1\0", "9" * 30, "\ufffd", "1~x"])
def test_what_was_chosen_by_search_is_refused_if_it_is_no_key(stranger, world, key):
    for path in (page(Batch, "add"), page(Batch, "change", world.batch.pk)):
        sent = {"campuses": [key], "region": key, "name_zh": "x"}
        assert stranger.post(path, sent).status_code == 400


@pytest.mark.parametrize("digits", [30, 5000])
@pytest.mark.parametrize("verb", ["close", "reopen"])
def test_a_batch_of_a_number_beyond_all_is_not_there(stranger, verb, digits):
    address = f"{LISTS[0]}{'9' * digits}/{verb}/"
    assert stranger.get(address).status_code == 404
