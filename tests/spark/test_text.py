"""Text in its normal form, wherever it comes in."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from candidates.register.models import Batch, Candidate
from spark import text
from spark.accounts.models import User
from spark.campuses.models import Campus
from spark.sheets.fields import Text
from spark.text import fields
from spark.text.tables import PRIVATE
from tests.candidates.register.identities import WHY, changing, correcting
from tests.candidates.screening.test_api import app, asked, call  # noqa: F401
from tests.office import campus_form, page
from tests.story import last_event

KINDS = [text.plain, text.line, text.name, text.title, text.prose]
DOTS = "·•‧∙⋅・･.．。｡●ᐧ⸱·﹒᛫⦁˙ㆍꞏ◦"


@pytest.mark.parametrize("dot", [*DOTS, " · ", "··", "• ", "\u200b·"])
def test_any_dot_in_a_name_is_the_same(dot):
    assert text.name(f"古丽米热{dot}艾合买提") == "古丽米热·艾合买提"


def test_a_full_stop_of_latin_letters_stays():
    assert text.name("J. R. Smith") == "J. R. Smith"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("周\ue863", "周䶮"),
        ("吴\ue81e", "吴\u9fb4"),
        ("⻢⼤⺠", "马大民"),
        ("李Ａlice", "李Alice"),
        ("王\u202e明\u202c\x00\ufeff\u00ad", "王明"),
        ("葛\U000e0100饰", "葛饰"),
        ("王\u3164\u3000 明", "王 明"),
        ("王𰻝𬀩𠅤㛃〇", "王𰻝𬀩𠅤㛃〇"),
    ],
)
def test_what_looks_the_same_is_the_same(typed, read):
    assert text.name(typed) == read
    assert text.name(read) == read


def test_the_codes_of_the_private_area_are_characters():
    assert len([code for code in PRIVATE if 0xE815 <= code <= 0xE864]) == 80
    for char in PRIVATE.values():
        assert text.unreadable(char) is None


def test_a_title_keeps_its_wide_signs_and_prose_all_that_says_something():
    assert text.title(" 中国地质大学（武汉）\u200b Ａ１・二期\n") == (
        "中国地质大学（武汉） A1·二期"
    )
    family = "👨\u200d👩\u200d👧"
    said = f"① 喝½杯；见（附件）\r\n{family}"
    assert text.prose(f"\u202e{said}\x07 ") == said


@given(st.text(st.characters()))
def test_what_is_normal_stays_and_can_be_stored(typed):
    for kind in KINDS:
        once = kind(typed)
        assert kind(once) == once
        assert "\0" not in once and once.encode().decode() == once


@pytest.mark.parametrize(
    ("typed", "code", "place"),
    [
        ("钱\ue5f1", "U+E5F1", 2),
        ("\ud83d王", "U+D83D", 1),
        ("王�", "U+FFFD", 2),
        ("王\uffff", "U+FFFF", 2),
        ("\U000f0001", "U+F0001", 1),
    ],
)
@pytest.mark.parametrize("field", [fields.NameField(), fields.ProseField(), Text()])
def test_what_nobody_can_read_is_refused_by_its_code_and_place(
    typed, code, place, field
):
    with pytest.raises(ValidationError) as caught:
        field.clean(typed)
    (error,) = caught.value.error_list
    assert error.params == {"code": code, "place": place}
    assert code in error.messages[0] and "输入法" in error.messages[0]


def test_every_field_of_a_form_takes_its_kind_of_text():
    """But passwords, and what must be of a known form anyway."""
    others = (forms.SlugField, forms.URLField, forms.UUIDField)
    bare = [
        f"{form.__name__}.{name}"
        for form in _forms(forms.BaseForm)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField)
        and not isinstance(field, (fields.Typed, fields.SoughtField, *others))
        and not isinstance(field.widget, forms.PasswordInput | forms.HiddenInput)
    ]
    assert bare == []


def _forms(base: type) -> list[type]:
    own = ("spark.", "candidates.", "training.", "contracts.")
    return [
        form
        for child in base.__subclasses__()
        for form in (child, *_forms(child))
        if form.__module__.startswith(own) and hasattr(form, "base_fields")
    ]


# Where it comes in ------------------------------------------------------------------


def test_a_column_holds_the_normal_form_whoever_writes_it(world):
    candidate = world.candidate()
    Candidate.objects.filter(pk=candidate.pk).update(guardian_name="古丽•\ud800买")
    candidate.refresh_from_db()
    assert candidate.guardian_name == "古丽·�买"
    world.office.name = "苏•\x00明远"
    world.office.save()
    assert User.objects.get(name="苏・明远") == world.office


def test_a_correction_is_read_like_a_row(world, office):
    candidate = world.candidate()
    assert correcting(candidate.pk, name="周\ue863")(world.office) is None
    changing(candidate.pk, class_name="直播\u202e１班")(world.office)
    candidate.refresh_from_db()
    assert (candidate.person.name, candidate.class_name) == ("周䶮", "直播1班")


def test_the_office_types_titles_that_are_found(world, office):
    sent = campus_form(name_zh="⼤学（宁波）\u200b・北", code="NBDX")
    assert office.post(page(Campus, "add"), sent).status_code == 302
    assert Campus.objects.get(code="NBDX").name_zh == "大学（宁波）·北"
    found = office.get(page(Campus, "changelist"), {"q": "⼤学（宁波）・北"})
    assert "NBDX" in found.text
    refused = office.post(page(Campus, "add"), campus_form(name_zh="大\ue5f1"))
    assert "U+E5F1" in refused.text


def test_people_are_found_by_any_dot(world, office):
    User.objects.filter(pk=world.lin.pk).update(name="古丽·买")
    assert "lin@test.spark" in office.get("/people/?q=古丽・买").text


@pytest.mark.parametrize("words", ["\ud800", "走了\ue5f1", "\u202e\x00"])
def test_a_system_that_sends_half_a_character_is_told(world, call, words):  # noqa: F811
    record = asked(world)
    given = {"reason": words, "why": "withdrawn"}
    response = call(f"/{record.pk}/leave", **given)
    assert response.status_code == 400
    assert "#/reason" in [e["pointer"] for e in response.json()["errors"]]


def test_a_reason_is_kept_without_what_cannot_be_seen(world):
    candidate = world.candidate()
    said = correcting(candidate.pk, name="周明明", reason=f"\u202e{WHY}①\ud800\x00")
    said(world.office)
    assert last_event(candidate.person)["reason"] == f"{WHY}①�"


@pytest.mark.parametrize(
    "sought", ["%ED%A0%80", "%E2%80%8B", "%EE%97%B1", "%EF%BF%BF", "·"]
)
def test_a_search_for_nothing_finds_nobody_or_all(world, office, sought):
    world.candidate()
    response = office.get(f"/candidates/?q={sought}")
    assert response.status_code == 200
    assert len(response.context["page"].rows) == (sought == "%E2%80%8B")
    assert Batch.objects.exists()
