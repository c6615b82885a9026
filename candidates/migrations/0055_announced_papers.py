import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0054_telling"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="paper",
            trigger=pgtrigger.compiler.Trigger(
                name="announced",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed RECORD; context TEXT;",
                    func="\n    changed := COALESCE(NEW, OLD);\n    context := current_setting('pghistory.context_metadata', true);\n    INSERT INTO changes_change (resource, object_key, campus_id, kind, verb)\n    SELECT 'papers', changed.id, (SELECT campus_id FROM candidates_candidate WHERE id = changed.candidate_id), lower(TG_OP),\n        COALESCE(NULLIF(context, '')::jsonb ->> 'verb', '');\n    RETURN NULL;\n",
                    hash="44a1b55627450d20ca87cde51e8045ab1cf70cf0",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_announced_b75d6",
                    table="candidates_paper",
                    when="AFTER",
                ),
            ),
        ),
    ]
