import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """When stage records changed last; those there are count as changed now."""

    dependencies = [
        ("campuses", "0004_base_staff"),
        ("candidates", "0024_records_updated"),
        ("contracts", "0009_changes_announced"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="updated_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="updated_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contract",
            trigger=pgtrigger.compiler.Trigger(
                name="updated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = CLOCK_TIMESTAMP(); RETURN NEW;",
                    hash="b6f6414e12b60c04eef1704368fb6e34441c0ee8",
                    operation="UPDATE",
                    pgid="pgtrigger_updated_d8a51",
                    table="contracts_contract",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="updated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = CLOCK_TIMESTAMP(); RETURN NEW;",
                    hash="13a994188efb3a48a19bc71e3ca361d6da9f6d0e",
                    operation="UPDATE",
                    pgid="pgtrigger_updated_1599e",
                    table="contracts_membership",
                    when="BEFORE",
                ),
            ),
        ),
    ]
