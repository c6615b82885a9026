import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

EVERYWHERE = [
    "registered",
    "screening",
    "incubation",
    "training",
    "signing",
    "management",
]
BEFORE_TEAM = EVERYWHERE[:5]
STUDENT = EVERYWHERE[:4]
SIGNED = EVERYWHERE[4:]
CHOSEN = [
    ("withdrawn", "主动退出", "Withdrew", BEFORE_TEAM),
    ("further_study", "升学", "Further study", EVERYWHERE),
    ("military_service", "参军入伍", "Military service", EVERYWHERE),
    ("other_job", "另有就业去向", "Took another job", EVERYWHERE),
    ("health", "身体原因", "Health", EVERYWHERE),
    ("family", "家庭原因", "Family reasons", EVERYWHERE),
    ("studies", "与学业冲突", "Clashes with studies", STUDENT),
    ("relocation", "无法到岗地工作", "Can't work at the place", EVERYWHERE),
    (
        "ineligible",
        "不符合报名条件",
        "Not eligible",
        ["registered", "screening", "incubation"],
    ),
    (
        "papers",
        "实习手续无法办齐",
        "Internship papers can't be completed",
        ["incubation"],
    ),
    (
        "unsuited",
        "不适应直播工作",
        "Not suited to live work",
        ["screening", "incubation", "training", "management"],
    ),
    ("unreachable", "无法取得联系", "Can't be reached", BEFORE_TEAM),
    (
        "misconduct",
        "违反纪律",
        "Misconduct",
        ["screening", "incubation", "training", "signing"],
    ),
    ("pay", "薪酬未达成一致", "No agreement on pay", SIGNED),
    ("terms", "合同条件未达成一致", "No agreement on the contract", ["signing"]),
    (
        "unpaid",
        "未按约定支付报酬",
        "Pay not received as agreed",
        ["incubation", "training", "management"],
    ),
    ("resigned", "本人辞职", "Resigned", SIGNED),
    ("agreed", "协商解除", "Ended by agreement", SIGNED),
    (
        "probation_failed",
        "试用期不符合录用条件",
        "Did not pass probation",
        ["management"],
    ),
    ("dismissed", "公司解除合同", "Dismissed", SIGNED),
    ("absent", "旷工离岗", "Absent without leave", ["management"]),
    ("term_over", "合同期满不续签", "Term over, not renewed", ["management"]),
    ("mistaken", "信息录入有误或重复", "Entered by mistake or twice", EVERYWHERE),
    ("other", "其他原因", "Another reason", EVERYWHERE),
]
# Given by verbs, or once given by them.
BY_SYSTEM = [
    ("not_selected", "未录取", "Not selected", False),
    ("rolled", "已转入下一期", "Moved to the next batch", False),
    ("declined", "拒签合同", "Declined the contract", False),
    ("contract_void", "撤回合同", "Contract withdrawn", True),
    ("ended", "劳动关系结束", "Employment ended", False),
    ("import_undone", "导入已撤销", "Import undone", False),
    ("dropped", "中途退出", "Dropped out", True),
]


def add_reasons(apps, schema_editor):
    """What the office starts from, and the codes that candidates have held so far."""
    reasons = apps.get_model("candidates", "LeaveReason").objects
    for number, (slug, zh, en, stages) in enumerate(CHOSEN, start=1):
        reasons.create(
            slug=slug, name_zh=zh, name_en=en, stages=stages, order=number * 10
        )
    for number, (slug, zh, en, retired) in enumerate(BY_SYSTEM, start=1):
        reasons.create(
            slug=slug,
            name_zh=zh,
            name_en=en,
            by_system=True,
            retired=retired,
            order=1000 + number * 10,
        )


