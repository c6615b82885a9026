"""The card that trials begin with: the words of the first one were written for both."""

from datetime import UTC, datetime

from django.db import migrations

COPIED = [
    *("code", "name_zh", "name_en", "weight", "knock_out", "skippable", "order"),
    *("one_zh", "one_en", "three_zh", "three_en", "five_zh", "five_en"),
]


def add_trial_card(apps, schema_editor) -> None:
    cards = apps.get_model("candidates", "Scorecard").objects
    criteria = apps.get_model("candidates", "Criterion").objects
    first = cards.get(use="screening", programme=None, direction=None, version=1)
    card = cards.create(
        use="trials", version=1, published_at=datetime(2026, 11, 30, tzinfo=UTC)
    )
    rows = list(criteria.filter(card=first).order_by("order").values(*COPIED))
    criteria.bulk_create(criteria.model(card=card, **row) for row in rows)


class Migration(migrations.Migration):
    dependencies = [("candidates", "0050_cards_of_trials")]

    operations = [migrations.RunPython(add_trial_card, migrations.RunPython.noop)]
