import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """What candidates ask for: codes to be sent, and what became of the last one."""

    dependencies = [
        ("candidates", "0032_applications_announced"),
    ]

    operations = [
        migrations.AddField(
            model_name="personallink",
            name="code_by",
            field=models.CharField(
                blank=True,
                choices=[("sms", "Sms"), ("email", "Email")],
                db_default="",
                default="",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="personallink",
            name="code_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="personallink",
            name="code_failed",
            field=models.CharField(
                blank=True,
                choices=[
                    ("wrong", "Wrong"),
                    ("late", "Late"),
                ],
                db_default="",
                default="",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="personallink",
            name="code_language",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="personallink",
            name="code_sent_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="personallink",
            name="code_wanted_at",
            field=models.DateTimeField(null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personallink",
            trigger=pgtrigger.compiler.Trigger(
                name="sent_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code_failed" IS DISTINCT FROM (NEW."code_failed") OR OLD."code_sent_at" IS DISTINCT FROM (NEW."code_sent_at"))',
                    func='INSERT INTO "candidates_personallinkevent" ("candidate_id", "code_expires_at", "expires_at", "locked_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at") VALUES (NEW."candidate_id", NEW."code_expires_at", NEW."expires_at", NEW."locked_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'sent\', NEW."id", NEW."revoked_at"); RETURN NULL;',
                    hash="18aade76399a2dd8a4dead2d81de31a6aaa07296",
                    operation="UPDATE",
                    pgid="pgtrigger_sent_update_a3e04",
                    table="candidates_personallink",
                    when="AFTER",
                ),
            ),
        ),
    ]
