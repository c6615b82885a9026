"""Conditions that aren't valid match nobody, and say so: list, board, file, verb."""

from datetime import timedelta

import pytest

from candidates.lists.models import SavedView
from candidates.register.models import Batch, Export
from spark import clock
from tests.candidates.lists.test_many import CALL, EXPORT
from tests.candidates.register.test_views import LIST, listed

WRONG = [
    *("batch=nope", "campus=nope", "direction=nope", "stage=screenings", "from=nope"),
    *("state=nope", "stage=screening&state=issued", "due=never", "duty=nope"),
    *("sort=nope", "q=%00", f"q={'x' * 61}", "q=a&q=b", "due=week&due=today"),
    *("Stage=screening", "batch__slug=hangzhou-2026-autumn", "state=entering"),
    *("batch=hangzhou-2026-autumn&batch=nope", "updated_since=9999-99-99"),
    *("updated_since=x", f"student_number={'1' * 41}", "stage=%ED%A0%80"),
]


@pytest.mark.parametrize("query", WRONG)
def test_a_list_says_so_and_offers_nothing_to_do(office, world, query):
    world.candidate()
    answer = office.get(f"{LIST}?{query}")
    context = answer.context
    assert context["page"].rows == [] and context["total"].number == 0
    assert context["everyone"] == 0 and context["verbs"] == []
    assert not context["may_export"] and "candidate-export" not in answer.text
    stray = next(chip for chip in context["chips"] if chip["wrong"])
    assert f'href="{stray["url"].replace("&", "&amp;")}"' in answer.text
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("query", WRONG)
def test_nobody_is_exported_or_called(office, world, query):
    world.candidate()
    for address in (EXPORT, CALL):
        answer = office.post(address, {"query": query, "everyone": "1"})
        assert answer.status_code == 422
        assert answer.context["refusal"].code == "conditions-wrong"
    assert not Export.objects.exists()


@pytest.mark.parametrize("query", ["batch=nope", "q=%00", "Stage=x", "sort=nope"])
@pytest.mark.parametrize("page", ["/screening/", "/screening/board/"])
def test_a_stages_list_and_board_show_nobody(office, world, page, query):
    world.candidate("waiting")
    answer = office.get(f"{page}?{query}")
    assert answer.context["chips"][0]["wrong"] and 'role="alert"' in answer.text
    if "board" in page:
        columns = [column for column, _url in answer.context["columns"]]
        assert not any(c.count or c.candidates for c in columns)
    else:
        assert answer.context["page"].rows == []
        assert answer.context["total"].number == 0


def test_the_way_out_takes_one_condition_away(office, world):
    world.candidate("waiting")
    query = "?q=x&batch=hangzhou-2026-autumn&batch=nope&stage=screening&before=9"
    chips = office.get(f"{LIST}{query}").context["chips"]
    assert [bool(chip["wrong"]) for chip in chips] == [False, False, True]
    kept = "?q=x&stage=screening&batch=hangzhou-2026-autumn"
    assert chips[2]["url"] == kept
    assert not any(c["wrong"] for c in office.get(LIST + kept).context["chips"])


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "This isn't there any more, or isn't yours."), ("zh-hans", "已不存在")],
)
def test_it_is_said_in_the_readers_language(office, world, language, said):
    world.office.language = language
    world.office.save()
    office.cookies["django_language"] = language
    answer = office.get(f"{LIST}?batch=nope")
    assert said in answer.text.replace("&#x27;", "'")
    htmx = office.get(f"{LIST}?batch=nope", headers={"HX-Request": "true"})
    assert 'id="chips"' in htmx.text and 'role="alert"' in htmx.text


def test_a_view_whose_batch_was_renamed_shows_nobody_under_its_name(office, world):
    world.candidate()
    office.post(f"{LIST}views/", {"name": "秋季", "query": f"batch={world.batch.slug}"})
    view = SavedView.objects.get()
    assert len(office.get(f"{LIST}?{view.query}").context["page"].rows) == 1
    Batch.objects.filter(pk=world.batch.pk).update(slug="another")
    context = office.get(f"{LIST}?{view.query}").context
    assert context["page"].rows == [] and context["saved_view"] == view
    assert context["chips"][0]["words"] == "hangzhou-2026-autumn"


def test_a_campus_taken_out_of_ones_roles_matches_nobody(client, world):
    world.candidate(campus=world.other)
    query = f"?campus={world.other.code}"
    assert len(listed(client, world, query)) == 1
    assert listed(client, world, query, who="lin") == []
    assert client.get(LIST + query).context["chips"][0]["wrong"]


def test_a_view_that_isnt_valid_is_not_saved(office, world):
    given = {"name": "x", "query": "stage=screening&nonsense=1"}
    assert office.post(f"{LIST}views/", given).status_code == 422
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("query", ["utm_source=mail", "columns=phone", "stage="])
def test_what_narrows_nothing_is_no_condition(office, world, query):
    world.candidate()
    context = office.get(f"{LIST}?{query}").context
    assert len(context["page"].rows) == 1 and context["chips"] == []


@pytest.mark.parametrize("ids", [["x"], ["1", ""], ["\0"], ["9" * 30], ["-1"]])
def test_what_was_ticked_is_taken_whole_or_refused(office, world, ids):
    world.candidate()
    for address in (EXPORT, CALL):
        answer = office.post(address, {"query": "", "ids": ids})
        assert answer.status_code == 400
        assert answer.context["refusal"].code == "keys-broken"


def test_nobody_ticked_is_nobody_exported(office, world):
    world.candidate()
    answer = office.post(EXPORT, {"query": ""})
    assert answer.context["refusal"].code == "bulk-nobody"


def test_a_number_in_wide_digits_and_a_change_since_are_found(client, world):
    old = world.candidate(student_number="2026000001")
    new = world.candidate(student_number="2026000002")
    assert listed(client, world, "?student_number= ２０２６０００００１") == [old]
    today, tomorrow = clock.today(), clock.today() + timedelta(days=1)
    assert set(listed(client, world, f"?updated_since={today}")) == {old, new}
    assert listed(client, world, f"?updated_since={tomorrow}") == []
