"""Nothing that can't be seen gets into an address, by whatever way it comes."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from rest_framework import serializers

from candidates.register.models import Candidate
from candidates.register.sheets import cells
from spark.accounts.models import User
from spark.rest.fields import EmailGiven
from spark.text.fields import EmailField

UNSEEN = [
    *("\u200b", "\u200d", "\u200e", "\u202e", "\u2066", "\u00ad", "\ufeff"),
    *("\u3164", "\ufe0f"),
]
ADDRESSES = [
    address
    for sign in UNSEEN
    for address in (f"lin{sign}@a.edu.cn", f"lin@a{sign}b.edu.cn", f"lin@a.cn{sign}")
]
EVERY = pytest.mark.parametrize("address", ADDRESSES, ids=ascii)


@EVERY
def test_a_form_refuses_it(address):
    with pytest.raises(ValidationError):
        EmailField().clean(address)


@EVERY
def test_a_system_is_refused_with_it(address):
    with pytest.raises(serializers.ValidationError):
        EmailGiven(max_length=254).run_validation(address)


@EVERY
def test_a_sheet_leaves_it_out_with_a_word(address):
    with pytest.raises(ValidationError):
        cells.email(address)


@EVERY
@pytest.mark.parametrize("model", [User, Candidate])
def test_a_column_refuses_it_for_commands_and_the_admin(address, model):
    field = model._meta.get_field("email")
    with pytest.raises(ValidationError):
        field.clean(address, None)
    assert isinstance(field.formfield(), EmailField)


def test_what_can_be_seen_is_taken():
    assert EmailField().clean(" lin@a.edu.cn ") == "lin@a.edu.cn"
    assert EmailGiven().run_validation("lin@a.edu.cn") == "lin@a.edu.cn"
    assert cells.email("lin@a.edu.cn") == "lin@a.edu.cn"
    assert cells.email("\ufeff") == ""
    assert isinstance(EmailField(), forms.EmailField)
