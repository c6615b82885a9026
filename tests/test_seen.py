"""Two people change the same row: the second sees both values, and chooses."""

import inspect
import re
from html import unescape

import pytest
from django import forms
from django.contrib import admin
from django.urls import reverse

from candidates.screening.forms.cards import CriterionForm
from contracts.signing.forms import TermsForm
from spark.campuses.models import Base
from spark.seen import Seen
from tests.office import page
from training.hosts.forms import TimeForm
from training.judging.forms import LiveFiguresForm
from training.studio.forms.rooms import ProgrammeForm, TimesForm

OURS = ("spark", "candidates", "training", "contracts")
# They only make rows: nobody else's can be lost by them.
MAKE_ROWS = {
    *(CriterionForm, LiveFiguresForm, ProgrammeForm, TermsForm, TimeForm, TimesForm),
}
# One who applies fills in their own, by a code; merging offers a person.
OF_NOBODY_ELSE = {"ConsentForm", "QuestionsForm", "StepForm", "WhoForm", "MergeForm"}
CHANGE = "identity-change"
SAID = {
    "zh-hans": ("别人已保存：13900000001；您填写的是：13900000002", "采用已保存的值"),
    "en": ("Saved meanwhile: 13900000001. You typed: 13900000002", "Take what was"),
}


def below(cls: type) -> set[type]:
    found = set(cls.__subclasses__())
    return found.union(*(below(one) for one in found)) if found else found


def ours(base: type) -> set[type]:
    return {one for one in below(base) if one.__module__.startswith(OURS)}


def by_admin() -> set[type]:
    """The forms of the office's site, which its admins mix the version into."""
    admins = list(admin.site._registry.values())
    inlines = [inline for one in admins for inline in one.inlines]
    forms_of = {one.form for one in [*admins, *inlines]}
    return forms_of.union(*(one.__mro__ for one in forms_of))


def test_every_form_of_a_row_says_what_was_seen_of_it():
    made = ours(forms.ModelForm) - by_admin()
    assert {one for one in made if not issubclass(one, Seen)} == MAKE_ROWS


def test_the_form_of_a_new_row_begins_with_what_python_knows():
    """A default that the database alone has would stand in its field as an object."""
    blind = {
        (form.__name__, field.name)
        for form in ours(forms.ModelForm)
        if (model := form._meta.model)
        for field in model._meta.concrete_fields
        if field.name in form.base_fields
        and field.has_db_default()
        and not field.has_default()
    }
    assert blind == set()


def test_every_form_filled_in_from_a_row_does_too():
    filled = {
        one
        for one in ours(forms.Form)
        if {"needs", "begin"} & set(vars(one)) and "initial" in inspect.getsource(one)
    }
    unseen = {one.__name__ for one in filled if not issubclass(one, Seen)}
    assert len(filled) > 4 and unseen == OF_NOBODY_ELSE


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda one: one.__name__)
def test_every_page_of_the_office_carries_the_version(office, world, model):
    row = model._default_manager.first()
    if row is None:
        pytest.skip("nobody has made one yet")
    assert 'name="version"' in office.get(page(model, "change", row.pk)).text


def fields(text: str, prefix: str) -> dict[str, str]:
    """What a form of the page would send as it is."""
    sent = {}
    for tag in re.findall(r"<input[^>]*>", text):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1].startswith(prefix):
            sent[name[1]] = unescape(value[1]) if value else ""
    return sent


@pytest.fixture
def lin(client, world):
    client.force_login(world.lin)
    return client


@pytest.fixture
def section(lin, world):
    """One candidate's particulars, and the page that lin opened of them."""
    candidate = world.candidate("waiting", phone="13900000000")
    url = reverse("identity-act", args=[candidate.pk, "change"])
    text = lin.get(reverse("candidate-detail", args=[candidate.pk])).text
    sent = fields(text, CHANGE)
    assert sent[f"{CHANGE}-version"]
    return candidate, url, sent


def save(client, url: str, sent: dict[str, str], **changes: str):
    typed = {f"{CHANGE}-{name}": value for name, value in changes.items()}
    return client.post(url, sent | typed)


def phone(candidate) -> str:
    candidate.refresh_from_db()
    return candidate.phone


@pytest.mark.parametrize("language", SAID)
def test_the_second_saver_sees_both_values_and_nothing_is_lost(lin, section, language):
    candidate, url, sent = section
    lin.cookies["django_language"] = language
    assert save(lin, url, sent, phone="13900000001").status_code == 302
    answer = save(lin, url, sent, phone="13900000002")
    assert (answer.status_code, phone(candidate)) == (422, "13900000001")
    for words in SAID[language]:
        assert words in answer.text
    assert 'value="13900000002"' in answer.text
    again = sent | fields(answer.text, CHANGE)
    again.pop(f"{CHANGE}-version_taken", None)
    assert save(lin, url, again, phone="13900000002").status_code == 302
    assert phone(candidate) == "13900000002"


def test_who_takes_what_was_saved_keeps_the_rest_of_their_own(lin, section):
    candidate, url, sent = section
    save(lin, url, sent, phone="13900000001")
    mine = {"phone": "13900000002", "class_name": "主播 2602 班"}
    answer = save(lin, url, sent, **mine)
    again = sent | fields(answer.text, CHANGE)
    answer = save(lin, url, again, **mine, version_taken="phone")
    assert answer.status_code == 302
    assert phone(candidate) == "13900000001"
    assert candidate.class_name == "主播 2602 班"


def test_who_changes_what_nobody_else_did_is_not_stopped(lin, section):
    candidate, url, sent = section
    save(lin, url, sent, class_name="主播 2602 班")
    again = sent | {f"{CHANGE}-class_name": "主播 2602 班"}
    assert save(lin, url, again, phone="13900000003").status_code == 302
    assert phone(candidate) == "13900000003"


@pytest.mark.parametrize("sent", ["", "none", "[]", '{"phone": 7}'])
def test_what_is_no_version_stops_nobody_by_a_fault(lin, section, sent):
    candidate, url, known = section
    answer = save(lin, url, known, phone="13900000004", version=sent)
    assert answer.status_code in {302, 422}


def test_the_office_changes_a_base_and_sees_what_another_saved(office, world):
    url = page(Base, "change", world.base.pk)
    text = office.get(url).text
    version = unescape(re.search(r'name="version" value="([^"]*)"', text)[1])
    given = office.get(url).context["adminform"].form.initial
    sent = {name: "" if value is None else value for name, value in given.items()}
    sent["version"] = version
    Base.objects.filter(pk=world.base.pk).update(name_en="Renamed meanwhile")
    answer = office.post(url, sent | {"name_en": "Mine"})
    assert answer.status_code == 200 and "Renamed meanwhile" in answer.text
    world.base.refresh_from_db()
    assert world.base.name_en == "Renamed meanwhile"