class Migration(migrations.Migration):
    """The rewrite of `left_reason` is none of the candidates' history: no triggers."""

    dependencies = [
        ("campuses", "0003_dated_tables"),
        ("candidates", "0008_boards"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeaveReason",
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
                    "name_zh",
                    models.CharField(max_length=80, verbose_name="Chinese name"),
                ),
                (
                    "name_en",
                    models.CharField(max_length=120, verbose_name="English name"),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="For campus systems and statistics. Fixed once it is saved.",
                        max_length=20,
                        unique=True,
                        verbose_name="short name",
                    ),
                ),
                (
                    "stages",
                    models.JSONField(
                        blank=True, default=list, verbose_name="offered at"
                    ),
                ),
                (
                    "by_system",
                    models.BooleanField(
                        default=False, verbose_name="given by the software"
                    ),
                ),
                (
                    "retired",
                    models.BooleanField(
                        default=False,
                        help_text="Offered no more; who left for this reason keeps it.",
                        verbose_name="retired",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="The smallest number comes first.",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "leaving reason",
                "verbose_name_plural": "leaving reasons",
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LeaveReasonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "name_zh",
                    models.CharField(max_length=80, verbose_name="Chinese name"),
                ),
                (
                    "name_en",
                    models.CharField(max_length=120, verbose_name="English name"),
                ),
                (
                    "slug",
                    models.SlugField(
                        db_index=False,
                        help_text="For campus systems and statistics. Fixed once it is saved.",
                        max_length=20,
                        verbose_name="short name",
                    ),
                ),
                (
                    "stages",
                    models.JSONField(
                        blank=True, default=list, verbose_name="offered at"
                    ),
                ),
                (
                    "by_system",
                    models.BooleanField(
                        default=False, verbose_name="given by the software"
                    ),
                ),
                (
                    "retired",
                    models.BooleanField(
                        default=False,
                        help_text="Offered no more; who left for this reason keeps it.",
                        verbose_name="retired",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="The smallest number comes first.",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="leavereasonevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="candidates.leavereason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavereason",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_leavereasonevent" ("by_system", "id", "name_en", "name_zh", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "slug", "stages") VALUES (NEW."by_system", NEW."id", NEW."name_en", NEW."name_zh", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'insert\', NEW."id", NEW."retired", NEW."slug", NEW."stages"); RETURN NULL;',
                    hash="043e32608edca0b0c58390ced3bc6e55e42a2be6",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f21bd",
                    table="candidates_leavereason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavereason",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "candidates_leavereasonevent" ("by_system", "id", "name_en", "name_zh", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "slug", "stages") VALUES (NEW."by_system", NEW."id", NEW."name_en", NEW."name_zh", NEW."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'update\', NEW."id", NEW."retired", NEW."slug", NEW."stages"); RETURN NULL;',
                    hash="f1380c5f27a821f9b4896cf65e9a13718db539f5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_dd31d",
                    table="candidates_leavereason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavereason",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "candidates_leavereasonevent" ("by_system", "id", "name_en", "name_zh", "order", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired", "slug", "stages") VALUES (OLD."by_system", OLD."id", OLD."name_en", OLD."name_zh", OLD."order", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, CLOCK_TIMESTAMP(), \'delete\', OLD."id", OLD."retired", OLD."slug", OLD."stages"); RETURN NULL;',
                    hash="30fb33bbf78ba1b12fba6af2f8fafa65d8de0230",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_11294",
                    table="candidates_leavereason",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavereason",
            trigger=pgtrigger.compiler.Trigger(
                name="system_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."by_system")',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="0e637d81603ae2a023e92844562dbdec570f01d4",
                    operation="DELETE",
                    pgid="pgtrigger_system_stays_11c3c",
                    table="candidates_leavereason",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavereason",
            trigger=pgtrigger.compiler.Trigger(
                name="slug_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."slug" IS DISTINCT FROM (NEW."slug") OR OLD."by_system" IS DISTINCT FROM (NEW."by_system"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="1662aee5d861868095ed06122317eb75c6825b45",
                    operation="UPDATE",
                    pgid="pgtrigger_slug_stays_4d087",
                    table="candidates_leavereason",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavereasonevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d909ac9afa2425942f613018c9f1184908801ebf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1ffd6",
                    table="candidates_leavereasonevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leavereasonevent",
            trigger=pgtrigger.compiler.Trigger(
                name="by_trigger_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="IF pg_trigger_depth() < 2 THEN RAISE EXCEPTION 'pgtrigger: Cannot insert history by hand'; END IF; RETURN NEW;",
                    hash="b30abf92ea8061ddd07220f39e1547967a03366e",
                    operation="INSERT",
                    pgid="pgtrigger_by_trigger_only_64f30",
                    table="candidates_leavereasonevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunPython(add_reasons, migrations.RunPython.noop),
        pgtrigger.migrations.RemoveTrigger(
            model_name="candidate",
            name="registered_again",
        ),
        migrations.RemoveConstraint(
            model_name="candidate",
            name="candidate_left_has_reason",
        ),
        migrations.AlterField(
            model_name="candidate",
            name="left_reason",
            field=models.CharField(
                max_length=20, blank=True, null=True, verbose_name="reason for leaving"
            ),
        ),
        migrations.RunSQL(
            [
                "ALTER TABLE candidates_candidate DISABLE TRIGGER USER",
                "UPDATE candidates_candidate SET left_reason = NULL WHERE left_reason = ''",
                "ALTER TABLE candidates_candidate ENABLE TRIGGER USER",
            ],
            [
                "ALTER TABLE candidates_candidate DISABLE TRIGGER USER",
                "UPDATE candidates_candidate SET left_reason = '' WHERE left_reason IS NULL",
                "ALTER TABLE candidates_candidate ENABLE TRIGGER USER",
            ],
        ),
        migrations.AlterField(
            model_name="candidate",
            name="left_reason",
            field=models.ForeignKey(
                blank=True,
                db_column="left_reason",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="candidates.leavereason",
                to_field="slug",
                verbose_name="reason for leaving",
            ),
        ),
        migrations.AlterField(
            model_name="candidateevent",
            name="left_reason",
            field=models.ForeignKey(
                blank=True,
                db_column="left_reason",
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="candidates.leavereason",
                to_field="slug",
                verbose_name="reason for leaving",
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stage", "left"), ("left_reason", None), _connector="XOR"
                ),
                name="candidate_left_has_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="candidate",
            trigger=pgtrigger.compiler.Trigger(
                name="registered_again",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."stage" = \'registered\' AND OLD."stage" = \'left\' AND NOT (OLD."left_reason" = \'import_undone\' AND OLD."left_reason" IS NOT NULL))',
                    func="RAISE EXCEPTION 'pgtrigger: Invalid transition on table %', TG_TABLE_NAME;",
                    hash="be274f91f822f6f98f8b305b60c2b18f91ab254b",
                    operation='UPDATE OF "stage"',
                    pgid="pgtrigger_registered_again_0b43f",
                    table="candidates_candidate",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="screening",
            name="state_moves",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="screening",
            trigger=pgtrigger.compiler.Trigger(
                name="state_moves",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{in_review:more_asked,in_review:passed,in_review:rejected,in_review:waitlisted,in_review:withdrawn,more_asked:in_review,more_asked:withdrawn,passed:withdrawn,rejected:in_review,waiting:in_review,waiting:withdrawn,waitlisted:passed,waitlisted:rejected,waitlisted:rolled,waitlisted:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="6ff83b34de2efa3fcb0962b7153f6b780eca6ccd",
                    operation="UPDATE",
                    pgid="pgtrigger_state_moves_3b7a1",
                    table="candidates_screening",
                    when="BEFORE",
                ),
            ),
        ),
    ]
