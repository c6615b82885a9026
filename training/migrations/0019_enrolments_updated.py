import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """When stage records changed last; those there are count as changed now."""

    dependencies = [
        ("candidates", "0024_records_updated"),
        ("training", "0018_results_announced"),
    ]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="updated_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="updated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."candidate_id" IS DISTINCT FROM (NEW."candidate_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))',
                    func="NEW.updated_at = CLOCK_TIMESTAMP(); RETURN NEW;",
                    hash="12f09b46df377907db8214d5ee22abcf3b4e6651",
                    operation="UPDATE",
                    pgid="pgtrigger_updated_efbc9",
                    table="training_enrolment",
                    when="BEFORE",
                ),
            ),
        ),
    ]
