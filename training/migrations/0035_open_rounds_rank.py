from django.db import migrations
from django.db.models import F


def rank_somebody(apps, schema_editor):
    """What was offered was three trials to be ranked, of two that each has."""
    rounds = apps.get_model("training", "Round").objects.filter(closed_at=None)
    asked_too_much = rounds.filter(minimum_trials__gt=F("trials_each"))
    asked_too_much.update(minimum_trials=F("trials_each"))


class Migration(migrations.Migration):
    dependencies = [("training", "0034_starts_taken_back")]

    operations = [migrations.RunPython(rank_somebody, migrations.RunPython.noop)]
