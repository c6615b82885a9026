import django_fsm
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0013_saved_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="screening",
            name="state_moves",
        ),
        migrations.RemoveConstraint(
            model_name="screening",
            name="screening_state_known",
        ),
        migrations.AlterField(
            model_name="screening",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("waiting", "Waiting for review"),
                    ("in_review", "In review"),
                    ("more_asked", "More asked for"),
                    ("paused", "Review paused"),
                    ("passed", "Passed"),
                    ("waitlisted", "Waitlisted"),
                    ("rejected", "Not selected"),
                    ("withdrawn", "Withdrawn"),
                    ("rolled", "Moved to the next batch"),
                ],
                default="waiting",
                max_length=50,
                protected=True,
            ),
        ),
        migrations.AlterField(
            model_name="screeningevent",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("waiting", "Waiting for review"),
                    ("in_review", "In review"),
                    ("more_asked", "More asked for"),
                    ("paused", "Review paused"),
                    ("passed", "Passed"),
                    ("waitlisted", "Waitlisted"),
                    ("rejected", "Not selected"),
                    ("withdrawn", "Withdrawn"),
                    ("rolled", "Moved to the next batch"),
                ],
                default="waiting",
                max_length=50,
                protected=True,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="screening",
            trigger=pgtrigger.compiler.Trigger(
                name="state_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{in_review:more_asked,in_review:passed,in_review:paused,in_review:rejected,in_review:waitlisted,in_review:withdrawn,more_asked:in_review,more_asked:withdrawn,passed:withdrawn,paused:in_review,paused:withdrawn,rejected:in_review,waiting:in_review,waiting:withdrawn,waitlisted:passed,waitlisted:rejected,waitlisted:rolled,waitlisted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="9872ec3e85afbb4571f01a9e7dfc63fda06d1b6a",
                    operation="UPDATE",
                    pgid="pgtrigger_state_moves_3b7a1",
                    table="candidates_screening",
                    when="BEFORE",
                ),
            ),
        ),
        AddConstraintNotValid(
            model_name="screening",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "in_review",
                            "more_asked",
                            "passed",
                            "paused",
                            "rejected",
                            "rolled",
                            "waiting",
                            "waitlisted",
                            "withdrawn",
                        ],
                    )
                ),
                name="screening_state_known",
            ),
        ),
    ]
