"""Whatever systems read, they can follow."""

import re
from collections import Counter

import pgtrigger

from spark.resources import RESOURCES

# What they are about is announced; when one is late, the clock tells.
IN_WORDS = {"duties"}
# Kept by the programme office, and read as they are.
# Of the systems' own choosing.
CHOSEN = {"preferences"}
TO_GO_BY = {"bases", "batches", "campuses", "directions", "programmes"}
# Of the minute, for the live board alone.
PASSING = {"live-figures"}
TOLD = re.compile(r"SELECT (?:DISTINCT )?'(\w+)'")


def test_changes_are_told_of_each_resource_and_of_nothing_else():
    found = Counter(
        (TOLD.findall(trigger.func)[0], model, trigger.name)
        for model, trigger in pgtrigger.registered()
        if trigger.name.startswith("announced")
    )
    silent = {r.name for r in RESOURCES.values() if not r.is_announced}
    assert silent == IN_WORDS | CHOSEN | TO_GO_BY | PASSING
    assert {resource for resource, _model, _name in found} == set(RESOURCES) - silent
    assert set(found.values()) == {1}
