from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """A college's people by student number: of all people's it threw most away."""

    atomic = False
    dependencies = [("candidates", "0051_trial_scorecard")]

    operations = [
        AddIndexConcurrently(
            model_name="candidate",
            index=models.Index(
                fields=["campus", "student_number", "id"],
                name="candidate_campus_no",
            ),
        ),
    ]
