import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """When stage records changed last; those there are count as changed now."""

    dependencies = [
        ("campuses", "0004_base_staff"),
        ("candidates", "0023_personal_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="incubation",
            name="updated_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False
            ),
        ),
        migrations.AddField(
            model_name="screening",
            name="updated_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(), editable=False
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="incubation",
            trigger=pgtrigger.compiler.Trigger(
                name="updated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = CLOCK_TIMESTAMP(); RETURN NEW;",
                    hash="4c6a3d797a115a54b22db22278e9f5ed95065e1d",
                    operation="UPDATE",
                    pgid="pgtrigger_updated_41db6",
                    table="candidates_incubation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="screening",
            trigger=pgtrigger.compiler.Trigger(
                name="updated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."asked_for" IS DISTINCT FROM (NEW."asked_for") OR OLD."candidate_id" IS DISTINCT FROM (NEW."candidate_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at"))',
                    func="NEW.updated_at = CLOCK_TIMESTAMP(); RETURN NEW;",
                    hash="82bf275d3ebb2d635ca9d9e511b4c6ff81d82d87",
                    operation="UPDATE",
                    pgid="pgtrigger_updated_06f7c",
                    table="candidates_screening",
                    when="BEFORE",
                ),
            ),
        ),
    ]
