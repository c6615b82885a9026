from django.db import migrations

# History has kept every time that was ever entered or taken out.
FILL = """
    INSERT INTO training_week (candidate_id, updated_at)
    SELECT candidate_id, MAX(pgh_created_at)
    FROM training_weeklytimeevent
    GROUP BY candidate_id
    ON CONFLICT (candidate_id) DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0031_weeks")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
