"""What goes out as JSON is what REST framework would write."""

import json
from collections import OrderedDict
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer as Plain

from candidates.register.stages import Stage
from spark.rest.rendering import JSONRenderer


@pytest.mark.parametrize(
    "data",
    [
        {"name": "陈明月", "line": 'a"\\\n\u2028', "none": None, "yes": True},
        OrderedDict(b=1, a=[1.5, -0.0, 2**62]),
        {1: "a key that is a number"},
        [datetime(2026, 11, 30, 8, 30, tzinfo=UTC), date(2026, 11, 30), time(8, 30)],
        [Decimal("4.50"), timedelta(hours=2), UUID(int=7), mark_safe("&amp;")],
        [_("screening"), Stage.SCREENING, (1, 2), {"deep": [{"er": []}]}],
        [2**70],
        {},
    ],
)
def test_it_reads_as_the_frameworks_does(data):
    ours, theirs = JSONRenderer().render(data), Plain().render(data)
    assert json.loads(ours) == json.loads(theirs)


def test_nothing_is_nothing_and_lines_are_set_in_where_asked():
    assert JSONRenderer().render(None) == b""
    wanted = "application/json; indent=2"
    assert JSONRenderer().render({"a": 1}, wanted) == b'{\n  "a": 1\n}'


def test_a_number_that_is_none_is_nothing():
    assert JSONRenderer().render({"share": float("nan")}) == b'{"share":null}'
