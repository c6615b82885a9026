from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    """Rows from before obey the wider check: they obeyed the narrower one."""

    dependencies = [
        ("candidates", "0044_clips_asked_for"),
    ]

    operations = [
        ValidateConstraint(model_name="clip", name="clip_state_known"),
    ]
