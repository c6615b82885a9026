import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Guardians have codes sent, too."""

    dependencies = [
        ("candidates", "0034_codes_due"),
    ]

    operations = [
        migrations.AddField(
            model_name="guardianlink",
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
            model_name="guardianlink",
            name="code_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="guardianlink",
            name="code_failed",
            field=models.CharField(
                blank=True,
                choices=[("wrong", "Wrong"), ("late", "Late")],
                db_default="",
                default="",
                max_length=5,
            ),
        ),
        migrations.AddField(
            model_name="guardianlink",
            name="code_language",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=10
            ),
        ),
        migrations.AddField(
            model_name="guardianlink",
            name="code_sent_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="guardianlink",
            name="code_wanted_at",
            field=models.DateTimeField(null=True),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="guardianlink",
            trigger=pgtrigger.compiler.Trigger(
                name="sent_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."code_failed" IS DISTINCT FROM (NEW."code_failed") OR OLD."code_sent_at" IS DISTINCT FROM (NEW."code_sent_at"))',
                    func='INSERT INTO "candidates_guardianlinkevent" ("code_expires_at", "consent_id", "expires_at", "locked_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at") VALUES (NEW."code_expires_at", NEW."consent_id", NEW."expires_at", NEW."locked_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'sent\', NEW."id", NEW."revoked_at"); RETURN NULL;',
                    hash="120d9fcfa6c77f9874a51550532ced8de2cd4802",
                    operation="UPDATE",
                    pgid="pgtrigger_sent_update_41b90",
                    table="candidates_guardianlink",
                    when="AFTER",
                ),
            ),
        ),
    ]
