import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import django_fsm
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    """Audition clips that are sent to Spark."""

    dependencies = [
        ("candidates", "0037_applications_kept"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "key",
                    models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
                ),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("uploading", "Being sent"),
                            ("probing", "Being looked at"),
                            ("ready", "Ready"),
                            ("refused", "Can't be used"),
                            ("removed", "Deleted"),
                        ],
                        default="uploading",
                        max_length=9,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                (
                    "state_since",
                    models.DateTimeField(default=django.utils.timezone.now),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, default="", max_length=120, verbose_name="file"
                    ),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                ("received", models.PositiveBigIntegerField(default=0)),
                ("sizes", models.JSONField(default=list)),
                ("expires_at", models.DateTimeField()),
                ("stored", models.BooleanField(default=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "refused_for",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=20,
                        verbose_name="why it can't be used",
                    ),
                ),
                ("refused_facts", models.JSONField(default=dict)),
                ("length", models.PositiveBigIntegerField(null=True)),
                (
                    "seconds",
                    models.PositiveIntegerField(null=True, verbose_name="seconds"),
                ),
                ("width", models.PositiveIntegerField(null=True, verbose_name="width")),
                (
                    "height",
                    models.PositiveIntegerField(null=True, verbose_name="height"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now()
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clips",
                        to="candidates.candidate",
                    ),
                ),
            ],
            options={
                "verbose_name": "audition clip",
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["uploading", "probing"]),
                            models.Q(("length", None), ("state", "ready")),
                            _connector="OR",
                        ),
                        fields=["expires_at"],
                        name="clip_unfinished",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("state__in", ["refused", "removed"]), ("stored", True)
                        ),
                        fields=["id"],
                        name="clip_to_clean",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["probing", "ready", "refused", "removed", "uploading"],
                            )
                        ),
                        name="clip_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("received__lte", models.F("size"))),
                        name="clip_received_in_size",
                    ),
                ],
            },
            bases=(django_fsm.FSMModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name="ClipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "state",
                    django_fsm.FSMField(
                        choices=[
                            ("uploading", "Being sent"),
                            ("probing", "Being looked at"),
                            ("ready", "Ready"),
                            ("refused", "Can't be used"),
                            ("removed", "Deleted"),
                        ],
                        default="uploading",
                        max_length=9,
                        protected=True,
                        verbose_name="state",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="size")),
                (
                    "refused_for",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=20,
                        verbose_name="why it can't be used",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="candidate_state_size_refused_for_events",
                        to="candidates.clip",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clip",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_clipevent" ("candidate_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused_for", "size", "state") VALUES (NEW."candidate_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."refused_for", NEW."size", NEW."state"); RETURN NULL;',
                    hash="e1f4e1d0655922feb941b42efe7f066f2722439b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7baad",
                    table="candidates_clip",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clip",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."candidate_id" IS DISTINCT FROM (NEW."candidate_id") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "candidates_clipevent" ("candidate_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "refused_for", "size", "state") VALUES (NEW."candidate_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."refused_for", NEW."size", NEW."state"); RETURN NULL;',
                    hash="5d833836f513e7556895189852a62fd48050f5c5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_aed95",
                    table="candidates_clip",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clip",
            trigger=pgtrigger.compiler.Trigger(
                name="state_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{probing:ready,probing:refused,probing:removed,ready:refused,ready:removed,refused:removed,uploading:probing,uploading:removed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="d2214e355ebbdc5228166ac9d907950827b97c72",
                    operation="UPDATE",
                    pgid="pgtrigger_state_moves_71351",
                    table="candidates_clip",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clip",
            trigger=pgtrigger.compiler.Trigger(
                name="state_initial",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (NEW.\"state\" = 'uploading'))",
                    func="RAISE EXCEPTION 'pgtrigger: Invalid initial state on table %', TG_TABLE_NAME;",
                    hash="21a2e24880c9281bb29ff67177b217c1687c5866",
                    operation="INSERT",
                    pgid="pgtrigger_state_initial_4bf79",
                    table="candidates_clip",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clip",
            trigger=pgtrigger.compiler.Trigger(
                name="no_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="bebf169109b63f5c12567469488325de2f69f192",
                    operation="DELETE",
                    pgid="pgtrigger_no_delete_7d0a8",
                    table="candidates_clip",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clipevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="b1f81aa893439d75b920428963cb316e2c121b88",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4d57c",
                    table="candidates_clipevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="clipevent",
            trigger=pgtrigger.compiler.Trigger(
                name="by_trigger_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF pg_trigger_depth() < 2 THEN RAISE EXCEPTION 'pgtrigger: Cannot insert history by hand'; END IF; RETURN NEW;",
                    hash="3c8eb2214352bd99b45a0259dc3ad03c6db96075",
                    operation="INSERT",
                    pgid="pgtrigger_by_trigger_only_1f1f9",
                    table="candidates_clipevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
