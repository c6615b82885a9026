from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# Colleges are at different stages at one time. Taken for independent, a college's few in
# a stage seem so many that reading everybody, newest first, would soon have found them.
COUNT_TOGETHER = (
    "CREATE STATISTICS IF NOT EXISTS candidate_standing (mcv, ndistinct)"
    " ON campus_id, stage, state FROM candidates_candidate"
)


class Migration(migrations.Migration):
    """A college's people in a stage, the newest and the latest there first."""

    atomic = False
    dependencies = [("candidates", "0021_rosters_announced")]

    operations = [
        AddIndexConcurrently(
            model_name="candidate",
            index=models.Index(
                fields=["campus", "stage", "-id"], name="candidate_by_campus_stage"
            ),
        ),
        AddIndexConcurrently(
            model_name="candidate",
            index=models.Index(
                fields=["campus", "stage", "stage_since", "id"],
                name="candidate_by_campus_since",
            ),
        ),
        migrations.RunSQL(
            COUNT_TOGETHER, "DROP STATISTICS IF EXISTS candidate_standing"
        ),
        # Counted now: it would take until so many rows have changed.
        migrations.RunSQL("ANALYZE candidates_candidate", migrations.RunSQL.noop),
    ]
