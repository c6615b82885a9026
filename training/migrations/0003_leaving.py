import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("training", "0002_decisions_known"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="enrolment",
            name="state_moves",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="enrolment",
            trigger=pgtrigger.compiler.Trigger(
                name="state_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{competing:dropped,competing:eliminated,competing:qualified,eliminated:competing,enrolled:dropped,enrolled:learning,learning:competing,learning:dropped,qualified:dropped}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="ec93bf3da1d63b035e4e8c35eb4741ee800897be",
                    operation="UPDATE",
                    pgid="pgtrigger_state_moves_8ae54",
                    table="training_enrolment",
                    when="BEFORE",
                ),
            ),
        ),
    ]
