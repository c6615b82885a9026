import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0045_clip_states_obeyed"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="guardianlink",
            trigger=pgtrigger.compiler.Trigger(
                name="opened_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."opened_at" IS DISTINCT FROM (NEW."opened_at"))',
                    func='INSERT INTO "candidates_guardianlinkevent" ("code_expires_at", "consent_id", "expires_at", "locked_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at") VALUES (NEW."code_expires_at", NEW."consent_id", NEW."expires_at", NEW."locked_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'opened\', NEW."id", NEW."revoked_at"); RETURN NULL;',
                    hash="bc9a3328f450012335973b698d1eb1591fbebe25",
                    operation="UPDATE",
                    pgid="pgtrigger_opened_update_bc39b",
                    table="candidates_guardianlink",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personallink",
            trigger=pgtrigger.compiler.Trigger(
                name="opened_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."opened_at" IS DISTINCT FROM (NEW."opened_at"))',
                    func='INSERT INTO "candidates_personallinkevent" ("candidate_id", "code_expires_at", "expires_at", "locked_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revoked_at") VALUES (NEW."candidate_id", NEW."code_expires_at", NEW."expires_at", NEW."locked_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'opened\', NEW."id", NEW."revoked_at"); RETURN NULL;',
                    hash="d2d11392d638afaf0bceb4d710778a6020635afb",
                    operation="UPDATE",
                    pgid="pgtrigger_opened_update_0aeee",
                    table="candidates_personallink",
                    when="AFTER",
                ),
            ),
        ),
    ]
