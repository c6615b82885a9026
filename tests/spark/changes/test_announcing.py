"""Whatever systems read, they can follow."""

import re
from collections import Counter

import pgtrigger

from spark.resources import RESOURCES

TOLD = re.compile(r"SELECT (?:DISTINCT )?'(\w+)'")


def test_changes_are_told_of_each_resource_and_of_nothing_else():
    found = Counter(
        (TOLD.findall(trigger.func)[0], model, trigger.name)
        for model, trigger in pgtrigger.registered()
        if trigger.name.startswith("announced")
    )
    assert {resource for resource, _model, _name in found} == set(RESOURCES)
    assert set(found.values()) == {1}
