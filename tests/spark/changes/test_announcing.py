"""Whatever systems read, they can follow."""

import pgtrigger

from spark.resources import RESOURCES


def test_every_resource_tells_of_its_changes():
    for name, resource in RESOURCES.items():
        found = [
            trigger.func
            for trigger in resource.door.model._meta.triggers
            if trigger.name == "announced"
        ]
        assert len(found) == 1 and f"SELECT '{name}'" in found[0], name


def test_no_change_is_told_of_what_systems_cant_read():
    models = {resource.door.model for resource in RESOURCES.values()}
    announced = {
        model
        for model, trigger in pgtrigger.registered()
        if trigger.name == "announced"
    }
    assert announced == models
