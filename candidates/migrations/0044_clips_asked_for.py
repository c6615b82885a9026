import django_fsm
import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """A clip may be kept elsewhere; what is asked for is a clip or a paper."""

    dependencies = [
        ("candidates", "0043_calibration"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="clip",
            name="state_moves",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="screening",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="screening",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="screening",
            name="updated",
        ),
        migrations.RemoveConstraint(
            model_name="clip",
            name="clip_state_known",
        ),
        migrations.AddField(
            model_name="clip",
            name="link",
            field=models.URLField(
                blank=True,
                db_default="",
                default="",
                max_length=500,
                verbose_name="link to a public video",
            ),
        ),
        migrations.AddField(
            model_name="clip",
            name="loudness",
            field=models.FloatField(null=True, verbose_name="loudness"),
        ),
        migrations.AddField(
            model_name="screening",
            name="wanted",
            field=models.CharField(
                blank=True,
                choices=[("clip", "A better clip"), ("paper", "A missing paper")],
                db_default="",
                default="",
                max_length=5,
                verbose_name="wanted",
            ),
        ),
        migrations.AddField(
            model_name="screeningevent",
            name="wanted",
            field=models.CharField(
                blank=True,
                choices=[("clip", "A better clip"), ("paper", "A missing paper")],
                db_default="",
                default="",
                max_length=5,
                verbose_name="wanted",
            ),
        ),
        migrations.AlterField(
            model_name="clip",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("uploading", "Being sent"),
                    ("probing", "Being looked at"),
                    ("ready", "Ready"),
                    ("linked", "Kept elsewhere"),
                    ("refused", "Can't be used"),
                    ("removed", "Deleted"),
                ],
                default="uploading",
                max_length=9,
                protected=True,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="clipevent",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("uploading", "Being sent"),
                    ("probing", "Being looked at"),
                    ("ready", "Ready"),
                    ("linked", "Kept elsewhere"),
                    ("refused", "Can't be used"),
                    ("removed", "Deleted"),
                ],
                default="uploading",
                max_length=9,
                protected=True,
                verbose_name="state",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clip",
            trigger=pgtrigger.compiler.Trigger(
                name="state_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{linked:removed,probing:ready,probing:refused,probing:removed,ready:refused,ready:removed,refused:removed,uploading:linked,uploading:probing,uploading:removed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="6b8b4f67f89ddcb42de52839b926db3277932639",
                    operation="UPDATE",
                    pgid="pgtrigger_state_moves_71351",
                    table="candidates_clip",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="screening",
            trigger=pgtrigger.compiler.Trigger(
                name="updated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."asked_for" IS DISTINCT FROM (NEW."asked_for") OR OLD."candidate_id" IS DISTINCT FROM (NEW."candidate_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."entered_at" IS DISTINCT FROM (NEW."entered_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."updated_at" IS DISTINCT FROM (NEW."updated_at") OR OLD."wanted" IS DISTINCT FROM (NEW."wanted"))',
                    func="NEW.updated_at = CLOCK_TIMESTAMP(); RETURN NEW;",
                    hash="800591456a0fd75bf99ff0401791958b4b8f3269",
                    operation="UPDATE",
                    pgid="pgtrigger_updated_06f7c",
                    table="candidates_screening",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="screening",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_screeningevent" ("asked_for", "candidate_id", "created_at", "decided_by_id", "decision", "decision_ground", "decision_reason", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_id", "state", "state_since", "waitlist_place", "wanted") VALUES (NEW."asked_for", NEW."candidate_id", NEW."created_at", NEW."decided_by_id", NEW."decision", NEW."decision_ground", NEW."decision_reason", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."reviewer_id", NEW."state", NEW."state_since", NEW."waitlist_place", NEW."wanted"); RETURN NULL;',
                    hash="018ae69679c29c85ffce9648ebbf0d4c76e7a85a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3643a",
                    table="candidates_screening",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="screening",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "candidates_screeningevent" ("asked_for", "candidate_id", "created_at", "decided_by_id", "decision", "decision_ground", "decision_reason", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reviewer_id", "state", "state_since", "waitlist_place", "wanted") VALUES (NEW."asked_for", NEW."candidate_id", NEW."created_at", NEW."decided_by_id", NEW."decision", NEW."decision_ground", NEW."decision_reason", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."reviewer_id", NEW."state", NEW."state_since", NEW."waitlist_place", NEW."wanted"); RETURN NULL;',
                    hash="769ba7aee978a11f3589f9c518b5acc2dfae63ac",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_65679",
                    table="candidates_screening",
                    when="AFTER",
                ),
            ),
        ),
        AddConstraintNotValid(
            model_name="clip",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "linked",
                            "probing",
                            "ready",
                            "refused",
                            "removed",
                            "uploading",
                        ],
                    )
                ),
                name="clip_state_known",
            ),
        ),
    ]
