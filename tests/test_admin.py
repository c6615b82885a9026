"""The office's pages of reference data: who gets in, what is kept, what is refused."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from candidates.register.models import Batch, Direction, LeaveReason
from spark.campuses.models import (
    Base,
    Campus,
    Holiday,
    MatrixTeam,
    MinimumWage,
    ProvincialLimit,
    Region,
)
from tests.office import campus_form, in_chinese, page
from tests.world import EVERYBODY, World

SITE = admin.site
MODELS = list(SITE._registry)
NAMES = [f"{model._meta.app_label}_{model._meta.model_name}" for model in MODELS]


def test_only_our_own_tables_have_pages():
    assert {model._meta.app_label for model in MODELS} == {
        *("campuses", "candidates", "training")
    }
    assert {model.__name__ for model in MODELS} == {
        *("Programme", "Direction", "Batch", "LeaveReason", "Notice"),
        *("Region", "Campus", "Base", "MatrixTeam"),
        *("Holiday", "MinimumWage", "ProvincialLimit"),
        *("LiveRoom", "Slot", "Shift", "Travel"),
    }


def addresses(world: World) -> list[str]:
    batch, campus = world.batch.pk, world.campus.pk
    return [
        reverse("admin:index"),
        reverse("admin:app_list", args=["campuses"]),
        *(reverse(f"admin:{name}_changelist") for name in NAMES),
        *(reverse(f"admin:{name}_add") for name in NAMES),
        page(Batch, "change", batch),
        page(Batch, "history", batch),
        page(Batch, "copy_earlier"),
        page(Batch, "copy_this", batch),
        page(Batch, "close", batch),
        page(Batch, "reopen", batch),
        page(Campus, "change", campus),
        page(Campus, "delete", campus),
        reverse("admin:autocomplete")
        + "?app_label=candidates&model_name=batch&field_name=campuses&term=Z",
        reverse("admin:search") + "?s=b",
    ]


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_only_the_office_gets_in(client, world, who):
    client.force_login(world.people[who])
    found = {url: client.get(url).status_code for url in addresses(world)}
    assert set(found.values()) == {200 if who == "office" else 403}, found


def test_nobody_without_a_log_in_gets_in(client, world):
    for url in addresses(world):
        first = client.get(url, follow=True)
        assert first.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_the_pages_have_a_policy_of_their_own(office):
    def policy(url: str) -> str:
        return office.get(url)["Content-Security-Policy"]

    assert "unsafe" not in policy("/")
    own = policy(reverse("admin:index"))
    assert "script-src 'self' 'unsafe-eval'" in own
    assert "default-src 'self'" in own
    assert "http" not in own


def test_every_word_of_ours_is_chinese(world):
    request = RequestFactory().get("/office/")
    request.user = world.office
    english = set()
    with translation.override("zh-hans"):
        for model, model_admin in SITE._registry.items():
            words = [model._meta.verbose_name, model._meta.verbose_name_plural]
            words += [
                label_for_field(column, model, model_admin)
                for column in model_admin.get_list_display(request)
            ]
            words += [name for _, _, name in _actions(model_admin, request)]
            forms = [model_admin.get_form(request)]
            for inline in model_admin.get_inline_instances(request):
                words.append(inline.opts.verbose_name_plural)
                forms.append(inline.get_formset(request).form)
            for form in forms:
                for field in form.base_fields.values():
                    words += [field.label, field.help_text]
                    words += [
                        label
                        for value, label in getattr(field, "choices", ())
                        if value and not hasattr(field, "queryset")
                    ]
            english |= {str(word) for word in words if word and not in_chinese(word)}
        for group in SITE.each_context(request)["sidebar_navigation"]:
            titles = [group.get("title"), *(item["title"] for item in group["items"])]
            english |= {str(word) for word in titles if word and not in_chinese(word)}
    assert english == set()


def _actions(model_admin, request) -> list[tuple]:
    return list(model_admin._get_base_actions()) + [
        (action.method, action.path, action.description)
        for action in (
            *model_admin._get_base_actions_list(),
            *model_admin._get_base_actions_detail(),
        )
    ]


def test_what_is_added_changed_and_deleted_is_told_with_who_did_it(office, world):
    office.post(page(Campus, "add"), campus_form())
    campus = Campus.objects.get(code="NBZY")
    office.post(page(Campus, "change", campus.pk), campus_form(name_zh="宁波学院"))
    campus.refresh_from_db()
    assert campus.name_zh == "宁波学院"
    entries = office.get(page(Campus, "history", campus.pk)).context["entries"]
    assert [(entry.title, entry.who) for entry in entries] == [
        ("修改", "苏明远"),
        ("新增", "苏明远"),
    ]
    office.post(page(Campus, "delete", campus.pk), {"post": "yes"})
    assert not Campus.objects.filter(code="NBZY").exists()
    campus_events = Campus.pgh_event_model.objects.filter(pgh_obj_id=campus.pk)
    last = campus_events.latest("pgh_id")
    assert last.pgh_label == "delete"
    assert last.pgh_context["verb"] == "office.delete"
    assert last.pgh_context["actor"] == world.office.pk


def test_many_are_deleted_at_once_and_told(office, world):
    teams = [MatrixTeam.objects.create(name_zh=n, name_en=n) for n in ("二队", "三队")]
    ids = [team.pk for team in teams]
    chosen = {"action": "delete_selected", "_selected_action": ids, "post": "yes"}
    office.post(page(MatrixTeam, "changelist"), chosen)
    assert not MatrixTeam.objects.filter(pk__in=ids).exists()
    events = MatrixTeam.pgh_event_model.objects.filter(pgh_obj_id__in=ids)
    deleted = events.filter(pgh_label="delete")
    assert [event.pgh_context["verb"] for event in deleted] == ["office.delete"] * 2


def test_what_is_used_is_not_deleted_and_the_page_says_by_what(office, world):
    world.candidate()
    url = page(Campus, "delete", world.campus.pk)
    said = office.get(url).text
    for words in ("候选人：1", "期次：1", "角色：1"):
        assert words in said
    assert world.candidate().person.name not in said
    assert office.post(url, {"post": "yes"}).status_code == 200
    chosen = {
        "action": "delete_selected",
        "_selected_action": [world.campus.pk],
        "post": "yes",
    }
    assert "候选人：2" in office.post(page(Campus, "changelist"), chosen).text
    assert Campus.objects.filter(pk=world.campus.pk).exists()


MAKERS: dict[type, Callable[[World, int], object]] = {
    Batch: lambda world, n: world.intake(f"batch-{n}", date(2031, 1, n)),
    Direction: lambda world, n: Direction.objects.create(
        slug=f"d{n}", name_zh=f"方向{n}", name_en=f"D{n}"
    ),
    LeaveReason: lambda world, n: LeaveReason.objects.create(
        slug=f"r{n}", name_zh=f"原因{n}", name_en=f"R{n}", stages=["training"]
    ),
    Campus: lambda world, n: world.college(f"C{n}", f"院校{n}", 10 + n),
    Base: lambda world, n: Base.objects.create(
        code=f"B{n}",
        name_zh=f"基地{n}",
        name_en=f"B{n}",
        campus=world.campus,
        region=world.region,
    ),
    Region: lambda world, n: Region.objects.create(
        code=f"33990{n}", name_zh=f"市{n}", name_en=f"R{n}", parent_id="339900"
    ),
    Holiday: lambda world, n: Holiday.objects.create(
        day=date(2031, 5, n), kind="rest", name_zh="假", name_en="H", source="通知"
    ),
    MinimumWage: lambda world, n: MinimumWage.objects.create(
        region=world.region,
        monthly_fen=249_000,
        valid_from=date(2031, 1, n),
        source="通知",
    ),
    ProvincialLimit: lambda world, n: ProvincialLimit.objects.create(
        region=world.region,
        code="day_hours",
        value=8,
        level="block",
        valid_from=date(2031, 1, n),
        source="省规定",
    ),
}


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_a_list_asks_as_often_for_three_rows_as_for_one(
    office, world, model, django_assert_max_num_queries
):
    Region.objects.create(code="339900", name_zh="某省", name_en="Some")
    counts = []
    for numbers in ([1], [2, 3]):
        for number in numbers:
            MAKERS[model](world, number)
        with django_assert_max_num_queries(14) as asked:
            office.get(page(model, "changelist"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
